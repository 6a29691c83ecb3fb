import { describe, expect, it } from 'vitest'
import { endOf, renewAfterMs } from './lease-schedule.ts'

const hour = 3_600_000
const lease = (kind: 'renewable' | 'fixed' | 'rotating', durationMs = hour) => ({ kind, durationMs, startedAt: 1_000 }) as const
const [least, most] = [() => 0, () => 1 - Number.EPSILON]

describe('the schedule of leases', () => {
  it('renews between a sixth and a third of a renewable lease', () => {
    expect(renewAfterMs(lease('renewable'), least)).toBe(hour / 6)
    expect(renewAfterMs(lease('renewable'), most)).toBeCloseTo(hour / 3)
  })

  it('reads a fixed one again around nine tenths of it', () => {
    expect(renewAfterMs(lease('fixed'), least)).toBe(hour * 0.85)
    expect(renewAfterMs(lease('fixed'), most)).toBeCloseTo(hour * 0.95)
  })

  it('reads a rotating one a second after it rotates', () => {
    expect(renewAfterMs(lease('rotating'), least)).toBe(hour + 1_000)
  })

  it('asks again after minutes when a store does not say how long', () => {
    expect(renewAfterMs(lease('fixed', 0), least)).toBe(300_000 * 0.85)
    expect(endOf(lease('fixed', 0))).toBe(Number.POSITIVE_INFINITY)
    expect(endOf(lease('fixed'))).toBe(1_000 + hour)
  })
})
