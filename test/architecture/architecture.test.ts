import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readPackageJson } from '../../scripts/package-json.ts'
import { readSourceFacts, sourceFacts } from '../../scripts/source-facts.ts'
import { srcReadme } from '../../scripts/src-readme.ts'
import { beside, floors } from './floors.ts'
import { folderOf, type ImportMap, violationsOf } from './law.ts'

const files = globSync('src/**/*.ts', { exclude: ['**/*.test.ts'] }).sort()
const facts = files.map(readSourceFacts)
const imports: ImportMap = Object.fromEntries(
  Object.entries(readPackageJson().imports).map(([pattern, target]) => [
    pattern,
    target['configmanage-source'] ?? target.default,
  ]),
)

describe('the sources', () => {
  it('are found', () => {
    expect(files.length).toBeGreaterThan(30)
    expect(facts.flatMap((file) => file.imports).length).toBeGreaterThan(50)
  })

  it('import downward only, and touch the outside world at its doors', () => {
    expect(facts.flatMap((file) => violationsOf(file, imports))).toEqual([])
  })

  it('are short enough to read: at most 300 lines each', () => {
    expect(facts.filter(({ lines }) => lines > 300).map(({ file, lines }) => `${file} has ${lines} lines`)).toEqual([])
  })

  it('lie in folders that floors.ts describes, and floors.ts describes no folder that is not there', () => {
    const described = [...floors.flatMap((floor) => Object.keys(floor.folders)), ...Object.keys(beside)].sort()
    const present = [...new Set(files.map(folderOf).filter((folder) => folder !== undefined))].sort()
    expect(present).toEqual(described)
  })

  it('are introduced by src/README.md (npm run readme writes it)', () => {
    expect(readFileSync('src/README.md', 'utf8')).toBe(srcReadme())
  })
})

describe('texts for readers', () => {
  const pages = globSync(['*.md', 'docs/**/*.md', 'examples/**/*.md', '**/README.md'], { exclude: ['node_modules/**'] })

  it('have no marks of a merge that was not finished', () => {
    expect(pages.length).toBeGreaterThan(30)
    expect(pages.filter((page) => /^(?:<{7}|>{7})(?: |$)/m.test(readFileSync(page, 'utf8')))).toEqual([])
  })
})

describe('the law', () => {
  const judge = (file: string, text: string): readonly string[] => violationsOf(sourceFacts(file, text), imports)

  it.each([
    ['an import upward', 'src/merge/a.ts', "import { x } from '../config/x.ts'", '"merge" may only import'],
    ['an import across', 'src/merge/a.ts', "import { x } from '../formats/x.ts'", '"merge" may only import'],
    ['a type from above', 'src/values/a.ts', "import type { X } from '../errors/x.ts'", '"values" may only import'],
    [
      'a type import in an expression',
      'src/values/a.ts',
      "export type X = import('../errors/x.ts').X",
      '"values" may only import',
    ],
    ['a dynamic import upward', 'src/sources/a.ts', "export const x = () => import('../cli/x.ts')", '"sources" may only import'],
    [
      'a module required upward',
      'src/merge/a.ts',
      "export const x = () => requireModule('#formats/yaml')",
      '"merge" may only import',
    ],
    ['a re-export upward', 'src/text/a.ts', "export * from '../errors/x.ts'", '"text" may only import'],
    ['an import by name upward', 'src/merge/a.ts', "export const x = () => import('#formats/yaml')", '"merge" may only import'],
    ['an import of testing', 'src/cli/a.ts', "import { x } from '../testing/x.ts'", '"cli" may only import'],
    ['an import of the root entry', 'src/cli/a.ts', "import { x } from '../index.ts'", 'the root entry'],
    ['a value through an index', 'src/config/a.ts', "import { json } from '../formats/json/index.ts'", 'import the file itself'],
    ['Node in a portable folder', 'src/merge/a.ts', "import { readFileSync } from 'node:fs'", 'also runs in a browser'],
    [
      'a value from runtime in a portable folder',
      'src/merge/a.ts',
      "import { x } from '../runtime/x.ts'",
      'only types from "runtime"',
    ],
    ['the environment', 'src/config/a.ts', 'export const x = process.env.HOME', 'uses process.env'],
    ['the time', 'src/config/a.ts', 'export const x = () => Date.now()', 'uses Date.now'],
    ['printing', 'src/config/a.ts', 'console.log(1)', 'uses console'],
    ['waiting at the top level', 'src/config/a.ts', 'export const x = await Promise.resolve(1)', 'waits at the top level'],
    ['an unknown folder', 'src/utils/a.ts', 'export const x = 1', 'not described'],
  ])('refuses %s', (_, file, text, sentence) => {
    expect(judge(file, text)).toEqual([expect.stringContaining(sentence)])
  })

  it.each([
    ['an import downward', 'src/config/a.ts', "import { x } from '../merge/x.ts'"],
    ['an import inside a folder', 'src/merge/a.ts', "import { x } from './x.ts'"],
    ['an earlier folder of the ordered floor', 'src/errors/a.ts', "import { x } from '../text/x.ts'"],
    ['a type from runtime in a portable folder', 'src/merge/a.ts', "import type { X } from '../runtime/x.ts'"],
    ['the environment in the command line', 'src/cli/a.ts', 'export const x = process.env.HOME'],
    ['the type of a module that is loaded later', 'src/config/a.ts', "export type X = typeof import('../formats/json/index.ts')"],
    ['waiting inside a function', 'src/config/a.ts', 'export const x = async () => { await Promise.resolve(1) }'],
  ])('allows %s', (_, file, text) => {
    expect(judge(file, text)).toEqual([])
  })
})
