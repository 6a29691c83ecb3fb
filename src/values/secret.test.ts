import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { DateTime } from './date-time.ts'
import { Secret } from './secret.ts'

const secret = new Secret('hunter2')

describe('Secret', () => {
  it.each([
    ['hunter2', 'hunter2', true],
    ['hunter2', 'hunter3', false],
    ['hunter2', 'Hunter2', false],
    ['hunter2', 'hunter2hunter2', false],
    ['hunter2', 'hunter', false],
    ['hunter2', '', false],
    ['', 'a', false],
    ['', '\0', false],
    ['', '', true],
    ['ü€😀', 'ü€😀', true],
    ['ü€😀', 'ü€😁', false],
  ])('of %j compared with %j is equal: %s', (own, other, isEqual) => {
    expect(new Secret(own).equals(new Secret(other))).toBe(isEqual)
    expect(new Secret(own).equals(other)).toBe(isEqual)
  })

  it('that is no text is equal to the same thing only', () => {
    const port = new Secret<unknown>(8080)
    expect(port.equals(8080)).toBe(true)
    expect(port.equals(new Secret<unknown>(8080))).toBe(true)
    expect(port.equals('8080')).toBe(false)
    expect(new Secret<unknown>('8080').equals(8080)).toBe(false)
  })

  it.each<[string, () => string]>([
    ['JSON', () => JSON.stringify({ secret })],
    ['a template', () => `${secret}`],
    ['concatenation', () => `${(secret as unknown as string) + ''}`],
    ['inspection', () => inspect({ secret }, { showHidden: true, depth: 9 })],
    ['String', () => String(secret)],
    ['its keys', () => Object.keys(secret).join() + Object.getOwnPropertyNames(secret).join()],
    ['spreading', () => JSON.stringify({ ...secret })],
    ['cloning', () => JSON.stringify(structuredClone(secret))],
    ['an error message', () => new Error(`${secret}`).stack ?? ''],
  ])('is not in %s', (_, print) => {
    expect(print()).not.toContain('hunter2')
  })

  it('is revealed on demand only', () => {
    expect(secret.reveal()).toBe('hunter2')
    expect(Object.isFrozen(secret)).toBe(true)
  })
})

describe('DateTime', () => {
  it('keeps its text and cannot be changed', () => {
    const date = new DateTime('offset-date-time', '1979-05-27T07:32:00Z')
    expect(date.toDate()?.getTime()).toBe(Date.UTC(1979, 4, 27, 7, 32))
    expect(`${date} ${JSON.stringify(date)}`).toBe('1979-05-27T07:32:00Z "1979-05-27T07:32:00Z"')
    expect(Object.isFrozen(date)).toBe(true)
  })

  it('names no instant when it is local', () => {
    expect(new DateTime('local-date', '1979-05-27').toDate()).toBeUndefined()
  })
})
