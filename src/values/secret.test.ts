import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { DateTime } from './date-time.ts'
import { Secret } from './secret.ts'

const secret = new Secret('hunter2')

describe('Secret', () => {
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
