import { describe, expect, it } from 'vitest'
import { byteSizePattern, parseByteSize, printByteSize } from './byte-size.ts'

describe('parseByteSize', () => {
  it.each([
    ['512B', 512],
    ['10KB', 10_000],
    ['10kB', 10_000],
    ['10KiB', 10_240],
    ['10MB', 10_000_000],
    ['1.5GB', 1_500_000_000],
    ['0.5KiB', 512],
    ['1.1KB', 1100],
    ['2TiB', 2_199_023_255_552],
    ['8PB', 8_000_000_000_000_000],
    ['0B', 0],
  ])('reads %s', (text, expected) => {
    expect(parseByteSize(text)).toBe(expected)
    expect(new RegExp(byteSizePattern).test(text)).toBe(true)
  })

  it.each(['10', '', 'MB', '10Mb', '10mb', '10kib', '10 MB', '-1B', '1e3B', '1.B', '.5KB', '10MBs', '10EB'])(
    'refuses %j',
    (text) => {
      expect(parseByteSize(text)).toBeUndefined()
      expect(new RegExp(byteSizePattern).test(text)).toBe(false)
    },
  )

  it.each(['0.5B', '0.1KiB', '10PB', '8PiB', `${'9'.repeat(190)}B`])('refuses %s, which whole safe bytes cannot hold', (text) => {
    expect(parseByteSize(text)).toBeUndefined()
  })
})

describe('printByteSize', () => {
  it.each([
    [0, '0B'],
    [1001, '1001B'],
    [10_240, '10KiB'],
    [5_000_000, '5MB'],
    [1_500_000_000, '1500MB'],
  ])('prints %s as %s', (bytes, expected) => {
    expect(printByteSize(bytes)).toBe(expected)
  })

  it('prints what reads as the same number', () => {
    for (let step = 0; step < 2000; step++) {
      const value = Math.floor(Number.MAX_SAFE_INTEGER / 1.0191 ** step)
      expect(parseByteSize(printByteSize(value))).toBe(value)
    }
  })
})
