import { describe, expect, it } from 'vitest'
import { DateTime } from '../values/date-time.ts'
import { Secret } from '../values/secret.ts'
import { object } from './object.ts'
import { issuesOf, readNow } from './read-context.fixture.ts'
import type { ValueReading } from './source.ts'

const read = (values: object): ValueReading => readNow(object(values)) as ValueReading

describe('object', () => {
  it('copies plain values and leaves undefined members out', () => {
    const given = { a: 1, b: [1, { c: null }], n: 10n, u: undefined, nested: Object.assign(Object.create(null), { x: 'y' }) }
    const { value, textOnly } = read(given)
    expect(value).toEqual({ a: 1, b: [1, { c: null }], n: 10n, nested: { x: 'y' } })
    expect(Object.keys(value as object)).not.toContain('u')
    expect(textOnly).toBe(false)
    expect(Object.isFrozen(given) || Object.isFrozen(given.b)).toBe(false)
  })

  it('does not see later changes', () => {
    const given = { list: [1] }
    const source = object(given)
    given.list.push(2)
    expect((readNow(source) as ValueReading).value).toEqual({ list: [1] })
    expect(readNow(source)).toBe(readNow(source))
  })

  it('keeps dates and secrets', () => {
    const secret = new Secret('x')
    const local = new DateTime('local-date', '2020-01-01')
    const { value } = read({ when: new Date(0), local, secret })
    expect(value).toEqual({ when: new DateTime('offset-date-time', '1970-01-01T00:00:00.000Z'), local, secret })
  })

  it('copies what is shared once', () => {
    const shared = { x: 1 }
    const { value } = read({ a: shared, b: shared })
    expect(value).toEqual({ a: { x: 1 }, b: { x: 1 } })
  })

  it('names everything that is no configuration value', () => {
    class Port {}
    const circle: Record<string, unknown> = {}
    circle.self = circle
    const given = {
      call: () => 1,
      symbol: Symbol('x'),
      map: new Map(),
      port: new Port(),
      date: new Date(Number.NaN),
      list: [1, undefined],
      circle,
      buffer: new Uint8Array(1),
    }
    const issues = issuesOf(() => read(given))
    expect(issues.map(({ path }) => path?.join('.'))).toEqual([
      'call',
      'symbol',
      'map',
      'port',
      'date',
      'list.1',
      'circle.self',
      'buffer',
    ])
    expect(new Set(issues.map(({ code }) => code))).toEqual(new Set(['OPTION_INVALID']))
    expect(issues[2]?.hint).toContain('Object.fromEntries')
  })

  it('refuses keys that reach a prototype', () => {
    expect(issuesOf(() => read(JSON.parse('{"a":{"__proto__":{"x":1}}}') as object))).toMatchObject([
      { code: 'MERGE_UNSAFE_KEY', path: ['a', '__proto__'] },
    ])
  })

  it('refuses a list at the top, and depth without end', () => {
    expect(issuesOf(() => read([1]))[0]?.code).toBe('OPTION_INVALID')
    let deep: unknown = 1
    for (let level = 0; level < 100_000; level++) deep = { deep }
    expect(issuesOf(() => read({ deep }))[0]?.code).toBe('FORMAT_TOO_DEEP')
  })
})
