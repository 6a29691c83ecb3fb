import { describe, expect, it } from 'vitest'
import { changedContainer } from '../formats/json/changed-container.ts'
import { reconcile } from '../merge/reconcile.ts'
import type { Value } from '../values/value.ts'
import { reconcileRead } from './reconcile-read.ts'

const read = (text: string) => ({ json: text, value: JSON.parse(text) as Value })

describe('changedContainer', () => {
  it.each<[string, string, readonly (string | number)[]]>([
    ['{"a": {"b": [1, {"c": 1}]}}', '{"a": {"b": [1, {"c": 12}]}}', ['a', 'b', 1]],
    ['{"a": {"b": [1, 2, 3]}}', '{"a": {"b": [1, 3]}}', ['a', 'b']],
    ['{"a": {"x": 1}, "b": {"x": 1}}', '{"a": {"x": 1}, "b": {"x": 1, "y": 2}}', ['b']],
    ['{"a": {"x": "}]\\"{"}, "b": 1}', '{"a": {"x": "}]\\"["}, "b": 1}', ['a']],
    ['{"\\u0061\\"": {"x": 1}}', '{"\\u0061\\"": {"x": 2}}', ['a"']],
    ['[[[1], [2]]]', '[[[1], [3]]]', [0, 1]],
  ])('finds where %s became %s', (before, after, path) => {
    expect(changedContainer(before, after)).toEqual(path)
  })

  it.each([
    ['another member at the top', '{"a": {"x": 1}}', '{"a": {"x": 1}, "b": 2}'],
    ['two places far apart', '{"a": {"x": 1}, "b": {"x": 1}}', '{"a": {"x": 2}, "b": {"x": 2}}'],
    ['one map that became two members', '{"a": {"x": 1}}', '{"a": {"y": 1}, "b": {"x": 1}}'],
    ['two members that became one map', '{"a": {"y": 1}, "b": {"x": 1}}', '{"a": {"x": 1}}'],
    ['a map in place of a scalar', '{"a": 1}', '{"a": {"x": 1}}'],
    ['no map at all', '1', '2'],
    ['the same text', '{"a": {}}', '{"a": {}}'],
    ['spaces behind the end', '{"a": {}}', '{"a": {}} '],
  ])('promises nothing of %s', (_, before, after) => {
    expect(changedContainer(before, after)).toEqual([])
  })

  it('reads a text of 100,000 levels', () => {
    const deep = (leaf: string) => `${'['.repeat(100_000)}${leaf}${']'.repeat(100_000)}`
    expect(changedContainer(deep('1'), deep('2'))).toHaveLength(99_999)
  })
})

describe('reconcileRead', () => {
  it('keeps what did not change, and the whole when only spaces changed', () => {
    const before = read('{"a": {"x": 1}, "b": {"c": {"x": 1}, "d": {"y": [1]}}}')
    const after = reconcileRead(before, read('{"a": {"x": 1}, "b": {"c": {"x": 2}, "d": {"y": [1]}}}')) as typeof before.value & {
      [key: string]: { [key: string]: Value }
    }
    const old = before.value as typeof after
    expect(after).toEqual({ a: { x: 1 }, b: { c: { x: 2 }, d: { y: [1] } } })
    expect([after['a'] === old['a'], after['b']?.['d'] === old['b']?.['d']]).toEqual([true, true])
    expect(reconcileRead(before, read(before.json.replace('[1]', '[ 1 ]')))).toBe(before.value)
    expect(reconcileRead(before, read(before.json))).toBe(before.value)
  })

  it('follows the last of repeated keys', () => {
    const before = read('{"a": {"b": {"x": 1}}, "a": {"b": {"x": 5}}}')
    expect(reconcileRead(before, read(before.json.replace('1', '2')))).toBe(before.value)
    expect(reconcileRead(before, read(before.json.replace('5', '6')))).toEqual({ a: { b: { x: 6 } } })
    const gone = read('{"a": {"b": {"x": 1}}, "a": {"c": {"x": 5}}}')
    expect(reconcileRead(gone, read(gone.json.replace('1', '2')))).toBe(gone.value)
  })

  it('gives what comparing the values gives, for any edit of any text', () => {
    const next = random(1)
    let inner = 0
    for (let round = 0; round < 40_000; round++) {
      const before = textOf(next, 4)
      const after = edited(before, next)
      const [old, fresh] = [read(before), valid(after)]
      if (fresh === undefined) continue
      if (changedContainer(before, after).length > 0) inner++
      const result = reconcileRead(old, { json: after, value: fresh })
      expect(result, `${before} -> ${after}`).toEqual(fresh)
      expect(result === old.value, `${before} -> ${after}`).toBe(reconcile(old.value, fresh) === old.value)
    }
    expect(inner).toBeGreaterThan(1_500)
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
