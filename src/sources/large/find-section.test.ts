import { describe, expect, it } from 'vitest'
import type { Path } from '../../values/path.ts'
import { FileWindow } from './file-window.ts'
import { type FoundSection, findSection } from './find-section.ts'

/** What is found through windows of a size; that of real files is larger than all of these texts. */
function find(text: string | Buffer, path: Path, size = 262_144): FoundSection | undefined {
  const bytes = Buffer.from(text)
  const read = (into: Uint8Array, position: number): number => bytes.copy(into, 0, position, position + into.length)
  return findSection(() => new FileWindow(read, size), path)
}

const textOf = (text: string, ...path: readonly string[]): string | undefined => find(text, path)?.bytes.toString()

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
    expect(find(text, ['a'])?.start).toEqual({ line: 4, column: 7, offset: text.indexOf('5') })
  })

  const long = 'é€😀\\"{['.repeat(9)
  it.each<readonly [string, string, Path]>([
    ['long texts', `{"${long.replaceAll('\\"', '')}": "${long}", "a": ["${long}", {}]}`, ['a']],
    ['escapes', `{"x": "${'\\\\\\"'.repeat(20)}", "y": ["${'\\"}'.repeat(20)}"], "a": {"b": 12345678901}, "z": 1}`, ['a', 'b']],
    ['many lines', `{\r\n  "x": [\n\r\n${'  1,\r\n'.repeat(30)} 2],\r"é😀": 1,\n   "a": "${long}"\n}`, ['a']],
    ['one line', `{${Array.from({ length: 40 }, (_, index) => `"é${index}": [{"a": "😀"}, ${index}]`).join(',')}}`, ['é39']],
    ['repeated keys', `{"a": {"b": 1, "x": "${long}", "b": 2}, "c": {"a": 3}, "a": {"y": [0], "b": {"a": 4}}}`, ['a', 'b']],
    ['words', `{"x": true, "y": -1.5e300, "z": null, "a": false, "b": 0}`, ['a']],
    ['what is not there', `{"x": {"a": "${long}"}, "y": "a"}`, ['a']],
    ['a broken end', `{"x": "${long}", "a": {"b": [`, ['a']],
    ['an endless text', `{"x": "${long}`, ['x']],
    ['an endless word', '{"a": 1234567890', ['a']],
    ['marks of byte order inside', `{"x": "${'\uFEFF'.repeat(30)}", "a": "\uFEFF"}`, ['a']],
  ])('finds the same through windows of any size, in %s', (_, text, path) => {
    const whole = find(text, path)
    if (whole !== undefined) {
      const lines = text.slice(0, whole.start.offset).split(/\r\n|\n|\r/)
      expect(text.startsWith(whole.bytes.toString(), whole.start.offset)).toBe(true)
      expect(whole.start).toMatchObject({ line: lines.length, column: (lines.at(-1) ?? '').length + 1 })
    }
    for (let size = 4; size < 200; size++) expect([size, find(text, path, size)]).toEqual([size, whole])
  })

  it('comes to an end when the file does earlier than it was', () => {
    const bytes = Buffer.from('{"a": {"b": 1')
    let calls = 0
    const read = (into: Uint8Array, position: number): number => {
      calls++
      return bytes.copy(into, 0, position, position + Math.min(3, into.length))
    }
    expect(findSection(() => new FileWindow(read, 8), ['a'])).toBeUndefined()
    expect(calls).toBeLessThan(20)
  })

  it('is not confused by bytes that are no text', () => {
    const noise = Buffer.from([0xff, 0x80, 0x80, 0x80, 0x80, 0xc3])
    const bytes = Buffer.concat([Buffer.from('{"x": "'), noise, noise, noise, Buffer.from('", "a": 5}')])
    for (let size = 4; size < 50; size++) expect(find(bytes, ['a'], size)?.bytes.toString()).toBe('5')
  })
})
