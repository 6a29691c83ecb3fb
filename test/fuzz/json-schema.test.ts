import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/errors/config-error.ts'
import { issueOfFinding } from '../../src/schema/json-schema/issue-of-finding.ts'
import { compileJsonSchema } from '../../src/schema/json-schema/validator.ts'
import { loadSuite } from '../conformance/suites.ts'
import { cpuMs } from '../cpu-time.ts'
import { Random, seedOf } from './random.ts'

interface SchemaCase {
  readonly schema: unknown
  readonly tests: readonly (readonly [name: string, data: unknown, isValid: boolean])[]
}

const runs = Number(process.env['FUZZ_RUNS'] ?? 20_000)

const deep = JSON.parse('['.repeat(3000) + ']'.repeat(3000)) as unknown
const recursive = { allOf: [{ $ref: '#' }] }

/** What nobody expects to find in a schema, or in a value. */
const junk: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    0.5,
    1e308,
    Number.NaN,
    10n ** 40n,
    '',
    '#',
    '#/%',
    '//',
    'a:b',
    '#/$defs',
    '(a+)+$',
    '(',
    '\\1',
    '__proto__',
  ],
  ...[
    [],
    {},
    [[]],
    [{}],
    { $ref: '#' },
    recursive,
    { $dynamicRef: '#x' },
    { not: {} },
    { type: 'x' },
    { $id: '::' },
    { $anchor: 'x' },
    deep,
  ],
  ...[JSON.parse('{"__proto__": {"type": 1}, "constructor": 1}'), undefined, new Date(Number.NaN), () => 1, Symbol('x')],
]

const words = [
  '$ref',
  '$id',
  '$anchor',
  '$dynamicRef',
  '$dynamicAnchor',
  '$schema',
  'type',
  'enum',
  'items',
  'properties',
  'allOf',
  'anyOf',
  'if',
]

/** A copy with one part exchanged or one keyword put in. */
function mutated(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.below(6) === 0) return random.pick(junk)
  if (Array.isArray(value))
    return value.length === 0 ? [random.pick(junk)] : value.with(random.below(value.length), mutated(random.pick(value), random))
  const keys = Object.keys(value)
  const key = keys.length === 0 || random.below(4) === 0 ? random.pick(words) : random.pick(keys)
  return { ...value, [key]: mutated((value as Record<string, unknown>)[key], random) }
}

/** All that can be asked of a schema; what is thrown is returned. */
function useAll(schema: unknown, value: unknown): unknown {
  try {
    const validator = compileJsonSchema(schema, { dialect: 'draft-07', maxFindings: 20 })
    validator.problems()
    validator.isValid(value)
    for (const finding of validator.check(value)) issueOfFinding(finding, { secret: () => false })
  } catch (error) {
    return error
  }
  return undefined
}

describe('broken schemas', () => {
  const suites = ['json-schema-draft2020-12', 'json-schema-draft7'].map((name) => loadSuite<SchemaCase>(name))
  const missing = suites.find((suite) => suite.missing !== undefined)?.missing
  if (missing !== undefined) it.skip(missing, () => {})
  else {
    it('throw nothing but a ConfigError, and never take long', () => {
      const cases = suites.flatMap((suite) => suite.cases)
      const random = new Random(seedOf(31))
      for (let run = 0; run < runs; run++) {
        const { schema, tests } = random.pick(cases)
        const [, data] = random.pick(tests)
        let broken = schema
        for (let times = random.below(3); times >= 0; times--) broken = mutated(broken, random)
        const value = random.below(3) === 0 ? mutated(data, random) : data
        const started = cpuMs()
        const thrown = useAll(broken, value)
        if (thrown !== undefined && !ConfigError.is(thrown)) throw thrown
        expect(cpuMs() - started).toBeLessThan(1000)
      }
      expect(Object.keys(Object.prototype)).toEqual([])
    })
  }
})
