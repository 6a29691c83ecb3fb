import { describe, expect, it } from 'vitest'
import { dotenv } from '../formats/dotenv/index.ts'
import { rootField } from '../schema/fields/field-space.ts'
import { envExample } from './env-example.ts'
import { fieldRows, variableOf } from './field-rows.ts'
import { schemaMarkdown } from './schema-markdown.ts'

const schema = {
  title: 'Shop',
  description: 'All of <it>.',
  type: 'object',
  required: ['name', 'db'],
  properties: {
    name: { type: 'string', description: 'Of the shop.\nIn logs | metrics.' },
    debug: { type: 'boolean', default: false },
    motto: { type: 'string', default: 'say "hi" # to all' },
    wait: { type: ['integer', 'string'], 'x-type': 'duration', default: 90_000 },
    level: { enum: ['debug', 'info'], default: 'info', examples: ['debug'] },
    db: {
      type: 'object',
      description: 'Where orders are.',
      required: ['password'],
      properties: {
        port: { type: 'integer', minimum: 1, maximum: 65_535, default: 5432, 'x-restart': true },
        password: { type: 'string', 'x-secret': true, 'x-env': 'PGPASSWORD', default: 'hunter2', examples: ['swordfish'] },
        poolSize: { type: 'integer', 'x-deprecated': { replacedBy: 'db.pool.max', removedIn: '3.0' } },
        hosts: { type: 'array', items: { type: 'string' }, default: ['a', 'b'] },
      },
    },
    services: { type: 'object', additionalProperties: { type: 'object', properties: { url: { type: 'string' } } } },
  },
} as const
const field = rootField(schema)
const format = dotenv()
const example = envExample(field, (name, value) => format.print({ [name]: value }), { prefix: 'SHOP_' })

describe('a reference', () => {
  const page = schemaMarkdown(field, { prefix: 'SHOP_' })

  it('has a table for each section', () => {
    expect(page.split('\n').filter((line) => line.startsWith('#'))).toEqual(['# Shop', '## `db`', '## `services`'])
    expect(page).toContain('\nAll of &lt;it&gt;.\n')
    expect(page).toContain('## `db`\n\nWhere orders are.\n\n| Setting |')
  })

  it('has what stands at the top in front of every section', () => {
    const text = { type: 'string' }
    const late = schemaMarkdown(rootField({ properties: { db: { properties: { host: text } }, name: text } }))
    expect(
      late
        .split('\n')
        .filter((line) => /^[#] |^## |^. `/.test(line))
        .map((line) => line.split(' |')[0]),
    ).toEqual(['# Configuration', '| `name`', '## `db`', '| `db.host`'])
  })

  it('says of each setting what it is', () => {
    expect(page).toContain('| `name` | text, **required** |  | `SHOP_NAME` | Of the shop. In logs \\| metrics. |')
    expect(page).toContain('| `wait` | duration | `1m30s` | `SHOP_WAIT` |  |')
    expect(page).toContain('| `level` | one of debug, info | `info` | `SHOP_LEVEL` | For example `debug`. |')
    expect(page).toContain('| `db.port` | whole number, 1 to 65535 | `5432` | `SHOP_DB__PORT` | Takes effect after a restart. |')
    expect(page).toContain('**Deprecated**: use `db.pool.max`; removed in 3.0.')
    expect(page).toContain('| `services.*.url` | text |  |  |  |')
  })

  it('shows neither defaults nor examples of secrets', () => {
    expect(page).toContain('| `db.password` | text, **secret** |  | `PGPASSWORD` |  |')
    expect(page + example).not.toMatch(/hunter2|swordfish/)
  })

  it('tells of list elements by the type of the list', () => {
    expect(page).toContain('| `db.hosts` | list of text |')
    expect(page).not.toContain('db.hosts.*')
  })
})

describe('an example of a .env file', () => {
  it('is read back as the defaults, and nothing else', () => {
    expect(format.parse(example, '.env.example').value).toEqual({
      SHOP_NAME: '',
      SHOP_DEBUG: 'false',
      SHOP_MOTTO: 'say "hi" # to all',
      SHOP_WAIT: '1m30s',
      SHOP_LEVEL: 'info',
      SHOP_DB__PORT: '5432',
      PGPASSWORD: '',
      SHOP_DB__HOSTS: '["a","b"]',
    })
  })

  it('says what each variable is', () => {
    expect(example).toContain('# Of the shop.\n# In logs | metrics.\n# name: text; required\nSHOP_NAME=\n')
    expect(example).toContain('# db.password: text; secret\nPGPASSWORD=\n')
    expect(example).toContain('# Deprecated: use db.pool.max instead; removed in 3.0\n# SHOP_DB__POOL_SIZE=\n')
  })
})

describe('rows', () => {
  it('are secret inside of what is secret', () => {
    const rows = fieldRows(rootField({ properties: { a: { 'x-secret': true, properties: { b: { type: 'string' } } } } }))
    expect(rows.map(({ name, secret }) => [name, secret])).toEqual([
      ['a', true],
      ['a.b', true],
    ])
  })

  it.each([
    [['maxBodySize'], 'MAX_BODY_SIZE'],
    [['time-zone', 'a'], 'TIME_ZONE__A'],
    [['HTTPPort'], 'HTTPPORT'],
  ])('name the variable of %j', (path, name) => {
    expect(variableOf(path, '')).toBe(name)
  })
})
