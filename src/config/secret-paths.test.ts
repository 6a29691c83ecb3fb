import { describe, expect, it } from 'vitest'
import { isSecretPath } from './secret-paths.ts'

describe('isSecretPath', () => {
  const named = [
    ['db', 'password'],
    ['services', '*', 'key'],
    ['hosts', '0'],
  ]

  it.each([
    ['the path itself', ['db', 'password']],
    ['what lies inside of it', ['db', 'password', 'old']],
    ['any key for a star', ['services', 'mail', 'key']],
    ['any element for a star', ['services', 3, 'key']],
    ['an element by its number', ['hosts', 0]],
  ])('knows %s', (_, path) => {
    expect(isSecretPath({ named }, path)).toBe(true)
  })

  it.each([
    ['what it lies in', ['db']],
    ['what is beside it', ['db', 'user']],
    ['another element', ['hosts', 1]],
    ['the top', []],
  ])('does not take %s for a secret', (_, path) => {
    expect(isSecretPath({ named }, path)).toBe(false)
  })
})
