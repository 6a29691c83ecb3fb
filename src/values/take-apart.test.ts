import { describe, expect, it } from 'vitest'
import { DateTime } from './date-time.ts'
import { Secret } from './secret.ts'
import { putTogether, takeApart } from './take-apart.ts'
import type { Value } from './value.ts'

const secret = (content: unknown): Value => new Secret(content) as Value

describe('a tree that is taken apart', () => {
  it('has its dates and secrets beside it, with their places', () => {
    const date = new DateTime('local-date', '2026-01-02')
    const apart = takeApart({ a: 1, list: [{ password: secret('hunter2') }, date] })
    expect(apart).toEqual({
      plain: { a: 1, list: [{ password: null }, null] },
      taken: [
        { kind: 'secret', path: ['list', 0, 'password'], content: 'hunter2' },
        { kind: 'date', path: ['list', 1], of: 'local-date', text: '2026-01-02' },
      ],
    })
    const again = putTogether(structuredClone(apart)) as { list: [{ password: Secret }, DateTime] }
    expect(again.list[0].password.reveal()).toBe('hunter2')
    expect(again.list[1]).toEqual(date)
  })

  it.each<[string, Value]>([
    ['a map', { a: [1, 2n, Number.NaN, -0, null, ''], b: {} }],
    ['a list', [[], {}]],
    ['a scalar', 5],
  ])('%s without any is itself, and is not copied', (_, tree) => {
    const apart = takeApart(tree)
    expect(apart.plain).toBe(tree)
    expect(putTogether(structuredClone(apart))).toEqual(tree)
  })

  it('may be nothing but a secret', () => {
    expect((putTogether(takeApart(secret(5))) as unknown as Secret<number>).reveal()).toBe(5)
  })
})
