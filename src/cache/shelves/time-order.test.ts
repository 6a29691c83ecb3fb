import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TimeOrder } from './time-order.ts'

const times = (most: number, maxLength: number) => fc.uniqueArray(fc.integer({ min: 1, max: most }), { maxLength })

function expectOrder(order: TimeOrder, list: readonly number[]): void {
  order.take(list.map((usedAt) => ({ usedAt })))
  const expected = [...list.keys()].sort((left, right) => (list[left] as number) - (list[right] as number))
  expect([...order.nodes]).toEqual(expected)
  expect([...order.times]).toEqual(expected.map((node) => list[node]))
}

describe('the order of times', () => {
  it('is the order of comparing them, for one list after another', () => {
    const order = new TimeOrder()
    fc.assert(
      fc.property(times(100, 40), (list) => expectOrder(order, list)),
      { numRuns: 500 },
    )
    fc.assert(
      fc.property(times(2 ** 30 - 1, 400), (list) => expectOrder(order, list)),
      { numRuns: 200 },
    )
  })

  it('is right for thousands, far apart or close together', () => {
    const order = new TimeOrder()
    for (const step of [1, 3, 1000, 300_000]) {
      const list = Array.from({ length: 3001 }, (_, index) => 7 + ((index * 1009) % 3001) * step)
      expectOrder(order, list)
      expectOrder(order, list.toReversed())
      expectOrder(order, list.slice(0, 1500))
    }
  })

  it('leaves an ascending list as it is, and knows an empty one', () => {
    const order = new TimeOrder()
    expectOrder(order, [1, 2, 5, 9])
    expectOrder(order, [])
    order.clear()
    expect(order.length).toBe(0)
  })
})
