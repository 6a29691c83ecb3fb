import { describe, expect, it } from 'vitest'
import type { JsonSchema } from '../../schema/fields/json-schema.ts'
import { deprecationLine, notesOf } from './notes.ts'

function notes(schema: JsonSchema): readonly string[] {
  return notesOf([{ schema, place: '#', certain: true }], false)
}

describe('notes', () => {
  it('tell of a change that needs a restart', () => {
    expect(notes({ title: 'Port', 'x-restart': true })).toEqual(['Port', 'A change takes effect after a restart.'])
  })

  it('show a default as JSON, with whole numbers of any size', () => {
    expect(notes({ default: ['a', 1] })).toEqual(['@default ["a",1]'])
    expect(notes({ default: 12345678901234567890n })).toEqual(['@default "12345678901234567890"'])
  })

  it('leave out a default that is no data, or too long', () => {
    expect(notes({ default: () => 1 })).toEqual([])
    expect(notes({ default: 'x'.repeat(300) })).toEqual([])
  })

  it('leave out what holds in some branch only', () => {
    expect(notesOf([{ schema: { title: 'Port' }, place: '#', certain: false }], false)).toEqual([])
  })
})

describe('the line on a deprecation', () => {
  it.each([
    [{}, '@deprecated'],
    [{ message: 'too slow' }, '@deprecated too slow'],
    [{ replacedBy: 'b', removedIn: '2.0' }, '@deprecated use b instead; removed in 2.0'],
  ])('of %j is %s', (deprecation, line) => {
    expect(deprecationLine(deprecation)).toBe(line)
  })
})
