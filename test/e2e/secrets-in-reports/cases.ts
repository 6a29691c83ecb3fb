import { json } from 'configmanage/formats/json'
import { json5 } from 'configmanage/formats/json5'
import { toml } from 'configmanage/formats/toml'
import { yaml } from 'configmanage/formats/yaml'
import { Random } from '../../fuzz/random.ts'
import { type Content, refusals, SecretMaker, secretPlaces } from './broken-secrets.ts'

/** A configuration in which every secret is wrong. */
export interface Case {
  readonly schema: Readonly<Record<string, unknown>>
  readonly manifest: Readonly<Record<string, unknown>>
  readonly files: Readonly<Record<string, string>>
  readonly env: Readonly<Record<string, string>>
  readonly args: readonly string[]
  readonly stdin: string
  readonly secrets: readonly Content[]
}

const printers = {
  json: (value: unknown, random: Random) => `${JSON.stringify(value, null, random.pick([0, 1, 2, '\t']))}\n`,
  yaml: (value: unknown) => yaml().print(value as never),
  toml: (value: unknown) => toml().print(value as never),
  json5: (value: unknown) => json5().print(value as never),
} as const

type How = 'file' | 'env' | 'args' | 'directory' | 'dotenv' | 'stdin' | 'object'

export function caseOf(seed: number): Case {
  const random = new Random(seed)
  const maker = new SecretMaker(random)
  const { $defs, ...places } = secretPlaces(random, maker)
  const names = Object.keys(places).filter(() => random.below(3) > 0)
  const properties = Object.fromEntries(names.map((name) => [name, places[name]?.[0]]))
  const values: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, places[name]?.[1]]))
  const { schema, tree } = withMore(random, maker, properties, values, $defs?.[1])
  return written(random, maker, schema, tree)
}

/** Secrets that the definition names, that references make, and that come again where the schema contains itself. */
function withMore(
  random: Random,
  maker: SecretMaker,
  properties: Record<string, unknown>,
  values: Record<string, unknown>,
  $defs: unknown,
): { readonly schema: Readonly<Record<string, unknown>>; readonly tree: Readonly<Record<string, unknown>> } {
  const more: Record<string, unknown> = {
    named: { type: 'object', properties: { pin: random.pick(refusals) } },
    people: { type: 'array', items: { type: 'object', properties: { pin: random.pick(refusals) } } },
    url: { type: 'string', pattern: '^ftp:' },
    copy: { type: 'boolean' },
    again: { $ref: '#' },
    port: { type: 'integer', maximum: 10 },
    part: { type: 'integer' },
  }
  const tree: Record<string, unknown> = { ...values, port: 4711, named: { pin: maker.any() }, people: [{ pin: maker.any() }] }
  const { leaf } = values
  if (typeof leaf === 'string' && leaf.length > 3 && !leaf.includes('\n')) tree['part'] = `before ${leaf} behind`
  if ('leaf' in values) Object.assign(tree, { url: 'http://u:${leaf}@host', copy: '${leaf}' })
  if (random.below(2) === 0) tree['again'] = { again: { ...values, again: { leaf: maker.any() }, port: 12 } }
  const schema = {
    type: 'object',
    properties: { ...properties, ...more, leaf: properties['leaf'] ?? { type: 'boolean', 'x-secret': true } },
    $defs,
  }
  return { schema, tree }
}

function written(
  random: Random,
  maker: SecretMaker,
  schema: Readonly<Record<string, unknown>>,
  tree: Readonly<Record<string, unknown>>,
): Case {
  const files: Record<string, string> = {}
  const env: Record<string, string> = {}
  const args: string[] = []
  const sources: unknown[] = []
  let stdin = ''
  const format = random.pick(['json', 'yaml', 'toml', 'json5'] as const)
  const ways: readonly How[] = ['file', random.pick<How>(['file', 'env', 'args', 'directory', 'dotenv', 'stdin', 'object'])]
  for (const [index, how] of [...new Set(ways)].entries()) {
    const texts = Object.entries(tree).map(
      ([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)] as const,
    )
    if (how === 'file') {
      files[`a${index}.${format}`] = printers[format](tree, random)
      sources.push({ file: `a${index}.${format}` })
    } else if (how === 'env') {
      for (const [key, text] of texts) env[`SHOP_${key.toUpperCase()}`] = text
      sources.push({ env: 'SHOP_' })
    } else if (how === 'args') {
      args.push(...texts.map(([key, text]) => `--${key}=${text}`))
      sources.push({ args: '' })
    } else if (how === 'directory') {
      for (const [key, text] of texts) files[`run/${key}`] = text
      sources.push({ directory: 'run' })
    } else if (how === 'dotenv') {
      files['.env'] = texts.map(([key, text]) => `${key.toUpperCase()}=${JSON.stringify(text)}\n`).join('')
      sources.push({ dotenv: { path: '.env', expand: false } })
    } else if (how === 'stdin') {
      stdin = json().print(tree as never)
      sources.push({ stdin: 'json' })
    } else sources.push({ object: tree })
  }
  const manifest = { sources, schema: 'schema.json', secrets: ['named.pin', 'people[*].pin'] }
  return { schema, manifest, files, env, args, stdin, secrets: maker.made }
}
