import fs from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Value } from '../values/value.ts'
import { readVariables, type VariableContext, type VariableOptions, type Variables } from './variables.ts'

let cwd = ''
beforeEach(() => {
  cwd = fs.mkdtempSync(join(os.tmpdir(), 'variables-'))
})
afterEach(() => fs.rmSync(cwd, { recursive: true, force: true }))

function read(
  variables: Readonly<Record<string, Value>>,
  options: VariableOptions = {},
  lower: Value = {},
  context: Partial<VariableContext> = {},
): Variables {
  const all = { cwd, keys: { lower, declared: [] }, foreign: false, ignoreCase: false, ...context }
  return readVariables(Object.entries(variables), options, all)
}

const prefixed = { prefix: 'SHOP_' }
const messages = (issues: Variables['issues']) => issues.map(({ code, message, name, hint }) => ({ code, message, name, hint }))

describe('a name', () => {
  it('with an empty level is ignored, and said to be', () => {
    const { value, warnings } = read({ SHOP_A____B: '1', SHOP_C: '2' }, prefixed)
    expect(value).toEqual({ c: '2' })
    expect(messages(warnings)).toEqual([
      {
        code: 'SOURCE_NEAR_MISS',
        message: '"SHOP_A____B" has an empty level and is ignored',
        name: 'SHOP_A____B',
        hint: 'write one __ between levels',
      },
    ])
  })

  it('of another program is left alone, whatever its form', () => {
    const { value, warnings } = read({ A____B: '1', PATH: '/bin', PORT: '80' }, {}, { port: 1 }, { foreign: true })
    expect(value).toEqual({ port: '80' })
    expect(warnings).toEqual([])
  })

  it('that could mean two keys names a way to say which, or says that there is none', () => {
    const two = read({ SHOP_DB_POOL_SIZE: '1' }, prefixed, { db: { poolSize: 1, pool: { size: 2 } } })
    expect(messages(two.issues)).toMatchObject([
      { code: 'SOURCE_AMBIGUOUS', hint: expect.stringMatching(/^write DB__POOL__?SIZE or DB__POOL__?SIZE behind the prefix$/) },
    ])
    const same = read({ SHOP_POOL_SIZE: '1' }, prefixed, { poolSize: 1, 'pool-size': 2 })
    expect(messages(same.issues)).toMatchObject([{ code: 'SOURCE_AMBIGUOUS', hint: 'rename one of the keys' }])
  })

  it('is the same in any case on Windows', () => {
    const options = { prefix: 'Shop_', map: { Port: 'server.port' } }
    const { value } = read({ shop_name: 'x', PORT: '80' }, options, {}, { ignoreCase: true })
    expect(value).toEqual({ name: 'x', server: { port: '80' } })
    expect(read({ shop_name: 'x', PORT: '80' }, options).value).toEqual({})
  })

  it('near to another is warned of fifty times, not thousands', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`SHOP_A____${index}`, 'x']))
    expect(read(many, prefixed).warnings).toHaveLength(50)
  })

  it('given by the schema is taken as it stands, beside what the schema names without a variable', () => {
    const declared = [{ path: ['server', 'port'], env: 'PORT' }, { path: ['name'] }]
    expect(read({ PORT: '80' }, prefixed, {}, { keys: { lower: {}, declared } }).value).toEqual({ server: { port: '80' } })
  })

  it.each(['', 'a..b'])('cannot be given the path %j', (text) => {
    expect(messages(read({ PORT: '80' }, { prefix: 'SHOP_', map: { PORT: text } }).issues)).toEqual([
      {
        code: 'OPTION_INVALID',
        message: `${JSON.stringify(text)}, given for PORT, is no path`,
        name: 'PORT',
        hint: 'write it like server.port',
      },
    ])
  })
})

describe('a name that ends in _FILE', () => {
  it('is one like any other when it is asked to be', () => {
    expect(read({ SHOP_KEY_FILE: 'none' }, { ...prefixed, fileSuffix: false }).value).toEqual({ key_file: 'none' })
  })

  it('reads no file when the rest is no name', () => {
    const { value, issues, warnings } = read({ SHOP__FILE: 'none', SHOP_A_____FILE: 'none' }, prefixed)
    expect(issues).toEqual([])
    expect([value, warnings.length]).toEqual([{ _file: 'none' }, 1])
  })

  it('that could mean two keys is refused before a file is looked for', () => {
    const { issues } = read({ SHOP_POOL_SIZE_FILE: 'none' }, prefixed, { poolSize: 1, 'pool-size': 2 })
    expect(issues.map(({ code, name }) => [code, name])).toEqual([['SOURCE_AMBIGUOUS', 'SHOP_POOL_SIZE_FILE']])
  })

  it('and is no text names no file', () => {
    expect(read({ SHOP_KEY_FILE: 5 }, prefixed)).toMatchObject({ value: {}, issues: [] })
  })

  it('tells the file, the place and the content without its line end', () => {
    fs.writeFileSync(join(cwd, 'key'), 'secret\r\n')
    const { value, files } = read({ SHOP_KEY_FILE: 'key' }, prefixed)
    expect(value).toEqual({ key: 'secret' })
    expect(files.get('SHOP_KEY_FILE')).toMatchObject({ file: 'key', absolute: join(cwd, 'key') })
  })
})

describe('names below a key', () => {
  it('that two names set inside each other are told, in either order', () => {
    for (const names of [
      ['SHOP_A', 'SHOP_A__B__C'],
      ['SHOP_A__B__C', 'SHOP_A'],
    ]) {
      const { issues } = read(Object.fromEntries(names.map((name) => [name, '1'])), prefixed)
      expect(messages(issues)).toMatchObject([
        { code: 'SOURCE_AMBIGUOUS', message: expect.stringMatching(/one inside the other$/), hint: 'remove one of the two' },
      ])
    }
  })

  it('change members of an element, and keep the rest of it', () => {
    const lower = { hosts: [{ url: 'a', port: 1 }, 'plain'] }
    const { value } = read({ SHOP_HOSTS__0__URL: 'b', SHOP_HOSTS__1__URL: 'c' }, prefixed, lower)
    expect(value).toEqual({ hosts: [{ port: 1, url: 'b' }, { url: 'c' }] })
  })

  it('behind the end of a list are refused by name, also deep inside an element', () => {
    const { issues } = read({ SHOP_HOSTS__7__A__B: 'b' }, prefixed, { hosts: ['a'] })
    expect(messages(issues)).toEqual([
      {
        code: 'SOURCE_INDEX',
        message: 'hosts[7] is behind the end of the list, which has 1 element',
        name: 'SHOP_HOSTS__7__A__B',
        hint: 'the next free index is 1',
      },
    ])
  })

  it('mixed with words make a map in place of the list', () => {
    const { value } = read({ SHOP_HOSTS__0: 'b', SHOP_HOSTS__EXTRA: 'c' }, prefixed, { hosts: ['a'] })
    expect(value).toEqual({ hosts: { 0: 'b', extra: 'c' } })
  })
})
