import { describe, expect, it } from 'vitest'
import { hasSecrets, maskSecrets, revealSecrets } from './mask.ts'
import { Secret } from './secret.ts'

const fingerprint = (content: unknown): string => String(String(content).length)
const tree = { db: { password: new Secret('hunter2'), host: 'a' }, keys: [new Secret('x'), 1], list: [Number.NaN] }

describe('maskSecrets', () => {
  it('replaces each secret by its fingerprint', () => {
    expect(maskSecrets(tree, fingerprint)).toEqual({
      db: { password: '[secret 7]', host: 'a' },
      keys: ['[secret 1]', 1],
      list: [Number.NaN],
    })
  })

  it('shares what has no secrets', () => {
    const masked = maskSecrets(tree, fingerprint) as typeof tree
    expect(masked.list).toBe(tree.list)
    expect(maskSecrets(tree.list, fingerprint)).toBe(tree.list)
  })
})

describe('revealSecrets', () => {
  it('puts the content in place of each secret', () => {
    expect(revealSecrets(tree)).toEqual({ db: { password: 'hunter2', host: 'a' }, keys: ['x', 1], list: [Number.NaN] })
  })
})

describe('hasSecrets', () => {
  it('looks inside maps and lists', () => {
    expect([hasSecrets(tree), hasSecrets(tree.list), hasSecrets(new Secret(''))]).toEqual([true, false, true])
  })
})
