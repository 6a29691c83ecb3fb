import { describe, expect, it } from 'vitest'
import type { Value } from './value.ts'
import { keysOf, valuesOf, withEntries } from './wide-maps.ts'

function mapOf(count: number): { [key: string]: Value } {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`key${index}`, index]))
}

describe.each([3, 100, 999, 1_000, 20_000])('a map of %i keys', (count) => {
  const map = mapOf(count)

  it('lists keys, and values in their order', () => {
    expect(keysOf(map)).toEqual(Object.keys(map))
    expect(valuesOf(map, keysOf(map))).toEqual(Object.values(map))
  })

  it('is copied with another value, again and again, and stays as it was', () => {
    const first = withEntries(map, [['key1', 'one']])
    const second = withEntries(first, [['key2', 'two']])
    expect(second).toEqual({ ...map, key1: 'one', key2: 'two' })
    expect(keysOf(second)).toEqual(Object.keys(map))
    expect(map).toEqual(mapOf(count))
  })

  it('is copied with keys that are new, which come last', () => {
    const more = withEntries(withEntries(map, [['key1', 'one']]), [['new', true]])
    expect(keysOf(more)).toEqual([...Object.keys(map), 'new'])
    expect(keysOf(withEntries(more, [['new', false]]))).toEqual([...Object.keys(map), 'new'])
  })

  it('keeps a key by the name of the prototype as its own', () => {
    const own: { readonly [key: string]: Value } = JSON.parse('{"__proto__": 1}')
    const copy = withEntries(withEntries({ ...map, ...own }, [['__proto__', 2]]), [['__proto__', 3]])
    expect(Object.getPrototypeOf(copy)).toBe(Object.prototype)
    expect(Object.getOwnPropertyDescriptor(copy, '__proto__')?.value).toBe(3)
  })

  it('is seen as it is after somebody else wrote to it', () => {
    const theirs = mapOf(count)
    keysOf(theirs)
    withEntries(theirs, [['key1', 'one']])
    theirs.late = 1
    expect(keysOf(theirs)).toContain('late')
  })
})
