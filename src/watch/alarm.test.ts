import { expect, it } from 'vitest'
import { fakeClock } from '../testing/fake-clock.ts'
import { Alarm } from './alarm.ts'

it('an alarm rings once at its time, wherever it was moved to', async () => {
  const clock = fakeClock(0)
  const rung: number[] = []
  const alarm = new Alarm(clock, () => rung.push(clock.now()), true)
  alarm.set(100)
  alarm.set(100)
  expect(clock.sleeping).toBe(1)
  alarm.set(50)
  await clock.advance(200)
  expect(rung).toEqual([50])
  alarm.set(150) // in the past already
  await clock.advance(1)
  expect(rung).toEqual([50, 201])
  alarm.set(300)
  alarm.clear()
  alarm.clear()
  await clock.advance(1_000)
  expect([rung.length, clock.sleeping]).toEqual([2, 0])
})
