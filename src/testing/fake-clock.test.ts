import { describe, expect, it } from 'vitest'
import { fakeClock } from './fake-clock.ts'

describe('fakeClock', () => {
  it('stands still by itself', () => {
    const clock = fakeClock(1000)
    expect([clock.now(), clock.now()]).toEqual([1000, 1000])
  })

  it('wakes sleepers in the order of their times, each at its own time', async () => {
    const clock = fakeClock(0)
    const woken: string[] = []
    void clock.sleep(200).then(() => woken.push(`late ${clock.now()}`))
    void clock.sleep(100).then(() => woken.push(`early ${clock.now()}`))

    await clock.advance(150)
    expect(woken).toEqual(['early 100'])
    expect(clock.sleeping).toBe(1)

    await clock.advance(50)
    expect(woken).toEqual(['early 100', 'late 200'])
    expect(clock.now()).toBe(200)
  })

  it('runs a sleep that a woken sleeper starts', async () => {
    const clock = fakeClock(0)
    const times: number[] = []
    void (async () => {
      for (let turn = 0; turn < 3; turn++) {
        await clock.sleep(10)
        times.push(clock.now())
      }
    })()

    await clock.advance(25)

    expect(times).toEqual([10, 20])
  })

  it('ends a sleep with the reason of its signal', async () => {
    const clock = fakeClock()
    const stop = new AbortController()
    const sleep = clock.sleep(1000, stop.signal)
    stop.abort(new Error('enough'))

    await expect(sleep).rejects.toThrow('enough')
    expect(clock.sleeping).toBe(0)
    await expect(clock.sleep(1, stop.signal)).rejects.toThrow('enough')
  })
})
