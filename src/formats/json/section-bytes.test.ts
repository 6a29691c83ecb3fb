import { describe, expect, it } from 'vitest'
import { findSection } from './section-bytes.ts'

function textOf(text: string, ...path: readonly string[]): string | undefined {
  const bytes = Buffer.from(text)
  const found = findSection(bytes, path)
  return found && bytes.subarray(found.start, found.end).toString()
}

describe('findSection', () => {
  it.each<readonly [string, readonly string[], string | undefined]>([
    ['{"a":{"b":[1,2]},"c":3}', ['a', 'b'], '[1,2]'],
    ['{"a":1,"c":3}', ['c'], '3'],
    ['{"a":"}\\"]{","c": true }', ['c'], 'true'],
    ['{"a":[{"c":0}],"c":{"d":"x"}}', ['c'], '{"d":"x"}'],
    ['{"a":{"c":0},"c":1}', ['c'], '1'],
    ['{"ключ":{"b":"é"}}', ['ключ', 'b'], '"é"'],
    ['{"a\\"b":1}', ['a"b'], undefined],
    ['{"a":1,"a":2}', ['a'], '2'],
    ['{"a":{"b":1},"a":{"c":2}}', ['a', 'b'], undefined],
    ['{"a":{"b":1},"a":{"b":3}}', ['a', 'b'], '3'],
    ['{"a":{"b":1},"a":7}', ['a', 'b'], undefined],
    ['{"a":1}', ['b'], undefined],
    ['{"a":1}', ['a', 'b'], undefined],
    ['[1]', ['a'], undefined],
    ['', ['a'], undefined],
    ['{"a":{', ['a'], undefined],
  ])('of %s, %j is %s', (text, path, expected) => expect(textOf(text, ...path)).toBe(expected))

  it('leaves a file with an escaped key behind the section to those who read it whole', () => {
    expect(textOf('{"a":1,"\\u0061":2}', 'a')).toBeUndefined()
  })

  it.each(['\n', '\r\n', '\r'])('knows the line, whose ends are %j', (end) => {
    const text = ['{', ' "x": {', '  "y": 1 },', ' "a": 5', '}'].join(end)
    const found = findSection(Buffer.from(text), ['a'])
    expect(found).toMatchObject({ line: 4, lineStart: text.indexOf(' "a"'), start: text.indexOf('5') })
  })
})
