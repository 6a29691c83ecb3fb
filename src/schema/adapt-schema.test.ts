import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { adaptSchema } from './adapt-schema.ts'
import { s } from './index.ts'
import type { CheckOutcome } from './schema-adapter.ts'

const server = s.object({ port: s.port(), token: s.secret().min(20).optional() })

describe('adaptSchema', () => {
  it.each<[string, unknown, string]>([
    ['a schema of the builder', server, 'configmanage'],
    ['a document', server.toJsonSchema(), 'json-schema'],
    ['the text of a document', JSON.stringify(server.toJsonSchema()), 'json-schema'],
  ])('takes %s', (_, schema, vendor) => {
    const adapter = adaptSchema(schema)
    const good = { port: 80 }
    expect(adapter.vendor).toBe(vendor)
    expect(adapter.warnings).toEqual([])
    expect(adapter.document).toEqual(server.toJsonSchema())
    expect(adapter.check(good)).toEqual({ value: good, issues: [] })
    expect(adapter.check({ port: 0, prot: 1 })).toMatchObject({
      issues: expect.arrayContaining([
        expect.objectContaining({ code: 'VALUE_RANGE', path: ['port'], rule: '#/properties/port/minimum' }),
        expect.objectContaining({ code: 'KEY_UNKNOWN', path: ['prot'] }),
      ]),
    })
  })

  it('takes an object of a library', () => {
    const adapter = adaptSchema(z.object({ port: z.number() }))
    expect(adapter.vendor).toBe('zod')
    expect(adapter.check({ port: 'x' })).toMatchObject({ issues: [{ code: 'VALUE_TYPE', path: ['port'] }] })
  })

  it('takes true and false', () => {
    expect(adaptSchema(true).check({ a: 1 })).toMatchObject({ issues: [] })
    expect(adaptSchema(false).check({ a: 1 })).toMatchObject({ issues: [{}] })
    expect(adaptSchema(false).document).toEqual({ not: {} })
  })

  it('shows nothing secret: what the schema marks, and what the caller names', () => {
    const adapter = adaptSchema(server)
    expect(JSON.stringify(adapter.check({ port: 1, token: 'hunter2' }))).toContain('hunter2') // as the value
    const { issues } = adapter.check({ port: 70_123, token: 'hunter2' }, undefined) as ReturnType<typeof adapter.check> & {
      issues: unknown
    }
    expect(JSON.stringify(issues)).not.toContain('hunter2')
    const named = adapter.check({ port: 70_123 }, { secret: (path) => path[0] === 'port' })
    expect(JSON.stringify((named as { issues: unknown }).issues)).not.toContain('70123')
  })

  it('says of durations and sizes how they are written, not which pattern they have', () => {
    const { issues } = adaptSchema(s.object({ wait: s.duration(), size: s.byteSize() })).check({
      wait: '30',
      size: '10 KB',
    }) as CheckOutcome
    expect(issues.map(({ code, message }) => [code, message])).toEqual([
      ['VALUE_FORMAT', '"wait" must be a duration such as 250ms, 30s, 5m, 2h or 7d'],
      ['VALUE_FORMAT', '"size" must be a size such as 512B, 10KB or 10MiB'],
    ])
  })

  it('gives named rules to the document', () => {
    const adapter = adaptSchema(s.object({ port: s.port().rule('even') }), {
      keywords: { even: (value) => (Number(value) % 2 === 0 ? undefined : 'must be even') },
    })
    expect(adapter.check({ port: 81 })).toMatchObject({ issues: [{ code: 'VALUE_RULE', path: ['port'] }] })
  })

  it.each([[5], [null], [undefined], [[]], [() => 1], [{ '~standard': { vendor: 'x' } }], [{ '~standard': null }]])(
    'refuses %j',
    (schema) => expect(() => adaptSchema(schema)).toThrow(expect.objectContaining({ code: 'SCHEMA_UNSUPPORTED' })),
  )

  it.each([['{"type": "object"'], ['{"type": "nothing"}']])('says of %s what is wrong with it', (schema) => {
    expect(() => adaptSchema(schema)).toThrow(expect.objectContaining({ code: 'SCHEMA_INVALID' }))
  })
})
