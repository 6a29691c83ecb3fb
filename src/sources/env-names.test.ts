import { describe, expect, it } from 'vitest'
import { printPath } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { EnvNames } from './env-names.ts'

const lower = {
  server: { port: 8080, host: 'localhost', tls: { certFile: 'x' } },
  db: { poolSize: 5, 'max-idle': 1, user_name: 'x' },
  hosts: ['a', 'b'],
  services: [{ url: 'x' }],
  logLevel: 'info',
}

function read(name: string, value: Value = lower, declared: readonly string[][] = []): string {
  const keys = { lower: value, declared: declared.map((path) => ({ path })) }
  const reading = new EnvNames({ separator: '__', keys }).read(name)
  switch (reading.kind) {
    case 'known':
      return printPath(reading.path)
    case 'ambiguous':
      return `ambiguous: ${reading.paths.map(printPath).sort().join(' ')}`
    case 'new':
      return `new: ${printPath(reading.path)}${reading.near.length > 0 ? ` near ${reading.near.map(printPath).join(' ')}` : ''}`
    case 'malformed':
      return 'malformed'
  }
}

describe('the name of a variable', () => {
  it.each([
    ['SERVER__PORT', 'server.port'],
    ['SERVER_PORT', 'server.port'],
    ['server__port', 'server.port'],
    ['SERVER__TLS__CERT_FILE', 'server.tls.certFile'],
    ['SERVER_TLS_CERTFILE', 'server.tls.certFile'],
    ['DB__POOLSIZE', 'db.poolSize'],
    ['DB__POOL_SIZE', 'db.poolSize'],
    ['DB_POOL_SIZE', 'db.poolSize'],
    ['DB_MAX_IDLE', 'db.max-idle'],
    ['DB_USER_NAME', 'db.user_name'],
    ['LOG_LEVEL', 'logLevel'],
    ['LOGLEVEL', 'logLevel'],
    ['SERVER', 'server'],
    ['HOSTS__0', 'hosts[0]'],
    ['HOSTS__1', 'hosts[1]'],
    ['SERVICES__0__URL', 'services[0].url'],
  ])('%s is the key %s that exists', (name, expected) => {
    expect(read(name)).toBe(expected)
  })

  it.each([
    ['NEW__THING', 'new: new.thing'],
    ['NEW_THING', 'new: new_thing'],
    ['SERVER__EXTRA_FLAG', 'new: server.extra_flag'],
    ['DB__NEW__KEY', 'new: db.new.key'],
    ['HOSTS__2', 'new: hosts[2]'],
  ])('%s becomes %s', (name, expected) => {
    expect(read(name)).toBe(expected)
  })

  it.each([
    ['SERVER__PROT', 'new: server.prot near server.port'],
    ['SERVER_PROT', 'new: server_prot near server.port'],
    ['SEVRER__PORT', 'new: sevrer.port near server.port'],
    ['DB_POOL_SZIE', 'new: db_pool_szie near db.poolSize'],
    ['SERVER_TLS__CERT_FILE', 'new: server_tls.cert_file near server.tls.certFile'],
  ])('%s is %s', (name, expected) => {
    expect(read(name)).toBe(expected)
  })

  it('does not divide words where there is no underscore', () => {
    expect(read('SERVERPORT')).toMatch(/^new: serverport/)
    expect(read('SERVE_RPORT')).toMatch(/^new: serve_rport/)
  })

  it.each(['__', 'A____B', '__A', 'A__'])('%s has an empty level', (name) => {
    expect(read(name)).toBe('malformed')
  })

  it('that fits two keys is ambiguous', () => {
    const both = { db: { poolSize: 1, pool: { size: 2 } } }
    expect(read('DB_POOL_SIZE', both)).toBe('ambiguous: db.pool.size db.poolSize')
    expect(read('DB__POOL_SIZE', both)).toBe('db.poolSize')
    expect(read('DB__POOL__SIZE', both)).toBe('db.pool.size')
    expect(read('A', { a: 1, A: 2 })).toBe('ambiguous: A a')
  })

  it('is matched against what the schema declares, too', () => {
    expect(read('DB_POOL_SIZE', {}, [['db', 'poolSize']])).toBe('db.poolSize')
    expect(read('DB_POOL_SIZE', { db: { pool: { size: 1 } } }, [['db', 'poolSize']])).toBe('ambiguous: db.pool.size db.poolSize')
    expect(read('DB_POOL_SIZE', { db: { poolSize: 1 } }, [['db', 'poolSize']])).toBe('db.poolSize')
  })

  it('never reaches inherited members', () => {
    expect(read('TO_STRING')).toBe('new: to_string')
    expect(read('SERVER__CONSTRUCTOR__NAME')).toBe('new: server.constructor.name')
    expect(read('LOGLEVEL__LENGTH')).toBe('new: logLevel.length')
  })

  it('is matched in time that does not explode', () => {
    let tree: Value = 'leaf'
    for (let level = 0; level < 12; level++) tree = { a: tree, aa: tree, aaa: tree }
    const start = performance.now()
    read('A_'.repeat(30).slice(0, -1), tree)
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
