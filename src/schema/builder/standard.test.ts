import { describe, expect, it } from 'vitest'
import { s } from '../index.ts'
import type { Schema } from './schema.ts'

/** What any program does that takes schemas of any library (https://standardschema.dev). */
async function ask<Output>(schema: StandardSchemaV1<unknown, Output>, value: unknown) {
  const result = await schema['~standard'].validate(value)
  return result.issues === undefined
    ? { value: result.value }
    : { issues: result.issues.map(({ path, message }) => [path, message]) }
}

describe('elsewhere', () => {
  const schema = s.object({
    server: s.object({ port: s.port().default(8080), timeout: s.duration().default('30s') }),
    cache: s.byteSize(),
    token: s.secret().min(5),
    login: s
      .object({ pins: s.list(s.integer()), none: s.null() })
      .secret()
      .optional(),
  })

  it('a value is checked, completed, converted and hidden', async () => {
    const given = { cache: '1KiB', token: 'hunter2', login: { pins: [1], none: null } }
    const { value } = await ask(schema, given)
    expect(value).toMatchObject({ server: { port: 8080, timeout: 30_000 }, cache: 1024, login: { none: null } })
    expect(value?.token.reveal()).toBe('hunter2')
    expect(value?.login?.pins[0]?.reveal()).toBe(1)
    expect(given).toEqual({ cache: '1KiB', token: 'hunter2', login: { pins: [1], none: null } })
  })

  it('what is wrong comes with its path, and without what is secret', async () => {
    const { issues } = await ask(schema, { server: { prot: 1 }, cache: '1 KiB', token: 'x1y2' })
    expect(issues?.map(([path]) => path)).toEqual(expect.arrayContaining([['server', 'prot'], ['cache'], ['token']]))
    expect(JSON.stringify(issues)).toContain('did you mean')
    expect(JSON.stringify(issues)).not.toContain('x1y2')
  })

  it('a value that changed is checked anew', async () => {
    const value = { list: [1] }
    const list = s.object({ list: s.list(s.integer()).max(1) })
    expect(await ask(list, value)).toEqual({ value })
    value.list.push(2)
    expect(await ask(list, value)).toMatchObject({ issues: [[['list'], expect.anything()]] })
  })

  it.each([[undefined], [5], [new Map()], [() => 1], [Symbol('x')]])('%s is no map', async (value) => {
    expect(await ask(schema, value)).toHaveProperty('issues')
  })

  it('its JSON Schema says what may be given, and what comes out', () => {
    const { input, output } = schema['~standard'].jsonSchema
    expect(input({ target: 'draft-07' })).toMatchObject({
      required: ['cache', 'token'],
      properties: { cache: { type: ['integer', 'string'] } },
    })
    expect(output({ target: 'draft-2020-12' })).toMatchObject({
      required: ['cache', 'token', 'server'],
      properties: { cache: { type: 'integer' }, server: { required: ['port', 'timeout'] } },
    })
    const maybe = s.duration().nullable()['~standard'].jsonSchema.output({ target: 'draft-2020-12' })
    expect(maybe).toMatchObject({ type: ['integer', 'null'] })
    expect(() => input({ target: 'openapi-3.0' })).toThrow(expect.objectContaining({ code: 'SCHEMA_UNSUPPORTED' }))
  })

  it('a schema that contains itself is completed as deep as its values go', async () => {
    interface Menu {
      title: string
      items: Menu[]
    }
    const menu: Schema<Menu, { title?: string; items?: unknown[] }> = s.object({
      title: s.string().default('none'),
      items: s.list(s.lazy(() => menu)).default([]),
    }) as never
    expect(await ask(menu, { items: [{ items: [{}] }] })).toEqual({
      value: { title: 'none', items: [{ title: 'none', items: [{ title: 'none', items: [] }] }] },
    })
    expect(menu['~standard'].jsonSchema.output({ target: 'draft-2020-12' })).toMatchObject({
      required: ['title', 'items'],
      properties: { items: { items: { $ref: '#' } } },
    })
  })
})

/** The interface as its page gives it: nothing of ours is in it. */
interface StandardSchemaV1<Input, Output> {
  readonly '~standard': {
    readonly version: 1
    readonly vendor: string
    readonly validate: (value: unknown) => Result<Output> | Promise<Result<Output>>
    readonly types?: { readonly input: Input; readonly output: Output } | undefined
  }
}

type Result<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly message: string
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined
      }[]
    }
