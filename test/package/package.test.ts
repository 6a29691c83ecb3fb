import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readPackageJson } from '../../scripts/package-json.ts'
import { formatNames } from '../../src/formats/choose.ts'
import { InstalledProject } from './installed.ts'

const manifest = readPackageJson()
const subpaths = Object.keys(manifest.exports).filter((subpath) => subpath !== './package.json')
const specifiers = subpaths.map((subpath) => subpath.replace('.', 'configmanage'))

let project: InstalledProject

beforeAll(() => {
  if (!existsSync('dist/index.js')) throw new Error('dist/index.js is not there: run npm run build first')
  project = new InstalledProject()
})
afterAll(() => project?.[Symbol.dispose]())

describe('the tarball', () => {
  it('has what package.json promises', () => {
    const promised = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    )
    const missing = [...promised, ...Object.values(manifest.bin)]
      .map((path) => path.replace('./', ''))
      .filter((path) => !project.packed.includes(path))
    expect(missing).toEqual([])
  })

  it('has no tests and nothing from outside dist, src, the example and the front pages', () => {
    const known =
      /^(dist\/.+|src\/.+(?<!\.test)\.(ts|md)|examples\/shop\/(?!node_modules).+|docs\/errors\.md|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/
    expect(project.packed.filter((path) => !known.test(path))).toEqual([])
  })

  it('has a subpath for each format', () => {
    expect(formatNames.filter((name) => !subpaths.includes(`./formats/${name}`))).toEqual([])
  })
})

describe('before any dependency is installed', () => {
  it('the root entry loads: it imports no package', () => {
    expect(project.node('--input-type=module', '-e', "await import('configmanage')")).toEqual({ status: 0, output: '' })
  })
})

describe('a program without sealed files', () => {
  const loaded = (content: string): readonly string[] => {
    project.write('app.json', content)
    project.write(
      'loads.mjs',
      `import { registerHooks } from 'node:module'
const urls = []
registerHooks({ load: (url, context, next) => { urls.push(url); return next(url, context) } })
const { createConfig, env, file } = await import('configmanage')
await createConfig({ sources: [file('app.json'), env({ prefix: 'APP_' })] }).then((config) => config.get('a'), () => {})
console.log(JSON.stringify([...urls, ...process.moduleLoadList]))
`,
    )
    const { output } = project.node('loads.mjs')
    const names = JSON.parse(output) as readonly string[]
    return names.filter((name) =>
      /age-encryption|@noble|re2js|dist\/(?:.*crypto|engine\/opening)|NativeModule crypto$/.test(name),
    )
  }

  it('loads nothing of cryptography', () => {
    expect(loaded('{ "a": 1 }')).toEqual([])
  })

  it('is told from one with a sealed file, which does', () => {
    const sealed =
      '{ "a": "ENC[AES256_GCM,data:AA==,iv:AA==,tag:AA==,type:str]", "sops": { "mac": "ENC[x]", "version": "3.9.0" } }'
    expect(loaded(sealed)).toEqual(expect.arrayContaining([expect.stringContaining('engine/opening'), 'NativeModule crypto']))
  })
})

describe('an error that nobody catches', () => {
  it('is printed in less than 2 KB: no line of the built files is long', () => {
    project.write(
      'fails.js',
      "import { createConfig, file } from 'configmanage'\nawait createConfig({ sources: [file('nowhere.json')] })\n",
    )
    const { status, output } = project.node('fails.js')
    expect(status).toBe(1)
    expect(output).toContain('SOURCE_MISSING')
    expect(output.length).toBeLessThan(2048)
  })
})

describe('with its dependencies', () => {
  beforeAll(() => project.linkDependencies())

  it.each(specifiers)('import %s', (specifier) => {
    const { status, output } = project.node(
      '--input-type=module',
      '-e',
      `console.log(Object.keys(await import('${specifier}')).length > 0)`,
    )
    expect(output).toBe('true\n')
    expect(status).toBe(0)
  })

  it.each(specifiers)('require(%s)', (specifier) => {
    const { status, output } = project.node(
      '--input-type=commonjs',
      '-e',
      `console.log(Object.keys(require('${specifier}')).length > 0)`,
    )
    expect(output).toBe('true\n')
    expect(status).toBe(0)
  })

  it('has each class once, whichever entry it comes from', () => {
    const program = `
      import { ConfigError, createConfigSync, object } from 'configmanage'
      import { yaml } from 'configmanage/formats/yaml'
      try { yaml().parse('a: [', 'x.yaml') } catch (error) { console.log(error instanceof ConfigError, error.code) }
      console.log(createConfigSync({ sources: [object({ a: 1 })] }).get('a'))`
    expect(project.node('--input-type=module', '-e', program).output).toBe('true FORMAT_SYNTAX\n1\n')
  })

  it('brings the command', () => {
    const { status, output } = project.node('node_modules/configmanage/dist/cli.js', '--version')
    expect(output).toContain(manifest.version)
    expect(status).toBe(0)
  })

  it('brings the example that the command demonstrates', () => {
    const { status, output } = project.node('node_modules/configmanage/dist/cli.js', 'demo')
    expect(output).toContain('generation 2 stays: log.level is debug\n')
    expect(status).toBe(0)
  })
})

describe('the declarations', () => {
  const consumer = [
    ...specifiers.map((specifier, index) => `import * as entry${index} from '${specifier}'`),
    "import { createConfig, defineConfig, file, type Config, type Explanation, type Source } from 'configmanage'",
    `export const entries = [${specifiers.map((_, index) => `entry${index}`).join(', ')}]`,
    'export const own: Source = { kind: "own", name: "own", read: () => undefined }',
    'export const config: Promise<Config> = createConfig(defineConfig({ sources: [file("a.yaml"), own] }))',
    'export const explain = async (): Promise<Explanation> => (await config).explain("a.b")',
    "import { type Infer, s } from 'configmanage/schema'",
    'const schema = s.object({ port: s.port().default(80), token: s.secret().optional(), menu: s.lazy((): typeof menu => menu) })',
    'interface Menu { items: Menu[] }',
    'const menu: import("configmanage/schema").Schema<Menu> = s.object({ items: s.list(s.lazy(() => menu)) })',
    'export const shop: Infer<typeof schema> = { port: 1, menu: { items: [] } }',
    'export const typed = async (): Promise<number> => (await createConfig(defineConfig({ schema, sources: [] }))).get("port")',
    'export const document = defineConfig({ schema: { type: "object", properties: { a: { type: "string", default: "" } } }, sources: [] })',
    'export const text = async (): Promise<string> => (await createConfig(document)).get("a")',
    '// @ts-expect-error the schema has no such key',
    'export const wrong = async () => (await createConfig(defineConfig({ schema, sources: [] }))).get("prot")',
  ].join('\n')
  const settings = {
    target: 'es2022',
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    skipLibCheck: false,
    noEmit: true,
    types: [],
  }

  it.each(['typescript-5-9', 'typescript-6', 'typescript'])(
    'compile in an empty project under %s, without @types/node',
    (compiler) => {
      project.write('consumer.ts', `${consumer}\n`)
      project.write('tsconfig.json', JSON.stringify({ compilerOptions: settings, files: ['consumer.ts'] }))
      expect(project.node(resolve('node_modules', compiler, 'bin/tsc'), '-p', 'tsconfig.json')).toEqual({ status: 0, output: '' })
    },
  )

  it('are precise: a wrong use does not compile', () => {
    project.write('wrong.ts', "import { file } from 'configmanage'\nexport const wrong = file(1)\n")
    project.write('tsconfig.json', JSON.stringify({ compilerOptions: settings, files: ['wrong.ts'] }))
    expect(project.node(resolve('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.json').output).toContain('TS2345')
  })
})

describe('docs/dependencies.md', () => {
  it('gives a reason for each runtime dependency, and for no other package', () => {
    const rows = [...readFileSync('docs/dependencies.md', 'utf8').matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name)
    expect(rows.sort()).toEqual(Object.keys(manifest.dependencies).sort())
  })
})
