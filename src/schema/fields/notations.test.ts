import { describe, expect, it } from 'vitest'
import type { Value } from '../../values/value.ts'
import { rootField } from './field-space.ts'
import { convertNotations } from './notations.ts'

const duration = { type: ['integer', 'string'], 'x-type': 'duration' }
const root = rootField({
  properties: {
    timeout: duration,
    never: { anyOf: [{ const: '0s' }, duration] },
    size: { type: ['integer', 'string'], 'x-type': 'byte-size' },
    retries: { items: duration },
    limits: { additionalProperties: { properties: { age: duration } } },
    secret: { 'x-secret': true, properties: { age: duration } },
    name: { type: 'string' },
    odd: { 'x-type': 'constructor' },
  },
})
const convert = (tree: Value) => convertNotations(tree, root)

describe('convertNotations', () => {
  it('makes milliseconds and bytes of notations, wherever the schema says so', () => {
    const tree = { timeout: '1h30m', size: '10KiB', retries: ['1s', 250], limits: { a: { age: '7d' } }, name: '30s', odd: '30s' }
    const { value, converted } = convert(tree)
    expect(value).toEqual({
      timeout: 5_400_000,
      size: 10_240,
      retries: [1000, 250],
      limits: { a: { age: 604_800_000 } },
      name: '30s',
      odd: '30s',
    })
    expect(converted).toEqual([
      { path: ['timeout'], from: '1h30m', to: 5_400_000, domain: 'duration' },
      { path: ['size'], from: '10KiB', to: 10_240, domain: 'byte-size' },
      { path: ['retries', 0], from: '1s', to: 1000, domain: 'duration' },
      { path: ['limits', 'a', 'age'], from: '7d', to: 604_800_000, domain: 'duration' },
    ])
  })

  it('leaves what is no notation for validation to report', () => {
    const tree = { timeout: '30', size: '10 MB', never: '0s', retries: 'x', limits: null }
    expect(convert(tree).value).toBe(tree)
    expect(convert(tree).converted).toEqual([])
  })

  it('says nothing of what a secret holds', () => {
    const { value, converted } = convert({ secret: { age: '99s' } })
    expect(value).toEqual({ secret: { age: 99_000 } })
    expect(converted).toEqual([{ path: ['secret', 'age'], domain: 'duration' }])
  })

  it('shares what it did not touch, and gives an unchanged subtree the result it had', () => {
    const tree = { retries: ['1s'], limits: { a: { age: 5 } } }
    const first = convert(tree).value as typeof tree
    expect(first.limits).toBe(tree.limits)
    expect((convert({ ...tree, name: 'x' }).value as typeof tree).retries).toBe(first.retries)
  })
})
