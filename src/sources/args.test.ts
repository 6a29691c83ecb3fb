import { describe, expect, it } from 'vitest'
import type { Value } from '../values/value.ts'
import { type ArgsOptions, args } from './args.ts'
import { issuesOf, readNow } from './read-context.fixture.ts'
import type { ValueReading } from './source.ts'

function read(list: string, lower: Value = {}, options: ArgsOptions = {}): ValueReading {
  return readNow(args(options), { args: list.split(' ').filter(Boolean), keys: { lower, declared: [] } }) as ValueReading
}

const lower = { server: { port: 1 }, db: { poolSize: 5 }, verbose: false, color: true, noCache: false, hosts: ['a', 'b'] }

describe('args', () => {
  it.each<[string, Value]>([
    ['--server.port 80', { server: { port: '80' } }],
    ['--server.port=80', { server: { port: '80' } }],
    ['--SERVER.PORT=80', { server: { port: '80' } }],
    ['--db.pool-size 9', { db: { poolSize: '9' } }],
    ['--offset -5', { offset: '-5' }],
    ['--offset -.5', { offset: '-.5' }],
    ['--offset=-x', { offset: '-x' }],
    ['--empty= --full=1', { full: '1' }],
    ['--flag', { flag: 'true' }],
    ['--flag --other', { flag: 'true', other: 'true' }],
    ['--flag -v', { flag: 'true' }],
    ['--verbose build', { verbose: 'true' }],
    ['--verbose no', { verbose: 'no' }],
    ['--no-color', { color: 'false' }],
    ['--no-color build', { color: 'false' }],
    ['--server.no-tls', { server: { tls: 'false' } }],
    ['--no-cache', { noCache: 'true' }],
    ['--tag a --tag=b --tag c', { tag: ['a', 'b', 'c'] }],
    ['--hosts[1]=B', { hosts: ['a', 'B'] }],
    ['--hosts.0 A', { hosts: ['A', 'b'] }],
    ['--New-Thing 1', { 'New-Thing': '1' }],
    ['--a.b=x=y', { a: { b: 'x=y' } }],
    ['build -p 80 --a 1 -- --b 2', { a: '1' }],
    ['', {}],
    ['--', {}],
    ['--- -', {}],
  ])('reads %j', (list, expected) => {
    expect(read(list, lower).value).toEqual(expected)
  })

  it('calls a path as it was typed', () => {
    const reading = read('--db.pool-size 9', lower)
    expect(reading.nameOf?.(['db', 'poolSize'])).toBe('--db.pool-size')
    expect(reading.textOnly).toBe(true)
  })

  it('takes only options with the prefix, cut off', () => {
    expect(read('--config.a 1 --b 2', {}, { prefix: 'config.' }).value).toEqual({ a: '1' })
  })

  it('leaves unknown options to the program when asked to, but still warns of a near miss', () => {
    const reading = read('--server.prot 1 --watch', lower, { unknown: 'ignore' })
    expect(reading.value).toEqual({})
    expect(reading.warnings).toMatchObject([
      { code: 'SOURCE_NEAR_MISS', name: '--server.prot', hint: 'did you mean "--server.port"?' },
    ])
  })

  it('refuses what is ambiguous, unsafe or no path', () => {
    expect(issuesOf(() => read('--DB.POOL 1', { db: { pool: 1, Pool: 2 } }))[0]?.code).toBe('SOURCE_AMBIGUOUS')
    expect(issuesOf(() => read('--__proto__.x 1'))[0]?.code).toBe('MERGE_UNSAFE_KEY')
    expect(issuesOf(() => read('--a..b 1'))[0]).toMatchObject({ code: 'OPTION_INVALID', name: '--a..b' })
    expect(issuesOf(() => read('--a 1 --a.b 2'))[0]?.code).toBe('SOURCE_AMBIGUOUS')
  })

  it('takes an exact name before a similar one', () => {
    expect(read('--db.Pool 1', { db: { pool: 1, Pool: 2 } }).value).toEqual({ db: { Pool: '1' } })
  })

  it('answers with the same reading until something changes', () => {
    const first = read('--a 1')
    const keys = { lower: {}, declared: [] }
    expect(readNow(args(), { args: ['--a', '1'], keys, previous: first })).toBe(first)
    expect(readNow(args(), { args: ['--a', '2'], keys, previous: first })?.version).not.toBe(first.version)
  })
})
