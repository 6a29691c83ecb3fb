import { describe, expect, it } from 'vitest'
import { durationPattern, parseDuration, printDuration } from './duration.ts'

describe('parseDuration', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['1h30m', 5_400_000],
    ['1d2h3m4s5ms', 93_784_005],
    ['1.5h', 5_400_000],
    ['0.1s', 100],
    ['0.001s', 1],
    ['1.005s', 1005],
    ['4.35s', 4350],
    ['0s', 0],
    ['007s', 7000],
  ])('reads %s', (text, expected) => {
    expect(parseDuration(text)).toBe(expected)
    expect(new RegExp(durationPattern).test(text)).toBe(true)
  })

  it.each([
    ['30', 'a missing unit is not guessed'],
    ['', 'nothing'],
    ['s', 'no amount'],
    ['1.s', 'a point without digits'],
    ['.5s', 'a fraction without a whole'],
    ['1m1h', 'the wrong order'],
    ['1s1s', 'a unit twice'],
    ['1H', 'capital letters'],
    ['5M', 'capital letters, which might be months'],
    ['-5s', 'a sign'],
    ['1 h', 'a space'],
    ['1e3s', 'an exponent'],
    ['1w', 'another unit'],
    ['1..5s', 'two points'],
  ])('refuses %j: %s', (text) => {
    expect(parseDuration(text)).toBeUndefined()
    expect(new RegExp(durationPattern).test(text)).toBe(false)
  })

  it.each([['0.5ms'], ['0.0001s'], ['9007199254740992ms'], ['104249991375d'], [`${'9'.repeat(190)}s`]])(
    'refuses %s, which whole safe milliseconds cannot hold',
    (text) => {
      expect(parseDuration(text)).toBeUndefined()
    },
  )

  it('reads a sum up to what a number holds exactly, and no further', () => {
    expect(parseDuration('104249991d8h59m991ms')).toBe(Number.MAX_SAFE_INTEGER)
    expect(parseDuration('104249991d8h59m992ms')).toBeUndefined()
  })
})

describe('printDuration', () => {
  it.each([
    [0, '0ms'],
    [250, '250ms'],
    [5_400_000, '1h30m'],
    [93_784_005, '1d2h3m4s5ms'],
  ])('prints %s as %s', (milliseconds, expected) => {
    expect(printDuration(milliseconds)).toBe(expected)
  })

  it('prints what reads as the same number', () => {
    for (let step = 0; step < 2000; step++) {
      const value = Math.floor(Number.MAX_SAFE_INTEGER / 1.0191 ** step)
      expect(parseDuration(printDuration(value))).toBe(value)
    }
  })
})
