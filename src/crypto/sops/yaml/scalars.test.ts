import { describe, expect, it } from 'vitest'
import { noInteger, plainYamlScalar, taggedYamlScalar } from './scalars.ts'

function read(text: string): string {
  const found = plainYamlScalar(text)
  if (found === noInteger) return 'refused'
  return found === undefined ? 'null' : `${found.type} ${Buffer.from(found.bytes).toString()}`
}

/** What the SOPS command makes of plain scalars: it was asked. */
describe('a plain scalar of YAML', () => {
  it.each([
    ...['true', 'True', 'TRUE'].map((text) => [text, 'bool True']),
    ...['false', 'False', 'FALSE'].map((text) => [text, 'bool False']),
    ...['yes', 'no', 'on', 'off', 'y', 'n', 'tRUE'].map((text) => [text, `str ${text}`]),
    ...['', '~', 'null', 'Null', 'NULL'].map((text) => [text, 'null']),
    ...['nULL', 'nan', 'inf', '-', '+', '.'].map((text) => [text, `str ${text}`]),
    ['12', 'int 12'],
    ['+5', 'int 5'],
    ['-3', 'int -3'],
    ['1_000', 'int 1000'],
    ['0x1F', 'int 31'],
    ['0b101', 'int 5'],
    ['0o17', 'int 15'],
    ['017', 'int 15'],
    ['0777', 'int 511'],
    ['-017', 'int -15'],
    ['08', 'float 8'],
    ['09', 'float 9'],
    ['9223372036854775807', 'int 9223372036854775807'],
    ['-9223372036854775808', 'int -9223372036854775808'],
    ['9223372036854775808', 'refused'],
    ['18446744073709551615', 'refused'],
    ['18446744073709551616', 'float 18446744073709552000'],
    ['1.0', 'float 1'],
    ['.5', 'float 0.5'],
    ['5.', 'float 5'],
    ['1e3', 'float 1000'],
    ['1E+3', 'float 1000'],
    ['1_0.5', 'float 10.5'],
    ['.inf', 'float +Inf'],
    ['-.Inf', 'float -Inf'],
    ['.nan', 'float NaN'],
    ['1e999', 'str 1e999'],
    ['2024-01-02', 'time 2024-01-02T00:00:00Z'],
    ['2001-12-14t21:59:43.10-05:00', 'time 2001-12-14T21:59:43.1-05:00'],
    ['2024-01-02T03:04:05Z', 'time 2024-01-02T03:04:05Z'],
    ['2024-1-2', 'time 2024-01-02T00:00:00Z'],
    ['2024-02-30', 'str 2024-02-30'],
    ['2024-01-02T25:00:00Z', 'str 2024-01-02T25:00:00Z'],
    ['2001-12-14 21:59:43.10 -5', 'str 2001-12-14 21:59:43.10 -5'],
    ['12:30:45', 'str 12:30:45'],
    ['190:20:30', 'str 190:20:30'],
    ['2001-12-14  1:59:43', 'time 2001-12-14T01:59:43Z'],
    ['2001-12-14t21:59:43-25:00', 'str 2001-12-14t21:59:43-25:00'],
    ['2001-12-14t21:59:43-05:90', 'str 2001-12-14t21:59:43-05:90'],
    ['.5_0', 'float 0.5'],
    ['.5e1_0', 'float 5000000000'],
    ['._5', 'str ._5'],
    ['.5__0', 'str .5__0'],
    ['0o-7', 'int -7'],
    ['0b+1', 'int 1'],
    ['0x-1', 'str 0x-1'],
    ['0x', 'str 0x'],
    ['1.2.3', 'str 1.2.3'],
  ])('%j is %s', (text, expected) => expect(read(text as string)).toBe(expected))

  it('takes no time to speak of, however many digits it has', () => {
    const started = performance.now()
    read('9'.repeat(1_000_000))
    expect(performance.now() - started).toBeLessThan(1_000)
  })
})

describe('a scalar with a tag', () => {
  it.each([
    ['123', '!!str', { type: 'str', bytes: Buffer.from('123') }],
    ['1', '!!float', { type: 'float', bytes: Buffer.from('1') }],
    ['7', '!!int', { type: 'int', bytes: Buffer.from('7') }],
    ['aGk=', '!!binary', { type: 'str', bytes: Buffer.from('hi') }],
    ['x', '!own', { type: 'str', bytes: Buffer.from('x') }],
  ] as const)('%s with %s', (text, tag, expected) => {
    const found = taggedYamlScalar(text, tag)
    expect(typeof found === 'object' && { type: found.type, bytes: Buffer.from(found.bytes) }).toEqual(expected)
  })
})
