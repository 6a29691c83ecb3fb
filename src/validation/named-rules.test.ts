import { describe, expect, it, vi } from 'vitest'
import { rootField } from '../schema/fields/field-space.ts'
import type { Value } from '../values/value.ts'
import { runNamedRules, unknownRules } from './named-rules.ts'

const root = rootField(
  {
    properties: {
      a: { 'x-rules': { even: true } },
      list: { items: { 'x-rules': { even: true, below: 10 } } },
      map: { 'x-rules': { full: true }, additionalProperties: {} },
      secret: { 'x-secret': true, properties: { key: { 'x-rules': { tell: true } } } },
      plain: { items: {} },
    },
  },
  { name: 's.json' },
)

const even = (value: Value) => (Number(value) % 2 === 0 ? undefined : 'must be even')
const below = (value: Value, limit: unknown) =>
  Number(value) < Number(limit) ? undefined : { message: `must be below ${limit}`, path: 'x' }
const full = (value: Value) => (Object.keys(value as object).length > 0 ? undefined : 'must not be empty')
const tell = (value: Value) => `got ${value}`
const validators = { even, below, full, tell }

describe('runNamedRules', () => {
  it('calls what the schema names, with its argument', () => {
    expect(runNamedRules({ a: 1, list: [2, 11], map: {} }, root, validators)).toEqual([
      { code: 'VALUE_RULE', severity: 'error', message: 'must be even', path: ['a'], rule: 's.json#/properties/a/x-rules/even' },
      {
        code: 'VALUE_RULE',
        severity: 'error',
        message: 'must be even',
        path: ['list', 1],
        rule: 's.json#/properties/list/items/x-rules/even',
      },
      {
        code: 'VALUE_RULE',
        severity: 'error',
        message: 'must be below 10',
        path: ['list', 1],
        rule: 's.json#/properties/list/items/x-rules/below',
      },
      {
        code: 'VALUE_RULE',
        severity: 'error',
        message: 'must not be empty',
        path: ['map'],
        rule: 's.json#/properties/map/x-rules/full',
      },
    ])
  })

  it('keeps secrets out of what is said', () => {
    const issues = runNamedRules({ secret: { key: 'abcdefgh' } }, root, validators)
    expect(issues).toMatchObject([{ message: 'got [secret]', path: ['secret', 'key'] }])
  })

  it('does not check a subtree again that did not change', () => {
    const counting = { ...validators, even: vi.fn(even) }
    const list = [1, 2, 3]
    const first = runNamedRules({ a: 1, list }, root, counting)
    expect(counting.even).toHaveBeenCalledTimes(4)
    expect(runNamedRules({ a: 2, list }, root, counting)).toEqual(first.slice(1))
    expect(counting.even).toHaveBeenCalledTimes(5)
  })

  it('makes an issue of a check that fails', () => {
    const failing = {
      ...validators,
      even: () => {
        throw new Error('broken')
      },
    }
    expect(runNamedRules({ a: 1 }, root, failing)).toMatchObject([{ message: 'the rule failed: broken', path: ['a'] }])
  })

  it('leaves out rules that nobody has defined; unknownRules reports those', () => {
    expect(runNamedRules({ a: 1 }, root, {})).toEqual([])
    expect(unknownRules(root, { evn: even, below, full, tell })).toMatchObject([
      { code: 'SCHEMA_INVALID', path: ['a'], rule: 's.json#/properties/a/x-rules/even', hint: 'did you mean "evn"?' },
      { code: 'SCHEMA_INVALID', path: ['list', '*'] },
    ])
    expect(unknownRules(rootField({ 'x-rules': { zzz: 1 } }), {})).toMatchObject([
      { path: [], hint: 'define it beside the schema' },
    ])
    expect(unknownRules(rootField({ 'x-rules': { constructor: 1 } }), { abc: even })).toMatchObject([
      { hint: 'known rules: abc' },
    ])
    expect(unknownRules(root, validators)).toEqual([])
  })
})
