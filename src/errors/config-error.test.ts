import { describe, expect, it } from 'vitest'
import { catalogue } from './catalogue.ts'
import { ConfigError } from './config-error.ts'
import type { Issue } from './issue.ts'

const position = { line: 3, column: 7, offset: 30 }
const issue: Issue = { code: 'KEY_MISSING', severity: 'error', message: 'no layer has "a"' }

describe('ConfigError', () => {
  it('has the code of its only issue', () => {
    expect(new ConfigError(issue).code).toBe('KEY_MISSING')
    expect(new ConfigError([issue, issue]).code).toBe('CONFIG_INVALID')
  })

  it.each<[Partial<Issue>, string]>([
    [{ span: { file: 'a.yaml', start: position, end: position } }, 'a.yaml:3:7: no layer has "a"'],
    [{ file: 'a.yaml' }, 'a.yaml: no layer has "a"'],
    [{ name: 'SHOP_A' }, 'SHOP_A: no layer has "a"'],
    [{ path: ['a', 0] }, 'a[0]: no layer has "a"'],
    [{ path: [] }, 'no layer has "a"'],
    [{ path: ['a'], message: '"a" is required' }, '"a" is required'],
    [{ path: ['a'], message: 'a: is in use' }, 'a: is in use'],
    [{ hint: 'set it' }, 'no layer has "a" (set it)'],
  ])('names the nearest place it knows', (place, message) => {
    expect(new ConfigError({ ...issue, ...place }).message).toBe(message)
  })

  it('lists several issues, the first twenty of many', () => {
    const { message } = new ConfigError(Array.from({ length: 25 }, () => issue))
    expect(message).toContain('25 problems')
    expect(message.split('\n')).toHaveLength(22)
    expect(message).toContain('and 5 more')
  })

  it('is recognised across copies of the package', () => {
    const other = { [Symbol.for('configmanage.ConfigError')]: true }
    expect(ConfigError.is(other)).toBe(true)
    expect([new Error('x'), null, 'text', undefined].some((error) => ConfigError.is(error))).toBe(false)
  })

  it('keeps its cause and cannot be empty', () => {
    const cause = new Error('below')
    expect(new ConfigError(issue, { cause }).cause).toBe(cause)
    expect(() => new ConfigError([])).toThrow(TypeError)
  })
})

describe('the catalogue', () => {
  it.each(Object.entries(catalogue))('%s is a word, and explained', (code, entry) => {
    expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/)
    for (const text of [entry.title, entry.cause, entry.remedy]) expect(text.length).toBeGreaterThan(10)
    expect(entry.title[0]).toBe(entry.title[0]?.toLowerCase())
  })
})
