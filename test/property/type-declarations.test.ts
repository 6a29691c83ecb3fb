import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { typeDeclarations } from '../../src/export/type-declarations.ts'
import { isSecretAt } from '../../src/schema/fields/field-at.ts'
import { rootField } from '../../src/schema/fields/field-space.ts'
import { fillDefaults } from '../../src/schema/fields/fill-defaults.ts'
import { compileJsonSchema } from '../../src/schema/json-schema/validator.ts'
import type { Path } from '../../src/values/path.ts'
import { isList, isMap, type Value } from '../../src/values/value.ts'
import { runsOr } from './runs.ts'

type Schema = Readonly<Record<string, unknown>>

const key = fc.constantFrom('a', 'b', 'port', 'time-zone', '1st', "it's")

/** Schemas as people write them, each with values that fit it more often than not. */
const leaf: fc.Arbitrary<Schema> = fc.oneof(
  fc.constantFrom<Schema>(
    { type: 'string' },
    { type: 'integer' },
    { type: 'number' },
    { type: 'boolean' },
    { type: ['string', 'null'] },
    { enum: ['x', 1, null] },
    { const: "it's" },
    { type: 'string', 'x-secret': true },
    { type: 'string', default: 'x', description: 'A text. */' },
    { type: 'integer', default: 8080 },
    { $ref: '#/$defs/node' },
  ),
)
const { schema } = fc.letrec<{ schema: Schema; map: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'declared' },
    { arbitrary: leaf, weight: 3 },
    { arbitrary: tie('map'), weight: 3 },
    { arbitrary: tie('schema').map((items): Schema => ({ type: 'array', items })), weight: 1 },
    {
      arbitrary: fc
        .tuple(tie('schema'), tie('schema'), fc.nat(2))
        .map(([one, two, minItems]): Schema => ({ type: 'array', prefixItems: [one, two], items: false, minItems })),
      weight: 1,
    },
    { arbitrary: fc.tuple(tie('schema'), tie('schema')).map((anyOf): Schema => ({ anyOf })), weight: 1 },
    { arbitrary: tie('schema').map((rest): Schema => ({ type: 'object', additionalProperties: rest })), weight: 1 },
  ),
  map: fc
    .tuple(
      fc.dictionary(key, tie('schema'), { maxKeys: 4, noNullPrototype: true, depthIdentifier: 'declared' }),
      fc.uniqueArray(key, { maxLength: 2 }),
      fc.option(tie('schema'), { nil: undefined, freq: 4 }),
      fc.boolean(),
    )
    .map(
      ([properties, required, rest, isSecret]): Schema => ({
        type: 'object',
        properties,
        required: required.filter((name) => Object.hasOwn(properties, name)),
        ...(rest === undefined ? {} : { additionalProperties: rest }),
        ...(isSecret && Object.keys(properties).length === 1 ? { 'x-secret': true } : {}),
      }),
    ),
}))
/** A key that one alternative marks as secret is sealed in all, and declared so in that one only: docs/schema-tools.md. */
function marksInAlternatives(of: Schema): boolean {
  const text = JSON.stringify(of['anyOf'] ?? [])
  if (text.includes('"x-secret"')) return true
  return Object.values(of).some((inner) => typeof inner === 'object' && inner !== null && marksInAlternatives(inner as Schema))
}

const documents = schema
  .filter((made) => made['type'] === 'object' && !marksInAlternatives(made))
  .map(
    (made): Schema => ({
      ...made,
      $defs: {
        node: {
          type: 'object',
          properties: { name: { type: 'string' }, below: { type: 'array', items: { $ref: '#/$defs/node' } } },
        },
      },
    }),
  )

/** A value that has a chance. */
function valueFor(of: Schema, root: Schema, random: () => number, depth = 0): Value | undefined {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  if (of['$ref'] !== undefined) return valueFor((root['$defs'] as Record<string, Schema>)['node'] as Schema, root, random, depth)
  if (of['const'] !== undefined) return of['const'] as Value
  if (Array.isArray(of['enum'])) return pick(of['enum']) as Value
  if (Array.isArray(of['anyOf'])) return valueFor(pick(of['anyOf']) as Schema, root, random, depth)
  const type = pick([of['type']].flat())
  if (type === 'object') {
    const properties = Object.entries((of['properties'] ?? {}) as Record<string, Schema>)
    const rest = of['additionalProperties'] as Schema | undefined
    const all = rest === undefined ? properties : [...properties, ['other', rest] as [string, Schema]]
    const required = (of['required'] ?? []) as readonly string[]
    const kept = all.filter(([name]) => required.includes(name) || (random() < 0.6 && depth < 5))
    return Object.fromEntries(kept.map(([name, inner]) => [name, valueFor(inner, root, random, depth + 1) ?? null]))
  }
  if (type === 'array') {
    const first = (of['prefixItems'] ?? []) as readonly Schema[]
    if (first.length > 0)
      return first
        .slice(0, Math.max(Number(of['minItems'] ?? 0), Math.floor(random() * 3)))
        .map((inner) => valueFor(inner, root, random, depth + 1) ?? null)
    return depth > 4
      ? []
      : Array.from({ length: Math.floor(random() * 3) }, () => valueFor(of['items'] as Schema, root, random, depth + 1) ?? null)
  }
  if (type === 'integer' || type === 'number') return type === 'integer' ? Math.floor(random() * 9) : random()
  if (type === 'boolean') return random() < 0.5
  return type === 'null' ? null : pick(['x', 'y', 'a b'])
}

/** The value as code, with secrets sealed. */
function codeOf(value: Value, path: Path, isSecret: (path: Path) => boolean): string {
  if (isList(value)) return `[${value.map((item, index) => codeOf(item, [...path, index], isSecret)).join(', ')}]`
  if (isMap(value))
    return `{ ${Object.entries(value)
      .map(([name, item]) => `${JSON.stringify(name)}: ${codeOf(item, [...path, name], isSecret)}`)
      .join(', ')} }`
  const plain = JSON.stringify(value)
  return value !== null && isSecret(path) ? `new Secret(${plain} as const)` : plain
}

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'configmanage-types-'))
  mkdirSync(join(folder, 'node_modules/configmanage'), { recursive: true })
  const library = ['values/secret', 'values/date-time'].map(
    (file) => `export * from ${JSON.stringify(resolve('src', `${file}.ts`))}`,
  )
  writeFileSync(
    join(folder, 'node_modules/configmanage/package.json'),
    '{ "name": "configmanage", "type": "module", "types": "index.d.ts", "exports": { "types": "./index.d.ts" } }',
  )
  writeFileSync(join(folder, 'node_modules/configmanage/index.d.ts'), `${library.join('\n')}\n`)
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  symlinkSync(resolve('node_modules/@types'), join(folder, 'node_modules/@types'))
  const options = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2023',
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: ['node'],
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }))
  writeSamples(runsOr(150))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let written = 0

/** One module for each schema: its declarations, and values that have to be of the type. */
function writeSamples(count: number): void {
  const samples = fc.sample(
    fc.tuple(documents, fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }))),
    { numRuns: count },
  )
  for (const [document, numbers] of samples) {
    const random = (): number => numbers.next().value as number
    const validator = compileJsonSchema(document)
    const root = rootField(document)
    const values = Array.from({ length: 4 }, () => valueFor(document, document, random)).flatMap((value) => {
      if (value === undefined) return []
      const filled = fillDefaults(value, root).value
      return validator.isValid(filled) ? [filled] : []
    })
    if (values.length === 0) continue
    const checks = values.map((value, index) => {
      const code = codeOf(value, [], (path) => isSecretAt(root, path))
      return `const v${index} = ${code} as const\nexport const c${index}: Config = v${index}`
    })
    const body = typeDeclarations(document).replace(/^import type .*\n/, '')
    writeFileSync(
      join(folder, `sample${written++}.ts`),
      `import { Secret } from 'configmanage'\n${body}\n${checks.join('\n')}\nexport const kept = Secret\n`,
    )
  }
}

describe('declarations of random schemas', () => {
  it('are about many schemas', () => {
    expect(written).toBeGreaterThan(60)
    expect(readFileSync(join(folder, 'sample0.ts'), 'utf8')).toContain('export')
  })

  it.each(['typescript-5-9', 'typescript-6', 'typescript'])('take every value that the schema allows, says %s', (name) => {
    expect(compile(name)).toBe('')
  })

  it.each(['typescript-5-9', 'typescript'])('refuse what is of another type, says %s', (name) => {
    const wrong = join(folder, 'wrong.ts')
    const declared = typeDeclarations({
      type: 'object',
      properties: { port: { type: 'integer' }, key: { type: 'string', 'x-secret': true } },
      required: ['port'],
    })
    const uses = [
      "export const a: Config = { port: '80' }",
      'export const b: Config = {}',
      "export const c: Config = { port: 1, key: 'open' }",
      'declare const d: Config',
      'd.port = 2',
    ]
    writeFileSync(wrong, `${declared}\n${uses.join('\n')}\n`)
    try {
      const lines = compile(name)
        .split('\n')
        .filter((line) => line.includes('wrong.ts'))
      expect(lines.map((line) => /TS\d+/.exec(line)?.[0])).toEqual(['TS2322', 'TS2741', 'TS2322', 'TS2540'])
    } finally {
      rmSync(wrong)
    }
  })
})

/** What a compiler prints; nothing for code that is right. */
function compile(name: string): string {
  const compiler = join(dirname(resolve('node_modules', name, 'package.json')), 'bin/tsc')
  try {
    return execFileSync(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], { encoding: 'utf8' })
  } catch (error) {
    if (error instanceof Error && 'stdout' in error) return String(error.stdout)
    throw error
  }
}
