import { describe, expect, it } from 'vitest'
import { defaultLimits } from '../formats/format.ts'
import { changedPart } from '../formats/json/changed-part.ts'
import { reconcile } from '../merge/reconcile.ts'
import type { Value } from '../values/value.ts'
import { rereadJson } from './reread-json.ts'

const read = (text: string) => ({ json: text, value: JSON.parse(text) as Value })
const reread = (before: { readonly json: string; readonly value: Value }, text: string) =>
  rereadJson(before, text, 'a.json', defaultLimits)?.value
const partOf = (before: string, after: string) => {
  const part = changedPart(before, after)
  return part && { path: part.path, text: after.slice(part.start, part.end) }
}

describe('changedPart', () => {
  it.each<[string, string, readonly (string | number)[], string]>([
    ['{"a": {"b": [1, {"c": 1}]}}', '{"a": {"b": [1, {"c": 12}]}}', ['a', 'b', 1, 'c'], '12'],
    ['{"a": 1, "b": "x y"}', '{"a": 1, "b": "x z"}', ['b'], '"x z"'],
    ['{"a": 1, "b": "x"}', '{"a": 1, "b": "x\\""}', ['b'], '"x\\""'],
    ['{"a": true }', '{"a": false }', ['a'], 'false'],
    ['[1, -2.5e+3]', '[1, -2.5e+4]', [1], '-2.5e+4'],
    ['{"a": [1, {"b": "x"}, "y"]}', '{"a": [1, {"b": "x"}, "z"]}', ['a', 2], '"z"'],
    ['{"a": {"x": 1}}', '{"a": {"x": "1"}}', ['a', 'x'], '"1"'],
    ['{"a": {"x": 1}}', '{"a": {"xy": 1}}', ['a'], '{"xy": 1}'],
    ['{"a": {"b": [1, 2, 3]}}', '{"a": {"b": [1, 3]}}', ['a', 'b'], '[1, 3]'],
    ['{"a": {"x": 1}, "b": {"x": 1}}', '{"a": {"x": 1}, "b": {"x": 1, "y": 2}}', ['b'], '{"x": 1, "y": 2}'],
    ['{"a": {"x": "}]\\"{"}, "b": 1}', '{"a": {"x": "}]\\"["}, "b": 1}', ['a', 'x'], '"}]\\"["'],
    ['{"\\u0061\\"": {"x": 1}}', '{"\\u0061\\"": {"x": 2}}', ['a"', 'x'], '2'],
    ['[[[1], [2]]]', '[[[1], [3]]]', [0, 1, 0], '3'],
    ['{"a": {"x": 1}}', '{"a": {"y": 1}, "b": {"x": 1}}', ['a'], '{"y": 1}, "b": {"x": 1}'],
  ])('finds where %s became %s', (before, after, path, text) => {
    expect(partOf(before, after)).toEqual({ path, text })
  })

  it.each([
    ['another member at the top', '{"a": {"x": 1}}', '{"a": {"x": 1}, "b": 2}'],
    ['two places far apart', '{"a": {"x": 1}, "b": {"x": 1}}', '{"a": {"x": 2}, "b": {"x": 2}}'],
    ['two members that became one map', '{"a": {"y": 1}, "b": {"x": 1}}', '{"a": {"x": 1}}'],
    ['a map in place of a scalar', '{"a": 1}', '{"a": {"x": 1}}'],
    ['no map at all', '1', '2'],
    ['another key at the top', '{"a": 1}', '{"b": 1}'],
    ['a member in a text', '{"a": "x"}', '{"a": "x", "y": "x"}'],
    ['the same text', '{"a": {}}', '{"a": {}}'],
    ['spaces behind the end', '{"a": {}}', '{"a": {}} '],
  ])('is the whole text for %s', (_, before, after) => {
    expect(changedPart(before, after)).toBeUndefined()
  })

  it('reads a text of 100,000 levels', () => {
    const deep = (leaf: string) => `${'['.repeat(100_000)}${leaf}${']'.repeat(100_000)}`
    expect(partOf(deep('1'), deep('2'))).toMatchObject({ path: { length: 100_000 }, text: '2' })
  })
})

describe('rereadJson', () => {
  it('keeps what did not change, and the whole when only spaces changed', () => {
    const before = read('{"a": {"x": 1}, "b": {"c": {"x": 1}, "d": {"y": [1]}}}')
    const after = reread(before, '{"a": {"x": 1}, "b": {"c": {"x": 2}, "d": {"y": [1]}}}') as typeof before.value & {
      [key: string]: { [key: string]: Value }
    }
    const old = before.value as typeof after
    expect(after).toEqual({ a: { x: 1 }, b: { c: { x: 2 }, d: { y: [1] } } })
    expect([after['a'] === old['a'], after['b']?.['d'] === old['b']?.['d']]).toEqual([true, true])
    expect(reread(before, before.json.replace('[1]', '[ 1 ]'))).toBe(before.value)
    expect(reread(before, before.json)).toBe(before.value)
  })

  it('says where values stand in the whole text, and what is repeated in it', () => {
    const before = read('{\n"a": {"x": 1},\n"b": 2}')
    const document = rereadJson(before, '{\n"a": {"y":\n1},\n"b": 2}', 'a.json', defaultLimits)
    expect(document?.locate(['b'])?.start).toMatchObject({ line: 4, column: 6 })
    expect(document?.locate(['a', 'y'])?.start).toMatchObject({ line: 3, column: 1 })
    expect(document?.warnings).toEqual([])
  })

  it('parses the whole of a text that repeats a key, or did before', () => {
    const before = read('{"a": {"b": {"x": 1}}, "a": {"b": {"x": 5}}}')
    expect(reread(before, before.json.replace('1', '2'))).toBeUndefined()
    expect(reread(before, before.json.replace('5', '6'))).toBeUndefined()
    const once = read('{"a": {"b": {"x": 1}}}')
    expect(reread(once, '{"a": {"b": {"x": 1, "x": 2}}}')).toBeUndefined()
    expect(reread(once, '{"a": {"b": {"x": 1, "y": 2}}}')).toEqual({ a: { b: { x: 1, y: 2 } } })
  })

  it('keeps apart texts of the same value of which only one repeats a key', () => {
    const once = read('{"a": {"x": 1}, "b": {"x": 1}}')
    const value = reread(once, '{"a": {"x": 1 }, "b": {"x": 1}}')
    expect(value).toBe(once.value)
    const twice = { value: once.value, json: '{"a": {"x": 2}, "a": {"x": 1}, "b": {"x": 1}}' }
    expect(reread(twice, twice.json.replace('2', '3'))).toBeUndefined()
  })

  it.each([
    ['no JSON any more', '{"a": {"b": {"x": }}}'],
    ['two members in the place of one', '{"a": {"b": {"x": 1}, "c": {"x": 1}}}, "d": {"e": {}}}'],
    ['too many levels', `{"a": {"b": {"x": ${'['.repeat(498)}${']'.repeat(498)}}}}`],
    ['a key that reaches a prototype', '{"a": {"b": {"__proto__": 1}}}'],
    ['a number beyond the range', '{"a": {"b": {"x": 1e999}}}'],
  ])('parses the whole of a text that holds %s', (_, text) => {
    expect(reread(read('{"a": {"b": {"x": 1}}}'), text)).toBeUndefined()
  })

  it('checks as deep as the whole, and no deeper', () => {
    const lists = (levels: number) => `{"a": {"x": ${'['.repeat(levels)}${']'.repeat(levels)}}}`
    expect(reread(read('{"a": {"x": 1}}'), lists(498))).toEqual(JSON.parse(lists(498)))
    expect(reread(read('{"a": {"x": 1}}'), lists(499))).toBeUndefined()
  })

  it('leaves pairs of keys that reach a prototype to the check of the whole', () => {
    const before = read('{"a": {"constructor": {"x": 1}}}')
    expect(reread(before, '{"a": {"constructor": {"prototype": 1}}}')).toBeUndefined()
  })

  it('parses the whole of a text when the one before was not in strict JSON', () => {
    const { value } = read('{"a": {"x": 1}}')
    expect(rereadJson({ value }, '{"a": {"x": 2}}', 'a.json', defaultLimits)).toBeUndefined()
  })

  it('does not round long numbers', () => {
    const after = reread(read('{"a": {"x": 1}}'), '{"a": {"x": 12345678901234567890}}')
    expect(after).toEqual({ a: { x: 12345678901234567890n } })
  })

  it('gives what parsing and comparing the values gives, for any edit of any text', () => {
    const next = random(1)
    let inner = 0
    for (let round = 0; round < 60_000; round++) {
      const before = textOf(next, 4)
      const old = read(before)
      let json = before
      // Several edits in turn, each of them from what the one before gave.
      for (let value: Value | undefined = old.value; value !== undefined; ) {
        const after = edited(json, next)
        const fresh = valid(after)
        const result = reread({ value, json }, after)
        if (result === undefined) break
        if (after !== json) inner++
        expect(JSON.stringify(result), `${json} -> ${after}`).toBe(JSON.stringify(fresh))
        expect(result === value, `${json} -> ${after}`).toBe(reconcile(value, fresh as Value) === value)
        json = after
        value = result
      }
    }
    expect(inner).toBeGreaterThan(1_000)
  })
})

function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0
    return ((state >>> 8) ^ (state >>> 20)) % below
  }
}

type Next = ReturnType<typeof random>

const scalars = ['1', '2', '12', 'true', 'null', '""', '"}"', '"\\""', '"a,b"', '"[:{"', '"\\\\"']
const keys = ['"a"', '"b"', '"c"', '"\\u0061"', '"{"', '"]\\""']

function textOf(next: Next, depth: number): string {
  const kind = depth === 0 ? 0 : next(4)
  const space = [' ', '', '\n  '][next(3)] as string
  if (kind === 0 && depth < 4) return scalars[next(scalars.length)] as string
  const parts = Array.from({ length: next(4) }, () => textOf(next, depth - 1))
  if (kind === 1) return `[${space}${parts.join(`,${space}`)}]`
  return `{${space}${parts.map((part) => `${keys[next(keys.length)]}:${space}${part}`).join(`,${space}`)}}`
}

/** The text with a stretch of it replaced by a stretch of it, or by another value. */
function edited(text: string, next: Next): string {
  const from = next(text.length)
  const to = from + next(Math.min(4, text.length - from) + 1)
  const source = next(text.length)
  const inserted = [textOf(next, 1), `,${textOf(next, 1)}`, text.slice(source, source + next(12)), '', '1', '1'][
    next(6)
  ] as string
  return text.slice(0, from) + inserted + text.slice(to)
}

function valid(text: string): Value | undefined {
  try {
    return JSON.parse(text) as Value
  } catch {
    return undefined
  }
}
