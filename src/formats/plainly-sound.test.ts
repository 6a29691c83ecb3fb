import { describe, expect, it } from 'vitest'
import type { Value } from '../values/value.ts'
import { checkTree } from './check-tree.ts'
import { defaultLimits, type Limits } from './format.ts'
import { isPlainlySound } from './plainly-sound.ts'

const nested = (levels: number): Value => JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as Value

/** With a trusted tree, `checkTree` goes its own way. */
function isSoundForCheckTree(value: Value, limits: Limits): boolean {
  try {
    checkTree(value, limits, () => undefined, [])
    return true
  } catch {
    return false
  }
}

describe('isPlainlySound', () => {
  it.each<readonly [string, Value, Partial<Limits>]>([
    ['a scalar', 'x', {}],
    ['null', null, {}],
    ['maps and lists', { a: [1, { b: null }], c: {} }, {}],
    ['as many values as allowed', { a: 1, b: [2] }, { maxNodes: 4 }],
    ['one value too many', { a: 1, b: [2] }, { maxNodes: 3 }],
    ['one element too many', [1, 2, 3], { maxNodes: 3 }],
    ['the deepest that is allowed', nested(500), {}],
    ['one level too many', nested(501), {}],
    ['one level too many of few', nested(3), { maxDepth: 2 }],
    ['a key that reaches a prototype', JSON.parse('{"a":[{"__proto__":{}}]}') as Value, {}],
    ['a pair of keys that reaches a prototype', { constructor: { prototype: 1 } } as unknown as Value, {}],
  ])('says of %s what checkTree says', (_, value, changed) => {
    const limits = { ...defaultLimits, ...changed }
    expect(isPlainlySound(value, limits)).toBe(isSoundForCheckTree(value, limits))
  })

  it('leaves to checkTree what it does not go down to', () => {
    expect(isPlainlySound(nested(10_000), { ...defaultLimits, maxDepth: 20_000 })).toBe(false)
    expect(() => checkTree(nested(10_000), { ...defaultLimits, maxDepth: 20_000 }, () => undefined)).not.toThrow()
  })

  it('comes to an end on a tree that contains itself', () => {
    const loop: Value[] = []
    loop.push(loop, loop)
    expect(isPlainlySound(loop, defaultLimits)).toBe(false)
  })
})
