import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Path } from '../values/path.ts'
import { readPlainVariables } from './plain-variables.ts'
import { readVariables, type VariableContext } from './variables.ts'

const lower = {
  server: { port: 8080, 'max-idle': 1, tls: { cert: 'x' } },
  a: { b: 1, B: 2 },
  poolSize: 5,
  hosts: ['a', { url: 'x' }],
  '-': 1,
}
const context: VariableContext = { cwd: '/', keys: { lower, declared: [] }, foreign: false, ignoreCase: false }
const options = { prefix: 'APP_' }

function plain(variables: Readonly<Record<string, string>>) {
  return readPlainVariables(variables, options, context)
}

describe('variables of which each names one key', () => {
  it('are read, whatever their case and the marks between words', () => {
    const variables = { APP_SERVER__PORT: '1', APP_SERVER__MAX_IDLE: '2', APP_poolsize: '3', OTHER: '4', APP_: '5' }
    expect(plain(variables)?.value).toEqual({ server: { port: '1', 'max-idle': '2' }, poolSize: '3' })
    expect(plain(variables)?.nameOf(['server', 'max-idle'])).toBe('APP_SERVER__MAX_IDLE')
    expect(plain(variables)?.nameOf(['server'])).toBeUndefined()
  })

  it.each([
    ['a key that does not exist', { APP_NAME: '1' }],
    ['words that may be divided in several ways', { APP_SERVER_PORT: '1' }],
    ['a name that fits two keys', { APP_A__B: '1' }],
    ['an element of a list', { APP_HOSTS__0: '1' }],
    ['an empty level', { APP_SERVER____PORT: '1' }],
    ['two names of one key', { APP_SERVER__PORT: '1', APP_Server__Port: '2' }],
    ['a value and something inside it', { APP_SERVER__TLS: '1', APP_SERVER__TLS__CERT: '2' }],
    ['something inside a value and the value', { APP_SERVER__TLS__CERT: '2', APP_SERVER__TLS: '1' }],
  ])('do not include %s', (_, variables) => {
    expect(plain(variables)).toBeUndefined()
  })

  it('mean what they mean to the reader of all names', () => {
    const part = fc.constantFrom(
      'SERVER',
      'PORT',
      'MAX_IDLE',
      'TLS',
      'CERT',
      'Server',
      'A',
      'B',
      'POOLSIZE',
      'HOSTS',
      '0',
      'URL',
      '',
    )
    const name = fc.array(part, { minLength: 1, maxLength: 3 }).map((parts) => `APP_${parts.join('__')}`)
    const text = fc.constantFrom('1', '', 'x')
    fc.assert(
      fc.property(fc.dictionary(fc.oneof(name, fc.constant('HOME')), text, { maxKeys: 4 }), (variables) => {
        const few = plain(variables)
        if (few === undefined) return
        const all = readVariables(Object.entries(variables), options, context)
        expect(few.value).toEqual(all.value)
        expect([all.issues, all.warnings]).toEqual([[], []])
        const paths: Path[] = [['server', 'port'], ['server', 'tls'], ['server', 'tls', 'cert'], ['poolSize'], ['hosts'], []]
        expect(paths.map((path) => few.nameOf(path))).toEqual(paths.map((path) => all.nameOf(path)))
      }),
      { numRuns: 2000, seed: 11 },
    )
  })
})
