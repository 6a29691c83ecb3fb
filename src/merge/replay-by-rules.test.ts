import { describe, expect, it } from 'vitest'
import { DateTime } from '../values/date-time.ts'
import { getAt } from '../values/get.ts'
import { printPath } from '../values/path.ts'
import { Secret } from '../values/secret.ts'
import { isList, type Value } from '../values/value.ts'
import { mergeLayers } from './merge-layers.ts'
import { replayPath } from './replay.ts'
import type { Strategy } from './strategy.ts'
import { strategyTable } from './strategy-table.ts'

const layersOf = (...values: readonly Value[]) => values.map((value) => ({ value }))

/** Where each element of the merged list `l` comes from: `0:l[1]`. What the replay says must be what was merged. */
function origins(strategy: Strategy | undefined, ...values: readonly Value[]): readonly string[] {
  const layers = layersOf(...values)
  const strategies = strategy === undefined ? undefined : strategyTable([['l', strategy]])
  const merged = getAt(mergeLayers(layers, { strategies }), ['l'])
  if (!isList(merged as Value)) throw new Error('no list was merged')
  return (merged as readonly Value[]).map((element, index) => {
    const { winner } = replayPath(layers, ['l', index], { strategies })
    if (typeof element !== 'object') expect(winner?.value).toBe(element)
    return winner === undefined ? 'nowhere' : `${winner.layer}:${printPath(winner.path)}`
  })
}

describe('the element of a list', () => {
  it('that was put in front is in the layer above', () => {
    expect(origins('prepend', { l: ['a'] }, { l: ['b', 'c'] })).toEqual(['1:l[0]', '1:l[1]', '0:l[0]'])
  })

  it('that several layers have is where it was first, with "union"', () => {
    expect(origins('union', { l: ['a', 'a', 'b'] }, { l: ['b', 'c', 'c'] })).toEqual(['0:l[0]', '0:l[1]', '0:l[2]', '1:l[1]'])
  })

  it('is compared by what it means, of whatever kind', () => {
    const list = () => [1n, new DateTime('local-date', '2024-01-01'), new Secret('s') as Value, { x: 1, y: [2] }, null]
    expect(origins('union', { l: list() }, { l: [...list(), { y: [2], x: 1 }, { x: 1 }] })).toEqual([
      ...['0:l[0]', '0:l[1]', '0:l[2]', '0:l[3]', '0:l[4]'],
      '1:l[6]',
    ])
  })

  it('found by its key is changed by the layer above; one without a key is added', () => {
    const lower = { l: [{ n: 'x', p: 1 }, 'plain', { n: 'x', p: 2 }] }
    const upper = { l: [{ n: 'x', p: 9 }, 'other', { n: 'new' }, { n: 'new', q: 1 }] }
    expect(origins('by-key:n', lower, upper)).toEqual(['1:l[0]', '0:l[1]', '0:l[2]', '1:l[1]', '1:l[3]'])
  })

  it('stands behind one that was removed', () => {
    expect(origins(undefined, { l: ['a', { k: 1 }, 'b', 'c'] }, { l: ['a', { k: 1 }], $merge: { l: 'remove' } })).toEqual([
      '0:l[2]',
      '0:l[3]',
    ])
    expect(origins(undefined, { l: ['a', 'b'] }, { l: 'a', $merge: { l: 'remove' } })).toEqual(['0:l[1]'])
  })

  it('is of the layers above one that unset the list', () => {
    expect(origins('append', { l: ['a'] }, { l: '!unset' }, { l: ['b'] }, { l: ['c'] })).toEqual(['2:l[0]', '3:l[0]'])
  })

  it('hides the one in its place of a list that was replaced', () => {
    const layers = layersOf({ l: ['a'] }, { l: ['b'], $merge: { l: 'replace' } }, { l: ['c'], $merge: { l: 'append' } })
    expect(replayPath(layers, ['l', 0])).toMatchObject({
      winner: { layer: 1, value: 'b' },
      shadowed: [{ layer: 0, value: 'a', effect: 'hidden' }],
    })
    expect(replayPath(layers, ['l', 1]).winner).toMatchObject({ layer: 2, value: 'c' })
  })

  it('is not what a layer removes before there is a list', () => {
    const remove = (l: Value) => ({ l, $merge: { l: 'remove' } })
    expect(origins(undefined, remove(['x']), { l: ['a'] })).toEqual(['1:l[0]'])
    expect(origins('append', remove(['x']), { l: ['a'] }, { l: ['b'] })).toEqual(['1:l[0]', '2:l[0]'])
  })

  it('is of the layers above one that removed the list with the map around it', () => {
    const layers = layersOf({ m: { l: [1] } }, { m: ['l'], $merge: { m: 'remove' } }, { m: { l: [2] } })
    expect(replayPath(layers, ['m', 'l', 0])).toMatchObject({
      winner: { layer: 2, value: 2 },
      shadowed: [
        { layer: 1, effect: 'removes' },
        { layer: 0, value: 1, effect: 'hidden' },
      ],
    })
  })

  it('found by its key keeps what the layer above does not name, whatever is declared for elements', () => {
    const strategies = strategyTable([
      ['l', 'by-key:n'],
      ['l.*', 'replace'],
    ])
    const layers = layersOf({ l: [{ n: 'x', p: 1 }] }, { l: [{ n: 'x', q: 2 }] })
    expect(mergeLayers(layers, { strategies })).toEqual({ l: [{ n: 'x', p: 1, q: 2 }] })
    expect(replayPath(layers, ['l', 0, 'p'], { strategies }).winner).toMatchObject({ layer: 0, value: 1 })
    expect(replayPath(layers, ['l', 0, 'q'], { strategies }).winner).toMatchObject({ layer: 1, value: 2 })
  })

  it('is found by its key as it stands after directives and after the layers below', () => {
    const directive = { l: 'by-key:n' }
    const lower = { l: [{ n: 'x', $merge: { n: 'remove' } }, { n: { a: '!unset' } }] }
    expect(origins(undefined, lower, { l: [{ n: 'x' }, { n: {} }], $merge: directive })).toEqual(['0:l[0]', '1:l[1]', '1:l[0]'])

    const strategies = strategyTable([
      ['l', 'by-key:n'],
      ['l.*.n', 'append'],
    ])
    const layers = layersOf({ l: [{ n: ['p'] }] }, { l: [{ n: ['p'] }] }, { l: [{ n: ['p'] }, { n: ['p', 'p'], last: 1 }] })
    expect(mergeLayers(layers, { strategies })).toEqual({ l: [{ n: ['p', 'p', 'p', 'p'], last: 1 }, { n: ['p'] }] })
    expect(replayPath(layers, ['l', 0, 'last'], { strategies }).winner).toMatchObject({ layer: 2, path: ['l', 1, 'last'] })
    expect(replayPath(layers, ['l', 1], { strategies }).winner).toMatchObject({ layer: 2, path: ['l', 0] })
  })

  it('follows what is declared for the place in which its layers met', () => {
    const strategies = strategyTable([
      ['l', 'by-key:n'],
      [['l', 0, 'tags'], 'append'],
    ])
    const layers = layersOf(
      { l: [{ n: 'x', tags: ['a'] }] },
      { l: [{ n: 'x', tags: ['b'] }] },
      { l: [{ n: 'y' }], $merge: { l: 'prepend' } },
    )
    expect(mergeLayers(layers, { strategies })).toEqual({ l: [{ n: 'y' }, { n: 'x', tags: ['a', 'b'] }] })
    expect(replayPath(layers, ['l', 1, 'tags', 0], { strategies }).winner).toMatchObject({ layer: 0, value: 'a' })
    expect(replayPath(layers, ['l', 1, 'tags', 1], { strategies }).winner).toMatchObject({ layer: 1, path: ['l', 0, 'tags', 0] })
  })

  it('is named by digits only', () => {
    const strategies = strategyTable([['l', 'append']])
    const layers = layersOf({ l: ['a'] }, { l: ['b'] })
    expect(replayPath(layers, ['l', '1'], { strategies }).winner).toMatchObject({ layer: 1, value: 'b' })
    for (const part of ['', ' 0', '0x0', '-0']) expect(replayPath(layers, ['l', part], { strategies }).winner).toBeUndefined()
  })

  it('that is not there is nowhere', () => {
    const strategies = strategyTable([['l', 'append']])
    const layers = layersOf({ l: ['a'], m: 1 }, { l: ['b'] })
    expect(replayPath(layers, ['l', 2], { strategies })).toEqual({ winner: undefined, shadowed: [] })
    expect(replayPath(layersOf({ l: ['a'], $merge: {} }), ['l', 3]).winner).toBeUndefined()
    expect(replayPath(layers, ['m', 'x'], { strategies }).winner).toBeUndefined()
  })
})

describe('what is inside of something removed', () => {
  it('is hidden by the removal, however deep', () => {
    const layers = layersOf({ m: { a: { deep: 1 } } }, { m: ['a'], $merge: { m: 'remove' } })
    expect(replayPath(layers, ['m', 'a', 'deep'])).toMatchObject({
      winner: undefined,
      shadowed: [
        { layer: 1, effect: 'removes' },
        { layer: 0, value: 1, effect: 'hidden' },
      ],
    })
  })

  it('is not what the list of names itself unsets', () => {
    const layers = layersOf({ m: { a: 1, b: 2 } }, { m: { a: '!unset', b: true }, $merge: { m: 'remove' } })
    expect(mergeLayers(layers)).toEqual({ m: { a: 1 } })
    expect(replayPath(layers, ['m', 'a']).winner).toMatchObject({ layer: 0, value: 1 })
    expect(replayPath(layers, ['m', 'b']).winner).toBeUndefined()
  })

  it('is not what the list of names itself removes', () => {
    const layers = layersOf({ m: { a: 1 } }, { m: { a: 1, $merge: { a: 'remove' } }, $merge: { m: 'remove' } })
    expect(mergeLayers(layers)).toEqual({ m: { a: 1 } })
    expect(replayPath(layers, ['m', 'a']).winner).toMatchObject({ layer: 0, value: 1 })
  })

  it('can be set again above it', () => {
    const layers = layersOf({ m: { a: 1 } }, { m: ['a'], $merge: { m: 'remove' } }, { m: { a: 2 } })
    expect(replayPath(layers, ['m', 'a']).winner).toMatchObject({ layer: 2, value: 2 })
  })
})

describe('what is inside of something unset', () => {
  it('is nowhere above the layers that have it', () => {
    expect(replayPath(layersOf({ m: { a: 1 } }, { m: '!unset' }), ['m', 'a'])).toMatchObject({
      winner: undefined,
      shadowed: [{ layer: 0, value: 1, effect: 'hidden' }],
    })
  })
})

describe('a member that is undefined', () => {
  it('says nothing', () => {
    const layers = layersOf({ a: 1 }, { a: undefined as unknown as Value, $merge: {} })
    expect(replayPath(layers, ['a'])).toMatchObject({ winner: { layer: 0, value: 1 }, shadowed: [] })
  })
})

describe('a directive', () => {
  it('is no key of the result', () => {
    expect(replayPath(layersOf({ a: 1, $merge: { a: 'replace' } }), ['$merge', 'a'])).toEqual({ winner: undefined, shadowed: [] })
  })
})
