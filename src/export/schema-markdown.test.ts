import { describe, expect, it } from 'vitest'
import { rootField } from '../schema/fields/field-space.ts'
import type { JsonSchema } from '../schema/fields/json-schema.ts'
import { schemaMarkdown } from './schema-markdown.ts'

function page(schema: JsonSchema, title?: string): string {
  return schemaMarkdown(rootField(schema), title === undefined ? {} : { title })
}

/** The cells of the only setting. */
function cells(name: string, schema: JsonSchema): readonly string[] {
  const line =
    page({ properties: { [name]: schema } })
      .trimEnd()
      .split('\n')
      .at(-1) ?? ''
  return line.slice(2, -2).split(' | ')
}

describe('the heading of a reference', () => {
  it('is the given title, or that of the schema, or a word for all', () => {
    expect(page({ title: 'Shop' }, 'Our shop')).toMatch(/^# Our shop\n/)
    expect(page({ title: 'Shop' })).toMatch(/^# Shop\n/)
    expect(page({})).toMatch(/^# Configuration\n/)
  })

  it('is not said again by a description that is the same', () => {
    expect(page({ title: 'Shop', description: 'Shop' }).match(/Shop/g)).toHaveLength(1)
  })
})

describe('the line of a setting', () => {
  it('has amounts in the notation that people write', () => {
    expect(cells('a', { type: ['integer', 'string'], 'x-type': 'byte-size', default: 1024 })[2]).toBe('`1KiB`')
    expect(cells('a', { type: ['integer', 'string'], 'x-type': 'duration', default: 1000 })[2]).toBe('`1s`')
  })

  it('has three examples at most, what is no text as JSON', () => {
    expect(cells('a', { examples: [1, [2], 'three', 4] })[4]).toBe('For example `1`, `[2]`, `three`.')
  })

  it.each<[unknown, string]>([
    [true, '**Deprecated.**'],
    [{ removedIn: '3.0' }, '**Deprecated**: removed in 3.0.'],
    [{ replacedBy: 'b', message: 'Too <slow>' }, '**Deprecated**: use `b`; Too &lt;slow&gt;.'],
  ])('tells of the deprecation %j', (deprecation, text) => {
    expect(cells('a', { type: 'string', 'x-deprecated': deprecation })[4]).toBe(text)
  })

  it('shows an empty text as one', () => {
    expect(cells('a', { type: 'string', default: '' })[2]).toBe('`""`')
  })

  it('keeps backquotes and bars from ending code', () => {
    expect(cells('a', { type: 'string', default: 'x `y` | z' }).slice(2, -2).join(' | ')).toBe('`` x `y` \\| z ``')
  })
})
