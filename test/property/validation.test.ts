import { type ConfigDefinition, ConfigError, createConfig, file, type Issue } from 'configmanage'
import { createSandbox } from 'configmanage/testing'
import { describe, expect, it } from 'vitest'
import { writeJson } from '../e2e/decorated/json-family.ts'
import { writeDotenv, writeIni, writeProperties } from '../e2e/decorated/texts.ts'
import { writeToml } from '../e2e/decorated/toml.ts'
import { oddKeys, plainKeys, TreeMaker, type TreeMap, type TreeRules } from '../e2e/decorated/tree.ts'
import { type Place, Writer } from '../e2e/decorated/writer.ts'
import { writeYaml } from '../e2e/decorated/yaml.ts'
import { Random } from '../fuzz/random.ts'
import { breakOne, schemaOf } from './broken-trees.ts'
import { runsOr } from './runs.ts'

const typed: TreeRules = { keys: [...plainKeys, ...oddKeys], lists: true, numbers: true, depth: 4 }
const withoutTab = typed.keys.filter((key) => !key.includes('\t'))
const names = ['PORT', 'HOST', 'SERVER__PORT', 'lower', 'With.Dot', '_X', 'A1']

interface Language {
  readonly name: string
  readonly rules: TreeRules
  readonly isTextOnly?: true
  readonly write: (out: Writer, tree: TreeMap) => void
}

const structured: readonly Language[] = [
  { name: 'a.json', rules: typed, write: (out, tree) => writeJson('json', out, tree) },
  { name: 'a.jsonc', rules: typed, write: (out, tree) => writeJson('jsonc', out, tree) },
  { name: 'a.json5', rules: typed, write: (out, tree) => writeJson('json5', out, tree) },
  { name: 'a.yaml', rules: typed, write: writeYaml },
  { name: 'a.toml', rules: typed, write: writeToml },
]

const languages: readonly Language[] = [
  ...structured,
  { name: 'a.ini', rules: { ...typed, lists: false, depth: 3, keys: withoutTab }, isTextOnly: true, write: writeIni },
  { name: 'a.properties', rules: typed, isTextOnly: true, write: writeProperties },
  {
    name: 'a.env',
    rules: { ...typed, lists: false, numbers: false, depth: 1, keys: names },
    isTextOnly: true,
    write: writeDotenv,
  },
]

const runs = runsOr(150)

function written({ write }: Language, tree: TreeMap, random: Random): Writer {
  const out = new Writer(random)
  write(out, tree)
  return out
}

async function refused(definition: ConfigDefinition, files: Readonly<Record<string, string>>): Promise<readonly Issue[]> {
  using sandbox = createSandbox({ files })
  try {
    await createConfig(definition, sandbox.runtime)
  } catch (error) {
    if (ConfigError.is(error)) return error.issues.filter(({ severity }) => severity === 'error')
    throw error
  }
  return []
}

const pointerOf = ({ path }: Issue): string =>
  (path ?? []).map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

const placeIn = (out: Writer, pointer: string): Pick<Place, 'line' | 'column'> | undefined => {
  const place = out.places().find((each) => each.pointer === pointer)
  return place && { line: place.line, column: place.column }
}

describe('one wrong value in a random file', () => {
  it.each(languages)('is the only one reported, at its very place: $name', async (language) => {
    for (let seed = 1; seed <= runs; seed++) {
      const random = new Random(seed)
      const tree = new TreeMaker(random, language.rules).map()
      const schema = schemaOf(tree, random)
      const broken = breakOne(tree, random, language.isTextOnly === true)
      const out = written(language, broken.tree, random)
      const mark = random.below(4) === 0 ? '\ufeff' : ''
      const issues = await refused({ sources: [file(language.name)], schema }, { [language.name]: mark + out.text })
      const seen = issues.map((issue) => ({
        code: issue.code,
        pointer: pointerOf(issue),
        ...issue.span?.start,
        offset: undefined,
      }))
      const message = `seed ${seed}, ${JSON.stringify(schema)}:\n${out.text}`
      expect(placeIn(out, broken.pointer), message).toBeDefined()
      expect(seen, message).toEqual([
        { code: broken.code, pointer: broken.pointer, ...placeIn(out, broken.pointer), offset: undefined },
      ])
    }
  })
})

describe('a right value in another file below it', () => {
  it('is pointed out at its very place', async () => {
    for (let seed = 1; seed <= runs * 2; seed++) {
      const random = new Random(seed)
      const [below, above] = [random.pick(structured), random.pick(structured)]
      const tree = new TreeMaker(random, typed).map()
      const schema = schemaOf(tree, random)
      const broken = breakOne(tree, random, true)
      const low = written(below, tree, random)
      const high = written(above, broken.tree, random)
      const [lowName, highName] = [`low/${below.name}`, `high/${above.name}`]
      const issues = await refused(
        { sources: [file(lowName), file(highName)], schema },
        { [lowName]: low.text, [highName]: high.text },
      )
      const message = `seed ${seed}:\n${low.text}\n--- below\n${high.text}`
      expect(issues.map(pointerOf), message).toEqual([broken.pointer])
      expect(issues[0]?.span, message).toMatchObject({ file: highName, start: placeIn(high, broken.pointer) })
      const right = placeIn(low, broken.pointer)
      // A map begins at no value of its own.
      if (right !== undefined)
        expect(issues[0]?.related, message).toMatchObject([
          { message: 'right, but hidden by it', span: { file: lowName, start: right } },
        ])
      else expect(issues[0]?.related, message).toMatchObject([{ message: 'right, but hidden by it', span: { file: lowName } }])
    }
  })
})
