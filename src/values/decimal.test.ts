import { describe, expect, it } from 'vitest'
import { exactNumber, readDecimal } from './decimal.ts'

describe('readDecimal', () => {
  it.each([
    ['12', false, '12', 0],
    ['-0.50', true, '5', -1],
    ['.5', false, '5', -1],
    ['1e3', false, '1', 3],
    ['120', false, '12', 1],
    ['000', false, '', 0],
  ])('reads %s', (text, negative, digits, exponent) => {
    expect(readDecimal(text)).toEqual({ negative, digits, exponent })
  })

  it.each(['', '.', '-', 'e3', '5.', '0x10', '1_000', '1,000', ' 1', '1 ', 'NaN', 'Infinity', '1e', '١'])(
    'refuses %j',
    (text) => {
      expect(readDecimal(text)).toBeUndefined()
    },
  )
})

describe('exactNumber', () => {
  it.each(['0.1', '1e3', '-5', '0', '3.141592653589793', '1e300', '1.10', '9007199254740992', '123456789012345.6'])(
    'gives %s as it is',
    (text) => {
      expect(exactNumber(readDecimal(text) as NonNullable<ReturnType<typeof readDecimal>>)).toBe(Number(text))
    },
  )

  it.each(['9007199254740993', '1e400', '1e-400', '3.14159265358979323846', '0.1000000000000000000001'])(
    'gives nothing for %s, which a double cannot say',
    (text) => {
      expect(exactNumber(readDecimal(text) as NonNullable<ReturnType<typeof readDecimal>>)).toBeUndefined()
    },
  )
})
