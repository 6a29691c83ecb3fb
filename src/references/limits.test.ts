import { describe, expect, it } from 'vitest'
import type { Value } from '../values/value.ts'
import { plainOptions, wide } from './resolve.fixture.ts'
import { resolveReferences } from './resolve.ts'

const limits = { maxExpansion: 1_048_576, maxNodes: 1_000_000 }
const text = 'x'.repeat(100_000)

/** A map `m0` so deep, with a value at the bottom. */
function nested(depth: number, bottom: Value): Value {
  let value = bottom
  for (let level = 0; level < depth; level++) value = { n: value }
  return value
}

function levels(count: number, bottom: Value, above: (below: string) => Value): Value {
  return Object.fromEntries(
    Array.from({ length: count }, (_, level) => [`l${level}`, level === 0 ? bottom : above(`\${l${level - 1}}`)]),
  )
}

describe('what would grow without end', () => {
  it.each<[string, Value]>([
    ['texts that double', levels(60, 'x', (below) => below + below)],
    [
      'texts that double, the last one first',
      Object.fromEntries(Object.entries(levels(60, 'x', (below) => below + below) as object).reverse()),
    ],
    ['lists that multiply', levels(60, ['x'], (below) => Array.from({ length: 10 }, () => below))],
    ['maps that multiply', levels(60, { k: 1 }, (below) => wide(10, () => below))],
    ['maps that hold each other twice', levels(60, { k: 1 }, (below) => ({ left: below, right: { deep: below } }))],
    ['one long text in many places', { text, list: Array.from({ length: 100 }, () => '${text}') }],
    ['one long text in many maps', { base: { text }, list: Array.from({ length: 100 }, () => '${base}') }],
    [
      'a wide list in many places',
      { base: Array.from({ length: 200_000 }, () => 1), list: Array.from({ length: 100 }, () => '${base}') },
    ],
    ['a wide map in many places', { base: wide(200_000, () => 1), list: Array.from({ length: 100 }, () => '${base}') }],
    ['texts that double in defaults', levels(60, 'x', (below) => `\${nothing:-${below}${below}}`)],
    ['defaults in defaults that double', levels(60, 'x', (below) => `\${n:-\${n:-\${n:-${below}}${below}}${below}}`)],
    ['a long chain', wide(100_000, (index) => `\${k${index + 1}:-end}`)],
    ['a long chain, its end first', wide(100_000, (index) => (index === 0 ? 'end' : `\${k${index - 1}}`))],
    ['a long chain through texts', wide(100_000, (index) => `-\${k${index + 1}:-end}`)],
    ['a long chain through maps', wide(100_000, (index) => ({ v: `\${k${index + 1}:-end}` }))],
    ['a long chain through paths', { start: '${k0.v}', ...wide(100_000, (index) => `\${k${index + 1}:-end}`) }],
    ['a long chain through deep maps', wide(600, (index) => nested(450, `\${k${index + 1}:-end}`))],
    ['a long chain inside defaults', wide(600, (index) => `${'${n:-'.repeat(40)}\${k${index + 1}}${'}'.repeat(40)}`)],
    ['a long ring', wide(100_000, (index) => `\${k${(index + 1) % 100_000}}`)],
    ['many long answers', { list: Array.from({ length: 1000 }, (_, index) => `\${long:${index}}`) }],
  ])('is stopped with one typed error: %s', (_, tree) => {
    const startedAt = performance.now()
    const options = { ...plainOptions, ...limits, resolvers: { long: () => text } }
    expect(resolveReferences(tree, options).issues.map(({ code }) => code)).toEqual(['REFERENCE_LIMIT'])
    expect(performance.now() - startedAt).toBeLessThan(5_000)
  })

  it('is stopped by maps with more keys than a call has arguments', () => {
    const tree = { base: wide(150_000, () => 1), copy: '${base}' }
    expect(resolveReferences(tree, { ...plainOptions, ...limits }).issues).toEqual([])
    expect(resolveReferences(tree, { ...plainOptions, ...limits, maxNodes: 100_000 }).issues).toMatchObject([
      { code: 'REFERENCE_LIMIT', path: ['copy'], hint: 'shorten the chain of references, or raise maxExpansion or maxNodes' },
    ])
  })

  it('is stopped the same when most of it is taken over from the run before', () => {
    const tree = (extra: Value) => ({ text, list: Array.from({ length: 9 }, () => '${text}'), extra })
    const options = { ...plainOptions, ...limits }
    const before = resolveReferences(tree(1), options).evaluated
    expect(resolveReferences(tree(2), options, before).issues).toEqual([])
    expect(resolveReferences(tree(['${text}', '${text}']), options, before).issues).toMatchObject([{ code: 'REFERENCE_LIMIT' }])
  })
})

describe('what is long but ends', () => {
  it.each<[string, Value, (value: never) => unknown, unknown]>([
    ['a chain of 499', wide(499, (index) => `\${k${index + 1}:-end}`), (value: { k0: unknown }) => value.k0, 'end'],
    [
      'a path through a chain of 400',
      { start: '${k0.v}', ...wide(400, (index) => `\${k${index + 1}}`), k400: { v: 1 } },
      (value: { start: unknown }) => value.start,
      1,
    ],
    ['10,000 uses of one value', { v: 1, ...wide(10_000, () => '${v}') }, (value: { k9999: unknown }) => value.k9999, 1],
    [
      '10,000 references in one text',
      { v: 1, text: '${v}'.repeat(10_000) },
      (value: { text: string }) => value.text.length,
      10_000,
    ],
  ])('is computed: %s', (_, tree, read, expected) => {
    const { value, issues } = resolveReferences(tree, { ...plainOptions, ...limits })
    expect(issues).toEqual([])
    expect(read(value as never)).toBe(expected)
  })
})

describe('suggestions', () => {
  it('are looked for a few times only', () => {
    let asked = 0
    const suggest = () => `did you mean ${asked++}?`
    const { issues } = resolveReferences(
      wide(1000, () => '${nothing}'),
      { ...plainOptions, suggest },
    )
    expect([issues.length, asked]).toEqual([1000, 20])
  })
})
