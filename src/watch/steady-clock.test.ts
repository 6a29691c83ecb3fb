import { writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import { createSandbox } from '../testing/sandbox.ts'
import { pollingWatcher } from './polling-watcher.ts'
import { contextOf, readerOf } from './saving.fixture.ts'
import { steadyClock } from './steady-clock.ts'

it('a steady clock never goes back, and goes on as fast as the other one', () => {
  let now = 5_000
  const clock = steadyClock({ now: () => now, sleep: async () => undefined })
  const seen = [5_010, 1_000, 1_005, 900, 910, 9_000].map((time) => {
    now = time
    return clock.now()
  })
  expect(seen).toEqual([5_010, 5_010, 5_015, 5_015, 5_025, 13_115])
})

it('changes are found although the clock of the machine was set back by an hour', async () => {
  using sandbox = createSandbox({ files: { a: 'old' } })
  const fake = fakeClock()
  let back = 0
  const clock = { ...fake, now: () => fake.now() - back }
  const file = sandbox.path('a')
  const reader = await readerOf(pollingWatcher(), [{ kind: 'file', path: file }], file, contextOf({ clock }))
  back = 3_600_000
  writeFileSync(file, 'newer')
  for (let second = 0; second < 8; second++) await fake.advance(1_000)
  expect(reader.last).toBe('newer')
  await reader.watching[Symbol.asyncDispose]()
})
