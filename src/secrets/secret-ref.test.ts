import { describe, expect, it } from 'vitest'
import { parseSecretRef, printSecretRef } from './secret-ref.ts'

describe('a reference to a secret', () => {
  it.each([
    ['db', { name: 'db' }],
    ['team/db#password', { name: 'team/db', field: 'password' }],
    ['db@3', { name: 'db', version: '3' }],
    ['db#password@AWSPREVIOUS', { name: 'db', field: 'password', version: 'AWSPREVIOUS' }],
    ['me%40example.org#a%23b%25', { name: 'me@example.org', field: 'a#b%' }],
  ])('%s', (text, ref) => {
    expect(parseSecretRef(text)).toEqual(ref)
    expect(printSecretRef(ref)).toBe(text)
  })

  it.each(['', '#x', '@1', 'a#', 'a@', 'a@1#b', 'a#b#c', 'a@1@2', '%zz'])('%j is none', (text) => {
    expect(() => parseSecretRef(text)).toThrow(expect.objectContaining({ code: 'SECRET_REFERENCE' }))
  })
})
