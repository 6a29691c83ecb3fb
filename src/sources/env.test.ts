import fs from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Value } from '../values/value.ts'
import { type EnvOptions, env } from './env.ts'
import { issuesOf, readNow } from './read-context.fixture.ts'
import type { ReadContext, ValueReading } from './source.ts'

let folder = ''
beforeEach(() => {
  folder = fs.mkdtempSync(join(os.tmpdir(), 'env-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

function read(
  variables: Record<string, string>,
  options: EnvOptions = { prefix: 'SHOP_' },
  lower: Value = {},
  parts: Partial<ReadContext> = {},
) {
  const reading = readNow(env(options), { env: variables, cwd: folder, keys: { lower, declared: [] }, ...parts })
  return reading as ValueReading
}

describe('env', () => {
  it('makes a tree of texts', () => {
    const reading = read({ SHOP_SERVER__PORT: '80', SHOP_NAME: 'x', PATH: '/bin', SHOP_: 'nothing' })
    expect(reading.value).toEqual({ server: { port: '80' }, name: 'x' })
    expect(reading.textOnly).toBe(true)
    expect(reading.nameOf?.(['server', 'port'])).toBe('SHOP_SERVER__PORT')
    expect(env({ prefix: 'SHOP_' }).name).toBe('environment SHOP_*')
  })

  it('passes empty text as text', () => {
    expect(read({ SHOP_A: '', SHOP_B: '1' }).value).toEqual({ b: '1' })
  })

  it('uses another separator', () => {
    expect(read({ 'SHOP_a.b': '1' }, { prefix: 'SHOP_', separator: '.' }).value).toEqual({ a: { b: '1' } })
  })

  it('takes only names that fit when there is no prefix', () => {
    const lower = { server: { port: 1 } }
    expect(read({ SERVER__PORT: '80', SERVER__PROT: '1', HOME: '/root', HOME_FILE: '/x' }, {}, lower)).toMatchObject({
      value: { server: { port: '80' } },
      warnings: [],
    })
  })

  it('takes names given by the schema and by the map', () => {
    const keys = { lower: {}, declared: [{ path: ['db', 'url'], env: 'DATABASE_URL' }] }
    const reading = read({ DATABASE_URL: 'x', PORT: '80' }, { prefix: 'SHOP_', map: { PORT: 'server.port' } }, {}, { keys })
    expect(reading.value).toEqual({ db: { url: 'x' }, server: { port: '80' } })
    expect(reading.nameOf?.(['db', 'url'])).toBe('DATABASE_URL')
  })

  it('refuses a name that could mean two keys, and lists both', () => {
    const lower = { db: { poolSize: 1, pool: { size: 2 } } }
    expect(issuesOf(() => read({ SHOP_DB_POOL_SIZE: '9' }, { prefix: 'SHOP_' }, lower))).toMatchObject([
      { code: 'SOURCE_AMBIGUOUS', severity: 'error', name: 'SHOP_DB_POOL_SIZE', hint: expect.stringContaining('DB__POOL_SIZE') },
    ])
    const [issue] = issuesOf(() => read({ SHOP_DB_POOL_SIZE: '9' }, { prefix: 'SHOP_' }, lower))
    expect(issue?.message).toContain('db.poolSize')
    expect(issue?.message).toContain('db.pool.size')
  })

  it('refuses two names for one key, and one inside another', () => {
    const lower = { db: { poolSize: 1 } }
    expect(issuesOf(() => read({ SHOP_DB__POOLSIZE: '1', SHOP_DB_POOL_SIZE: '2' }, { prefix: 'SHOP_' }, lower))[0]).toMatchObject(
      {
        code: 'SOURCE_AMBIGUOUS',
        path: ['db', 'poolSize'],
      },
    )
    for (const variables of [
      { SHOP_A: '1', SHOP_A__B: '2' },
      { SHOP_A__B: '2', SHOP_A: '1' },
    ]) {
      expect(issuesOf(() => read(variables))[0]?.code).toBe('SOURCE_AMBIGUOUS')
    }
  })

  it('warns of a near miss in the words of the variable', () => {
    const { warnings } = read({ SHOP_SERVER__PROT: '1' }, { prefix: 'SHOP_' }, { server: { port: 1 } })
    expect(warnings).toMatchObject([
      { code: 'SOURCE_NEAR_MISS', severity: 'warning', name: 'SHOP_SERVER__PROT', hint: 'did you mean "SHOP_SERVER__PORT"?' },
    ])
    expect(read({ SHOP_DB_POOL_SZIE: '1' }, { prefix: 'SHOP_' }, { db: { poolSize: 1 } }).warnings?.[0]?.hint).toBe(
      'did you mean "SHOP_DB_POOL_SIZE"?',
    )
  })

  it('changes one element of a list and keeps the others', () => {
    const lower = { hosts: ['a', 'b'], services: [{ url: 'x', port: 1 }] }
    const { value } = read({ SHOP_HOSTS__1: 'B', SHOP_HOSTS__2: 'C', SHOP_SERVICES__0__URL: 'y' }, { prefix: 'SHOP_' }, lower)
    expect(value).toEqual({ hosts: ['a', 'B', 'C'], services: [{ url: 'y', port: 1 }] })
    expect(lower.hosts).toEqual(['a', 'b'])
    expect(read({ SHOP_NEW__0: 'x' }).value).toEqual({ new: { 0: 'x' } })
  })

  it('refuses an index that leaves a gap', () => {
    expect(issuesOf(() => read({ SHOP_HOSTS__5: 'x' }, { prefix: 'SHOP_' }, { hosts: ['a'] }))[0]).toMatchObject({
      code: 'SOURCE_INDEX',
      name: 'SHOP_HOSTS__5',
    })
  })

  it('never reaches a prototype', () => {
    expect(issuesOf(() => read({ 'SHOP_a.__proto__.b': '1' }, { prefix: 'SHOP_', separator: '.' }))[0]?.code).toBe(
      'MERGE_UNSAFE_KEY',
    )
    expect(issuesOf(() => read({ SHOP_CONSTRUCTOR__PROTOTYPE__X: '1' }))[0]?.code).toBe('MERGE_UNSAFE_KEY')
    expect(read({ SHOP___PROTO____X: '1' })).toMatchObject({ value: {}, warnings: [{ code: 'SOURCE_NEAR_MISS' }] })
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })

  it('answers with the same reading until something changes', () => {
    const source = env({ prefix: 'SHOP_' })
    const first = readNow(source, { env: { SHOP_A: '1' } })
    const again = readNow(source, { env: { SHOP_A: '1' }, previous: first })
    const other = readNow(source, { env: { SHOP_A: '2' }, previous: first })
    expect(again).toBe(first)
    expect(other?.version).not.toBe(first?.version)
    expect(first?.version).not.toContain('1=')
  })
})

describe('a variable that names a file', () => {
  it('has the content of the file, without the line end', () => {
    fs.writeFileSync(join(folder, 'password'), 'hunter2\n')
    const reading = read({ SHOP_DB__PASSWORD_FILE: 'password' })
    expect(reading.value).toEqual({ db: { password: 'hunter2' } })
    expect(reading.nameOf?.(['db', 'password'])).toBe('SHOP_DB__PASSWORD_FILE')
    expect(reading.locate?.(['db', 'password'])).toMatchObject({ file: 'password', start: { line: 1, column: 1 } })
  })

  it('is a value itself when there is a key of that name', () => {
    expect(read({ SHOP_LOG_FILE: 'x.log' }, { prefix: 'SHOP_' }, { logFile: '' }).value).toEqual({ logFile: 'x.log' })
    expect(read({ SHOP_LOG_FILE: 'x.log' }, { prefix: 'SHOP_' }, { log: { file: '' } }).value).toEqual({ log: { file: 'x.log' } })
    expect(read({ SHOP_LOG_FILE: 'x.log' }, { prefix: 'SHOP_', fileSuffix: false }).value).toEqual({ log_file: 'x.log' })
  })

  it('may be declared by the schema', () => {
    fs.writeFileSync(join(folder, 'url'), 'x')
    const keys = { lower: {}, declared: [{ path: ['db', 'url'], env: 'DATABASE_URL' }] }
    expect(read({ DATABASE_URL_FILE: 'url' }, {}, {}, { keys }).value).toEqual({ db: { url: 'x' } })
  })

  it('is not set when it is empty', () => {
    expect(read({ SHOP_A_FILE: '' }).value).toEqual({})
  })

  it('must not stand beside the variable itself', () => {
    fs.writeFileSync(join(folder, 'a'), 'x')
    expect(issuesOf(() => read({ SHOP_A: '1', SHOP_A_FILE: 'a' }))[0]?.code).toBe('SOURCE_AMBIGUOUS')
  })

  it('must name a file that is there and can be read: all problems come together', () => {
    fs.writeFileSync(join(folder, 'binary'), Buffer.from([0xff, 0x00]))
    const issues = issuesOf(() => read({ SHOP_A_FILE: 'none', SHOP_B_FILE: '.', SHOP_C_FILE: 'binary' }))
    expect(issues.map(({ code, name }) => [code, name])).toEqual([
      ['SOURCE_MISSING', 'SHOP_A_FILE'],
      ['SOURCE_UNREADABLE', 'SHOP_B_FILE'],
      ['SOURCE_ENCODING', 'SHOP_C_FILE'],
    ])
  })

  it('changes the reading when the file changes', () => {
    const source = env({ prefix: 'SHOP_' })
    const parts = { env: { SHOP_A_FILE: 'a' }, cwd: folder }
    fs.writeFileSync(join(folder, 'a'), '1')
    const first = readNow(source, parts)
    expect(readNow(source, { ...parts, previous: first })).toBe(first)
    fs.writeFileSync(join(folder, 'a'), '2')
    expect(readNow(source, { ...parts, previous: first })?.version).not.toBe(first?.version)
  })
})
