import { describe, expect, it } from 'vitest'
import { readSuppressions } from './suppression.ts'

const read = (text: string, file = 'a.yaml') => readSuppressions(text, file)
const summary = (text: string, file?: string) =>
  read(text, file).suppressions.map(({ codes, line, until, reason }) => ({ codes, line, until, reason }))

describe('a suppression', () => {
  it.each([
    ['a.yaml', '# configmanage-ignore VALUE_RANGE: r\nport: 1\n', 2],
    ['a.yaml', 'port: 1 # configmanage-ignore VALUE_RANGE: r\n', 1],
    ['a.toml', '# configmanage-ignore VALUE_RANGE: r\n\n# more\nport = 1\n', 4],
    ['.env', 'PORT=1 # configmanage-ignore VALUE_RANGE: r\n', 1],
    ['a.ini', '; configmanage-ignore VALUE_RANGE: r\nport = 1\n', 2],
    ['a.ini', 'port = 1 ; configmanage-ignore VALUE_RANGE: r\n', 1],
    ['a.properties', '! configmanage-ignore VALUE_RANGE: r\nport = 1\n', 2],
    ['a.jsonc', '{\n  // configmanage-ignore VALUE_RANGE: r\n  "port": 1\n}', 3],
    ['a.jsonc', '{\n  "port": 1 // configmanage-ignore VALUE_RANGE: r\n}', 2],
    ['a.json5', '{\n  /* configmanage-ignore VALUE_RANGE: r */\n  port: 1\n}', 3],
    ['a.json5', '{\n  /* configmanage-ignore VALUE_RANGE: r */ port: 1\n}', 2],
    ['a.own', '; configmanage-ignore VALUE_RANGE: r\nport 1\n', 2],
    ['a.yaml', '\ufeff# configmanage-ignore VALUE_RANGE: r\r\nport: 1\r\n', 2],
  ])('is read as %s writes comments: %j', (file, text, line) => {
    expect(summary(text, file)).toEqual([{ codes: ['VALUE_RANGE'], line, until: undefined, reason: 'r' }])
  })

  it.each([
    ['a.properties', 'port = 1 # configmanage-ignore VALUE_RANGE: r\n'],
    ['a.yaml', 'note: "see # configmanage-ignore VALUE_RANGE: r"\n'],
    ['a.yaml', 'note: x#configmanage-ignore VALUE_RANGE: r\n'],
    ['a.yaml', '# configmanage-ignored VALUE_RANGE: r\nport: 1\n'],
    ['a.toml', '// configmanage-ignore VALUE_RANGE: r\n'],
  ])('is not seen in what is no comment of %s: %j', (file, text) => {
    expect(read(text, file)).toEqual({ suppressions: [], issues: [] })
  })

  it('may name several codes, and a last day', () => {
    expect(summary('# configmanage-ignore VALUE_RANGE, VALUE_TYPE until 2027-03-31: until the move: soon\na: 1')).toEqual([
      { codes: ['VALUE_RANGE', 'VALUE_TYPE'], line: 2, until: '2027-03-31', reason: 'until the move: soon' },
    ])
  })

  it('may be for the whole file, at its top', () => {
    expect(summary('# Settings\n# configmanage-ignore-file VALUE_RANGE: r\n\na: 1\n')).toEqual([
      { codes: ['VALUE_RANGE'], line: undefined, until: undefined, reason: 'r' },
    ])
  })

  it.each([
    ['# configmanage-ignore VALUE_RANGE', 'a suppression without a reason'],
    ['# configmanage-ignore VALUE_RANGE:', 'a suppression without a reason'],
    ['# configmanage-ignore', 'a suppression without a code'],
    ['# configmanage-ignore : because', 'a suppression without a code'],
    ['# configmanage-ignore VALUE_RANG: r', 'there is no code "VALUE_RANG"'],
    ['# configmanage-ignore constructor: r', 'there is no code "constructor"'],
    ['# configmanage-ignore SUPPRESSION_EXPIRED: r', '"SUPPRESSION_EXPIRED" cannot be suppressed'],
    ['# configmanage-ignore VALUE_RANGE until tomorrow: r', '"tomorrow" is no date'],
    ['# configmanage-ignore VALUE_RANGE until 2027-02-30: r', '"2027-02-30" is no date'],
    ['# configmanage-ignore VALUE_RANGE until: r', '"" is no date'],
    ['a: 1\n# configmanage-ignore-file VALUE_RANGE: r', 'configmanage-ignore-file stands below the first value'],
  ])('is told of when it cannot be used: %j', (text, message) => {
    const { suppressions, issues } = read(text)
    expect(suppressions).toEqual([])
    expect(issues).toMatchObject([{ code: 'SUPPRESSION_INVALID', severity: 'warning', message, span: { file: 'a.yaml' } }])
  })

  it('still holds for the codes that exist', () => {
    const { suppressions, issues } = read('# configmanage-ignore VALUE_RANG, VALUE_TYPE: r\na: 1')
    expect(suppressions.map(({ codes }) => codes)).toEqual([['VALUE_TYPE']])
    expect(issues).toMatchObject([{ hint: expect.stringContaining('VALUE_RANGE'), span: { start: { line: 1, column: 3 } } }])
  })

  it('is found in a large file at once', () => {
    const text = `${'# # # configmanage-ignore\t'.repeat(20_000)}\n${'key: "value" # x\n'.repeat(50_000)}${' '.repeat(200_000)}configmanage-ignore`
    const start = performance.now()
    read(text)
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
