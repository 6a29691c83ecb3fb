import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { DateTime } from './date-time.ts'
import { Secret } from './secret.ts'

describe('a secret', () => {
  const secret = new Secret('hunter2')

  it.each<[string, () => string]>([
    ['as a text', () => String(secret)],
    ['in a template', () => `${secret}`],
    ['in a sum', () => `${'' + (secret as unknown as string)}`],
    ['as JSON', () => JSON.stringify({ secret })],
    ['when it is inspected', () => inspect({ secret }, { showHidden: true })],
    ['by its own word for text', () => secret.toString()],
    ['by its members', () => JSON.stringify([Object.keys(secret), Object.entries(structuredClone({ ...secret }))])],
  ])('shows nothing %s', (_, show) => {
    expect(show()).not.toContain('hunter2')
  })

  it('is one only if it was made as one', () => {
    expect(secret).toBeInstanceOf(Secret)
    expect({ reveal: () => 'x' }).not.toBeInstanceOf(Secret)
    expect(Object(null) instanceof Secret).toBe(false)
    expect(secret.reveal()).toBe('hunter2')
  })
})

describe('a date', () => {
  it('is its text, in JSON too', () => {
    const date = new DateTime('local-date', '2024-02-29')
    expect([String(date), JSON.stringify({ date })]).toEqual(['2024-02-29', '{"date":"2024-02-29"}'])
  })

  it('names an instant only with its offset', () => {
    expect(new DateTime('offset-date-time', '1979-05-27T07:32:00Z').toDate()?.getTime()).toBe(Date.UTC(1979, 4, 27, 7, 32))
    expect(new DateTime('local-date-time', '1979-05-27T07:32:00').toDate()).toBeUndefined()
  })
})
