import { expect, it } from 'vitest'
import { coarseClock } from './coarse-clock.ts'

it('goes with the time of the machine', async () => {
  for (let turn = 0; turn < 5; turn++) {
    const before = Date.now()
    await coarseClock.sleep(10)
    expect(coarseClock.now()).toBeGreaterThanOrEqual(before + 8)
    expect(coarseClock.now()).toBeLessThanOrEqual(Date.now())
  }
})

it('stands still within a turn', () => {
  const start = coarseClock.now()
  for (const end = Date.now() + 5; Date.now() < end; );
  expect(coarseClock.now()).toBe(start)
})
