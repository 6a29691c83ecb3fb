import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { decode, type Encoding } from '../../src/formats/decode.ts'
import { dotenv } from '../../src/formats/dotenv/dotenv.ts'
import type { Format } from '../../src/formats/format.ts'
import { ini } from '../../src/formats/ini/ini.ts'
import { properties } from '../../src/formats/properties/properties.ts'
import { getAt } from '../../src/values/get.ts'
import type { Path } from '../../src/values/path.ts'
import type { Value } from '../../src/values/value.ts'
import { walkLeaves } from '../../src/values/walk.ts'

interface Sample {
  readonly name: string
  readonly format: Format
  readonly text: string
}

const samples: readonly Sample[] = [
  ...samplesOf('ini', (file) => ini({ allowNoValue: file === 'my.cnf' })),
  ...samplesOf('ini', () => ini({ dialect: 'python', interpolation: 'none', allowNoValue: true }), ' as Python reads it').filter(
    isForPython,
  ),
  ...samplesOf('dotenv', () => dotenv({ expand: false })),
  ...samplesOf('properties', () => properties()),
  ...samplesOf('properties', () => properties({ flat: true }), ', flat'),
]

function samplesOf(folder: string, formatFor: (file: string) => Format, note = ''): readonly Sample[] {
  const place = new URL(`../corpus/${folder}/`, import.meta.url)
  return readdirSync(place).map((file) => {
    const encoding: Encoding = file.startsWith('latin1') ? 'latin1' : 'utf-8'
    return {
      name: `${folder}/${file}${note}`,
      format: formatFor(file),
      text: decode(readFileSync(new URL(file, place)), file, encoding),
    }
  })
}

/** The others have keys in front of the first section. */
function isForPython(sample: Sample): boolean {
  return !sample.name.startsWith('ini/windows.ini')
}

function leavesOf(value: Value): readonly (readonly [Path, Value])[] {
  const leaves: [Path, Value][] = []
  walkLeaves(value, (path, leaf) => {
    if (typeof leaf === 'string' || leaf === null) leaves.push([path, leaf])
  })
  return leaves
}

/** What is left of two texts when what they begin and end with alike is taken away. */
function difference(before: string, after: string): { readonly gone: string; readonly come: string } {
  let start = 0
  while (start < before.length && before[start] === after[start]) start++
  let end = 0
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++
  return { gone: before.slice(start, before.length - end), come: after.slice(start, after.length - end) }
}

const lineEnds = /\r\n|\n|\r/g
const newTexts = ['changed', 'two words', 'C:\\new', 'a # b; c = d', ''] as const

describe.each(samples)('$name', ({ name, format, text }) => {
  const { value } = format.parse(text, 'sample')
  const leaves = leavesOf(value)

  it('has values', () => expect(leaves.length).toBeGreaterThan(1))

  it('tells the place of every key and value', () => {
    const document = format.parse(text, 'sample')
    for (const [path, leaf] of leaves) {
      const place = document.locate(path)
      const key = document.locate(path, 'key')
      if (place === undefined || key === undefined) return expect.fail(`no place for ${path.join()}`)
      const written = text.slice(place.start.offset, place.end.offset)
      const lastWord = String(leaf ?? '')
        .split(/[^\p{L}\p{N}_-]+/u)
        .at(-1) as string
      if (/^[\w-]*$/.test(lastWord)) expect(written).toContain(lastWord)
      expect(key.end.offset).toBeLessThanOrEqual(place.start.offset)
      expect(text.slice(key.start.offset, key.end.offset)).not.toMatch(/^\s|\s$|^$/)
    }
  })

  it.each(newTexts)('changes one value to %j and nothing else', (next) => {
    for (const [path, leaf] of leaves) {
      if (leaf === next) continue
      const edited = orUnwritable(() => format.edit(text, [{ kind: 'set', path, value: next }], 'sample'))
      if (edited === undefined) continue
      const after = format.parse(edited, 'sample').value
      expect(getAt(after, path)).toBe(next)
      expect(leavesOf(after).filter(([, each], index) => each !== leaves[index]?.[1])).toHaveLength(1)
      const place = format.parse(text, 'sample').locate(path)
      const wasOneLine = !lineEnds.test(text.slice(place?.start.offset, place?.end.offset))
      lineEnds.lastIndex = 0
      if (wasOneLine)
        expect(difference(text, edited)).toEqual({
          gone: expect.not.stringMatching(/[\r\n]/),
          come: expect.not.stringMatching(/[\r\n]/),
        })
      expect(/[\r\n]$/.test(edited)).toBe(/[\r\n]$/.test(text))
    }
  })

  it('gives the same bytes for the same value', () => {
    for (const [path, leaf] of leaves) {
      if (leaf === null || /[\r\n]/.test(String(leaf))) continue
      const edited = format.edit(text, [{ kind: 'set', path, value: leaf }], 'sample')
      expect(leavesOf(format.parse(edited, 'sample').value)).toEqual(leaves)
    }
  })

  it('removes one key with its lines, and keeps every comment', () => {
    for (const [path] of leaves) {
      const edited = format.edit(text, [{ kind: 'remove', path }], 'sample')
      if (typeof path.at(-1) === 'number') continue
      expect(getAt(format.parse(edited, 'sample').value, path)).toBeUndefined()
      const commentsOf = (source: string): readonly string[] => source.match(/^[ \t]*[#;!].*$/gm) ?? []
      expect(commentsOf(edited)).toEqual(commentsOf(text))
      expect(difference(text, edited).come).toBe('')
    }
  })

  it('adds a key beside every key, and takes it out again to the byte', () => {
    for (const [path] of leaves) {
      if (typeof path.at(-1) === 'number') continue
      const added = [...path.slice(0, -1), 'added_key']
      const longer = format.edit(text, [{ kind: 'set', path: added, value: 'x' }], 'sample')
      expect(difference(text, longer).gone).toBe('')
      expect(getAt(format.parse(longer, 'sample').value, added)).toBe('x')
      const removed = format.edit(longer, [{ kind: 'remove', path: added }], 'sample')
      expect(removed.replace(/^(?:\r?\n)+/, '')).toBe(text.replace(/^(?:\r?\n)+/, ''))
    }
  })

  it('creates the section for a key in a new one', () => {
    const isFlat = format.name === 'dotenv' || name.endsWith(', flat')
    const path = isFlat ? ['NEW_KEY'] : ['new_section', 'key']
    const edited = format.edit(text, [{ kind: 'set', path, value: 'x' }], 'sample')
    expect(edited.startsWith(text)).toBe(true)
    if (format.name === 'ini') expect(edited.slice(text.length)).toMatch(/\[new_section\](?:\r\n|\n)key ?= ?x/)
    if (text.includes('\r\n')) expect(edited.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  })
})

function orUnwritable(action: () => string): string | undefined {
  try {
    return action()
  } catch (error) {
    const code = (error as { readonly code?: unknown }).code
    if (code === 'FORMAT_UNSUPPORTED_VALUE') return undefined
    throw error
  }
}
