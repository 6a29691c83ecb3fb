import { describe, expect, it } from 'vitest'
import type { Value } from '../values/value.ts'
import { replayPath } from './replay.ts'
import { strategyTable } from './strategy-table.ts'

const layersOf = (...values: readonly Value[]) => values.map((value) => ({ value }))

describe('replayPath', () => {
  it('names the winner and everything it hides, highest first', () => {
    expect(replayPath(layersOf({ a: { b: 1 } }, { a: { b: 2 } }, { c: 1 }, { a: { b: 3 } }), ['a', 'b'])).toEqual({
      winner: { layer: 3, path: ['a', 'b'], value: 3, effect: 'sets' },
      shadowed: [
        { layer: 1, path: ['a', 'b'], value: 2, effect: 'hidden' },
        { layer: 0, path: ['a', 'b'], value: 1, effect: 'hidden' },
      ],
    })
  })

  it('names all layers that give parts of a map', () => {
    const replay = replayPath(layersOf({ a: 'text' }, { a: { x: 1 } }, { a: { y: 1 } }), ['a'])
    expect(replay.winner).toMatchObject({ layer: 2, effect: 'sets' })
    expect(replay.shadowed).toMatchObject([
      { layer: 1, effect: 'sets' },
      { layer: 0, effect: 'hidden' },
    ])
  })

  it('shows what a value of another kind hides', () => {
    expect(replayPath(layersOf({ a: { b: 1 } }, { a: null }), ['a', 'b'])).toMatchObject({
      winner: undefined,
      shadowed: [{ layer: 0, value: 1, effect: 'hidden' }],
    })
  })

  it('shows who unset a key', () => {
    expect(replayPath(layersOf({ a: 1 }, { a: '!unset' }), ['a'])).toMatchObject({
      winner: undefined,
      shadowed: [
        { layer: 1, effect: 'unsets' },
        { layer: 0, value: 1, effect: 'hidden' },
      ],
    })
  })

  it('finds an element of an appended list in its own layer', () => {
    const strategies = strategyTable([['l', 'append']])
    const replay = replayPath(layersOf({ l: ['a', 'b'] }, { l: ['c'] }), ['l', 2], { strategies })
    expect(replay).toEqual({ winner: { layer: 1, path: ['l', 0], value: 'c', effect: 'sets' }, shadowed: [] })
  })

  it('finds all layers of an element put together by key', () => {
    const layers = layersOf({ l: [{ n: 'x' }, { n: 'a', port: 1 }] }, { l: [{ n: 'a', port: 2 }], $merge: { l: 'by-key:n' } })
    expect(replayPath(layers, ['l', 1, 'port'])).toMatchObject({
      winner: { layer: 1, path: ['l', 0, 'port'], value: 2 },
      shadowed: [{ layer: 0, path: ['l', 1, 'port'], value: 1, effect: 'hidden' }],
    })
  })

  it('shows a removal', () => {
    const layers = layersOf({ m: { a: 1, b: 2 } }, { m: ['a'], $merge: { m: 'remove' } })
    expect(replayPath(layers, ['m', 'a'])).toMatchObject({
      winner: undefined,
      shadowed: [{ layer: 1, effect: 'removes' }, { layer: 0 }],
    })
    expect(replayPath(layers, ['m', 'b'])).toMatchObject({ winner: { layer: 0, value: 2 } })
  })

  it('reads digits in a path as an index', () => {
    expect(replayPath(layersOf({ l: [1, 2] }), ['l', '1']).winner).toMatchObject({ value: 2 })
  })
})
