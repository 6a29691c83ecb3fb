import { describe, expect, it } from 'vitest'
import type { Issue } from '../../errors/issue.ts'
import type { Document } from '../../formats/format.ts'
import type { Span } from '../../text/position.ts'
import { placeInDocument } from './document-places.ts'
import { Fixes } from './fixes.ts'

/** A place of so many characters, from the beginning of a line. */
const wide = (width: number, lines = 0): Span => ({
  file: 'a.yaml',
  start: { line: 1, column: 1, offset: 0 },
  end: { line: 1 + lines, column: 1 + width, offset: width },
})
const unknownKey = (suggestion?: string): Issue => ({ code: 'KEY_UNKNOWN', severity: 'error', message: 'wrong', suggestion })
const badChoice: Issue = { code: 'VALUE_CHOICE', severity: 'error', message: 'wrong', suggestion: 'info' }
const place = (value: string | number, span: Span | undefined) => ({ path: [String(value)], value, locate: () => span })

describe('a fix', () => {
  it('renames a key, inside of its quotes if it has any', () => {
    expect(new Fixes().add(unknownKey('port'), place('prot', wide(4))).fix).toMatchObject({
      description: 'rename "prot" to "port"',
      changes: [{ text: 'port', span: wide(4) }],
    })
    expect(new Fixes().add(unknownKey('port'), place('prot', wide(6))).fix).toMatchObject({
      changes: [{ text: 'port', span: { start: { offset: 1 }, end: { offset: 5 } } }],
    })
  })

  it('replaces a choice', () => {
    expect(new Fixes().add(badChoice, place('inof', wide(4))).fix).toMatchObject({ description: 'replace "inof" by "info"' })
  })

  it('is given to the first of two keys that would get the same name', () => {
    const fixes = new Fixes()
    expect(fixes.add(unknownKey('port'), place('prot', wide(4)))).toHaveProperty('fix')
    expect(fixes.add(unknownKey('port'), place('potr', wide(4)))).not.toHaveProperty('fix')
  })

  it.each<[title: string, issue: Issue, value: string | number, span: Span | undefined]>([
    ['without a suggestion', unknownKey(), 'prot', wide(4)],
    ['for a value that is no text', badChoice, 5, wide(1)],
    ['for another problem than a mistyped choice', { ...badChoice, code: 'VALUE_TYPE' }, 'inof', wide(4)],
    ['without a place', badChoice, 'inof', undefined],
    ['where the text is written with escapes', badChoice, 'inof', wide(11)],
    ['where quotes stand on two lines', badChoice, 'inof', wide(6, 1)],
    ['by a word that is none in every format', { ...badChoice, suggestion: 'no' }, 'noo', wide(3)],
  ])('is not made %s', (_, issue, value, span) => {
    expect(new Fixes().add(issue, place(value, span))).toBe(issue)
  })
})

describe('the place of an issue in a document', () => {
  const spans: Readonly<Record<string, Span>> = { 'value:': wide(90), 'key:a': wide(1), 'value:l.0': wide(7) }
  const document = {
    value: { a: {}, l: [{}] },
    warnings: [],
    locate: (path, part = 'value') => spans[`${part}:${path.join('.')}`],
  } as Document
  const issue = (path?: readonly (string | number)[]): Issue => ({ code: 'VALUE_MISSING', severity: 'error', message: 'x', path })
  const placed = (path?: readonly (string | number)[]) => placeInDocument([issue(path)], document, 'a.yaml')[0]

  it('is the file for what has no path', () => {
    expect(placed()).toMatchObject({ file: 'a.yaml' })
    expect(placed()).not.toHaveProperty('span')
  })

  it('is the nearest map around what is missing', () => {
    expect(placed(['a', 'b', 'c'])?.span).toEqual(wide(1))
    expect(placed(['l', 0, 'x'])?.span).toEqual(wide(7))
  })

  it('is the beginning for what is wrong with the whole', () => {
    expect(placed([])?.span).toEqual({ ...wide(90), end: wide(90).start })
    expect(placed(['x'])?.span).toEqual({ ...wide(90), end: wide(90).start })
    const empty = { ...document, locate: () => undefined }
    expect(placeInDocument([issue(['x'])], empty, 'b.yaml')[0]?.span).toMatchObject({ file: 'b.yaml', start: { offset: 0 } })
  })
})
