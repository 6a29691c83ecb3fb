import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { cpuMs } from '../cpu-time.ts'
import { Sandbox } from './cli-sandbox.ts'

/** Patterns that take engines with backtracking years, each with a text that shows it. */
const patterns: readonly (readonly [pattern: string, text: string])[] = [
  ['^(a+)+$', `${'a'.repeat(50_000)}!`],
  ['^(a*)*$', `${'a'.repeat(50_000)}!`],
  ['^(a|a)*$', `${'a'.repeat(50_000)}!`],
  ['^(a|aa)+$', `${'a'.repeat(50_000)}!`],
  ['(x+x+)+y', 'x'.repeat(50_000)],
  ['^(.*a){20}$', 'a'.repeat(19)],
  ['^(([a-z])+.)+[A-Z]([a-z])+$', 'a'.repeat(50_000)],
  [
    '^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$',
    'a'.repeat(50_000),
  ],
  ['^\\s+|\\s+$', `a${' '.repeat(50_000)}b`],
  ['^(\\w+\\s?)*$', `${'word '.repeat(10_000)}!`],
  ['^((ab)*)+$', `${'ab'.repeat(25_000)}!`],
  ['(a*)*b', 'a'.repeat(50_000)],
  ['^(?:[^"\\\\]|\\\\.|"")*"$', '"'.repeat(50_000).slice(1)],
  ['\\d+\\d+\\d+\\d+x', '1'.repeat(20_000)],
  ['.*.*=.*', 'x'.repeat(50_000)],
  ['^(?:.*,){11}P', '1,'.repeat(10_000)],
]

/** With the milliseconds that it took. */
async function timed<T>(work: () => Promise<T>): Promise<readonly [T, number]> {
  const before = cpuMs()
  const result = await work()
  return [result, cpuMs() - before]
}

// Loading code is no part of what is measured.
it('loads its code once', async () => {
  const files = { 's.json': '{ "properties": { "a": { "pattern": "^(b+)+$" } } }', 'a.json': '{ "a": "c" }' }
  const folder = new Sandbox(files)
  expect(await folder.call('validate a.json --schema s.json --json')).toMatchObject({ code: 1 })
  await folder.call('validate a.json --schema s.json')
})

describe('a pattern that may take for ever', () => {
  it.each(patterns)('is answered within a second: %s', async (pattern, text) => {
    const sandbox = new Sandbox({
      's.json': JSON.stringify({ properties: { a: { pattern } } }),
      'a.json': JSON.stringify({ a: text }),
    })
    const [{ code, stdout, stderr }, took] = await timed(() => sandbox.call('validate a.json --schema s.json --json'))
    expect(took).toBeLessThan(1000)
    expect([0, 1, 3]).toContain(code)
    if (code > 0) expect(stdout + stderr).toMatch(/VALUE_PATTERN|SCHEMA_INVALID/)
  })

  it.each(patterns)('is no faster way to hang as the name of keys: %s', async (pattern, text) => {
    const sandbox = new Sandbox({
      's.json': JSON.stringify({ patternProperties: { [pattern]: false }, propertyNames: { pattern } }),
      'a.json': JSON.stringify({ [text]: 1 }),
    })
    const [{ code }, took] = await timed(() => sandbox.call('validate a.json --schema s.json --json'))
    expect(took).toBeLessThan(1000)
    expect([0, 1, 3]).toContain(code)
  })

  it('that only backtracking can answer is refused, with its place', async () => {
    const sandbox = new Sandbox({
      's.json': '{\n  "properties": {\n    "a": { "pattern": "^(?=(a+)+$)(\\\\w+)+\\\\1$" }\n  }\n}',
      'a.json': '{}',
    })
    const { code, stderr } = await sandbox.call('validate a.json --schema s.json')
    expect(code).toBe(3)
    expect(stderr).toContain('error SCHEMA_INVALID')
    expect(stderr).toContain('s.json:3:')
  })
})

describe('a schema that never ends', () => {
  const deep = (levels: number): string => `${'{"properties":{"a":'.repeat(levels)}{}${'}}'.repeat(levels)}`
  const chain = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`d${at}`, { $ref: `#/$defs/d${at + 1}` }]))

  it.each<[string, string, number]>([
    ['refers to itself', '{ "$ref": "#" }', 3],
    [
      'refers to itself in a circle',
      '{ "$ref": "#/$defs/a", "$defs": { "a": { "$ref": "#/$defs/b" }, "b": { "$ref": "#/$defs/a" } } }',
      3,
    ],
    ['refers to itself by its branches', '{ "anyOf": [{ "$ref": "#" }, { "allOf": [{ "$ref": "#" }] }] }', 3],
    ['refers to itself dynamically', '{ "$dynamicAnchor": "x", "allOf": [{ "$dynamicRef": "#x" }] }', 3],
    ['is 100,000 levels deep', deep(50_000), 3],
    ['is a list in a list, 100,000 times', '['.repeat(100_000), 3],
    ['has a chain of 10,000 references', JSON.stringify({ $ref: '#/$defs/d0', $defs: { ...chain, d10000: {} } }), 3],
  ])('is refused when it %s', async (_, text, expected) => {
    const sandbox = new Sandbox({ 's.json': text, 'a.json': '{ "a": 1 }' })
    const [{ code, stdout, stderr }, took] = await timed(() => sandbox.call('validate a.json --schema s.json'))
    expect({ code, internal: /INTERNAL|RangeError/.test(stdout + stderr) }).toEqual({ code: expected, internal: false })
    expect(took).toBeLessThan(2000)
  })

  it('is no trouble when each round looks deeper into the value', async () => {
    const tree = '{ "type": "object", "additionalProperties": { "$ref": "#" } }'
    const sandbox = new Sandbox({ 's.json': tree, 'a.json': '{ "a": { "b": { "c": 1 } } }' })
    expect(await sandbox.call('validate a.json --schema s.json --format concise')).toMatchObject({
      code: 1,
      stdout: expect.stringMatching(/^a\.json:1:22: error "a\.b\.c" must be a map/),
    })
  })
})

describe('a schema that is very large', () => {
  it.each([
    ['choices', { enum: Array.from({ length: 100_000 }, (_, at) => `choice-${at}`) }],
    ['forms', { anyOf: Array.from({ length: 5_000 }, (_, at) => ({ const: `choice-${at}` })) }],
    ['names', { type: 'object', properties: Object.fromEntries(Array.from({ length: 30_000 }, (_, at) => [`n${at}`, {}])) }],
    ['numbers that grow', { multipleOf: 1e-300, maximum: 1e308, minLength: 1e300, maxItems: 9e15 }],
  ])('is answered in time, and shortly: %s', async (_, part) => {
    const sandbox = new Sandbox({ 's.json': JSON.stringify({ properties: { a: part } }), 'a.json': '{ "a": "chioce-77" }' })
    const [{ code, stdout }, took] = await timed(() => sandbox.call('validate a.json --schema s.json'))
    expect(took).toBeLessThan(2000)
    expect([0, 1]).toContain(code)
    expect(stdout.length).toBeLessThan(3000)
  })

  it('finds thousands of faults, and shows those that one can read', async () => {
    const sandbox = new Sandbox({
      's.json': '{ "items": { "type": "integer" } }',
      'a.json': JSON.stringify(Array.from({ length: 20_000 }, () => 'x')),
    })
    const [{ code, stdout }, took] = await timed(() => sandbox.call('validate a.json --schema s.json'))
    expect(code).toBe(1)
    expect(took).toBeLessThan(5000)
    expect(stdout.length).toBeLessThan(300_000)
  })
})

describe('a reference of a schema', () => {
  it.each([
    '/etc/passwd',
    'file:///etc/passwd',
    '../outside.json',
    '../../../../../../etc/passwd',
    'sub/../../outside.json',
    '%2e%2e/outside.json',
  ])('opens nothing outside of the folder: %s', async (reference) => {
    const outer = new Sandbox({
      'outside.json': '{ "const": "what nobody may learn" }',
      'project/s.json': JSON.stringify({ $ref: reference }),
      'project/a.json': '{}',
      'project/.git/HEAD': '',
    })
    const { code, stdout, stderr } = await outer.call('validate project/a.json --schema project/s.json -C project')
    const inside = await outer.call(['-C', 'project', 'validate', 'a.json', '--schema', 's.json'])
    expect(inside.code).toBe(3)
    expect(inside.stderr).toContain('error SCHEMA_INVALID')
    expect(inside.stdout + inside.stderr + stdout + stderr).not.toMatch(/nobody may learn|root:/)
    expect(code).not.toBe(0)
  })

  it('asks no server', async () => {
    let asked = 0
    const server = createServer((_, response) => {
      asked++
      response.end('{}')
    }).listen(0, '127.0.0.1')
    await new Promise((ready) => server.once('listening', ready))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/schema.json`
    const sandbox = new Sandbox({ 's.json': JSON.stringify({ $ref: url }), 'a.json': JSON.stringify({ $schema: url }) })
    const { code, stderr } = await sandbox.call('validate a.json --schema s.json')
    expect({ code, refused: stderr.includes('SCHEMA_INVALID') }).toEqual({ code: 3, refused: true })
    expect(await sandbox.call('validate a.json')).toMatchObject({ code: 0 })
    server.close()
    expect(asked).toBe(0)
  })

  it('cannot reach a prototype', async () => {
    const schema =
      '{ "$ref": "#/$defs/__proto__/constructor", "$defs": {}, "properties": { "constructor": false, "toString": false } }'
    const sandbox = new Sandbox({ 's.json': schema, 'a.json': '{}' })
    expect(await sandbox.call('validate a.json --schema s.json')).toMatchObject({ code: 3 })
    expect(({} as Record<string, unknown>)['const']).toBeUndefined()
  })
})
