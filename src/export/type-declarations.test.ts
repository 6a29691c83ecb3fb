import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { adaptSchema } from '../schema/adapt-schema.ts'
import type { JsonSchema } from '../schema/fields/json-schema.ts'
import { s } from '../schema/index.ts'
import { typeDeclarations } from './type-declarations.ts'

/** The type of the only key of a map. */
function typeOf(schema: unknown): string {
  const text = typeDeclarations({ type: 'object', properties: { key: schema }, required: ['key'] })
  const found = /readonly key: (.*?)\n}\n/s.exec(text)
  return (found?.[1] ?? text).replace(/\s+/g, ' ').trim()
}

describe('a type', () => {
  it.each<[unknown, string]>([
    [{ type: 'string' }, 'string'],
    [{ type: 'integer' }, 'number'],
    [{ type: ['number', 'integer'] }, 'number'],
    [{ type: 'boolean' }, 'boolean'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ enum: ['a', "it's", 1, null, true] }, "'a' | 'it\\'s' | 1 | null | true"],
    [{ type: 'string', enum: ['a', 1] }, "'a'"],
    [{ const: 'on' }, "'on'"],
    [{ const: -1 }, '-1'],
    [{ const: ['a', { b: 1 }] }, "readonly ['a', { readonly b: 1 }]"],
    [{ type: 'array' }, 'readonly unknown[]'],
    [{ type: 'array', items: { type: ['string', 'number'] } }, 'readonly (string | number)[]'],
    [{ type: 'array', items: { type: 'array', items: { type: 'string' } } }, 'readonly (readonly string[])[]'],
    [
      { type: 'array', prefixItems: [{ type: 'string' }, { type: 'number' }], minItems: 1, items: false },
      'readonly [string, number?]',
    ],
    [{ items: [{ type: 'string' }], minItems: 1, additionalItems: { type: 'number' } }, 'readonly [string, ...number[]]'],
    [{ type: 'object' }, '{ readonly [key: string]: unknown }'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, '{ readonly [key: string]: number }'],
    [
      { type: 'object', patternProperties: { '^a': { type: 'number' } }, additionalProperties: { type: 'string' } },
      '{ readonly [key: string]: number | string }',
    ],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, 'string | number'],
    [{ anyOf: [{ type: 'string' }, {}] }, 'unknown'],
    [{ type: 'string', anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] }, 'string'],
    [{ allOf: [{ type: 'string' }, { minLength: 1 }] }, 'string'],
    [{ type: 'string', format: 'date' }, 'string | DateTime'],
    [{ type: ['integer', 'string'], 'x-type': 'duration' }, 'number'],
    [{ type: 'string', 'x-secret': true }, 'Secret<string>'],
    [{ type: ['string', 'integer', 'null'], 'x-secret': true }, 'Secret<string | number> | null'],
    [{ type: 'array', items: { type: 'string' }, 'x-secret': true }, 'readonly Secret<string>[]'],
    [true, 'unknown'],
    [{}, 'unknown'],
  ])('of %j is %s', (schema, text) => {
    expect(typeOf(schema)).toBe(text)
  })
})

describe('declarations', () => {
  it('say which keys are there: required ones, and those that defaults fill', () => {
    const text = typeDeclarations({
      type: 'object',
      properties: {
        a: { type: 'string' },
        b: { type: 'string', default: '' },
        server: { type: 'object', properties: { port: { type: 'integer', default: 80 } } },
        tls: { type: 'object', properties: { cert: { type: 'string' }, min: { default: 1 } }, required: ['cert'] },
      },
      required: ['a'],
    })
    expect(text).toContain('  readonly a: string\n')
    expect(text).toMatch(/readonly b: string\n/)
    expect(text).toContain('readonly server: ConfigServer\n')
    expect(text).toContain('readonly tls?: ConfigTls\n')
    expect(text).toContain('export interface ConfigServer {\n  /** @default 80 */\n  readonly port: number\n}')
  })

  it('carry what the schema says to people, and never the default of a secret', () => {
    const text = typeDeclarations({
      properties: {
        old: {
          type: 'string',
          description: 'Ends */ here.\nSecond line.',
          'x-deprecated': { replacedBy: 'new', removedIn: '2.0' },
        },
        key: { type: 'string', default: 'hunter2', 'x-secret': true, 'x-env': 'KEY' },
      },
    })
    expect(text).toContain(
      '  /**\n   * Ends *\\/ here.\n   * Second line.\n   * @deprecated use new instead; removed in 2.0\n   */\n  readonly old?: string\n',
    )
    expect(text).toContain('/** Variable: KEY. */')
    expect(text).not.toContain('hunter2')
  })

  it('give what refers to itself a name, and what is secret there another one', () => {
    const text = typeDeclarations({
      type: 'object',
      properties: { tree: { $ref: '#/$defs/node' }, hidden: { $ref: '#/$defs/node', 'x-secret': true } },
      $defs: {
        node: {
          type: 'object',
          properties: { name: { type: 'string' }, below: { type: 'array', items: { $ref: '#/$defs/node' } } },
        },
      },
    })
    expect(text).toContain('readonly tree?: Node\n')
    expect(text).toContain('readonly hidden?: NodeSealed\n')
    expect(text).toContain('readonly below?: readonly Node[]\n')
    expect(text).toContain('readonly name?: Secret<string>\n')
    expect(text).toContain("import type { Secret } from 'configmanage'\n")
  })

  it('count on defaults only in branches that something tells apart', () => {
    const branch = (mark: unknown) => ({ properties: { kind: mark, size: { type: 'integer', default: 1 } }, required: ['kind'] })
    const told = typeDeclarations({ anyOf: [branch({ const: 'a' }), branch({ const: 'b' })] })
    expect(told).toContain('readonly size: number')
    const untold = typeDeclarations({ anyOf: [branch({ type: 'string' }), branch({ type: 'number' })] })
    expect(untold).toContain('readonly size?: number')
  })

  it('name no two types alike, and none like what they import', () => {
    const text = typeDeclarations({
      properties: {
        'a-b': { properties: { x: { const: 1 } } },
        aB: { properties: { x: { const: 2 } } },
        s: { $ref: '#/$defs/secret' },
      },
      $defs: { secret: { type: 'object', properties: { y: { const: 3 } } } },
    })
    const names = [...text.matchAll(/export (?:interface|type) (\w+)/g)].map(([, name]) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names).toContain('Secret2')
  })

  it('come from the builder too', () => {
    const schema = s.object({ port: s.port().default(8080), wait: s.duration().optional(), token: s.secret() })
    const text = typeDeclarations(adaptSchema(schema).document as JsonSchema, { name: 'Shop', heading: 'By hand.' })
    expect(text).toMatch(/^\/\/ By hand\.\nimport type \{ Secret \} from 'configmanage'\n\nexport interface Shop \{/)
    expect(text).toContain('readonly wait?: number\n')
    expect(text).toContain('readonly token: Secret<string>\n')
  })

  it('refuse what they cannot follow', () => {
    expect(() => typeDeclarations({ $ref: '#/$defs/none' })).toThrow(ConfigError)
    let deep: JsonSchema = { type: 'string' }
    for (let level = 0; level < 2000; level++) deep = { type: 'array', items: deep }
    expect(() => typeDeclarations(deep)).toThrow(expect.objectContaining({ code: 'SCHEMA_UNSUPPORTED' }))
  })

  it('say nothing of a schema that is only itself', () => {
    expect(typeDeclarations({ $ref: '#' })).toBe('export type Config = unknown\n')
  })
})
