import { describe, expect, it } from 'vitest'
import { typeDeclarations } from '../type-declarations.ts'
import { literalShape, literalText } from './literals.ts'
import { unknown } from './shape.ts'
import { isTypeName, pascalCase } from './type-names.ts'

function nested(levels: number): unknown {
  return levels === 0 ? 'x' : [nested(levels - 1)]
}

describe('the type of one value', () => {
  it('is a map without keys of its own for an empty map', () => {
    expect(typeDeclarations({ const: {} })).toBe('export type Config = { readonly [key: string]: unknown }\n')
  })

  it('takes a line for each of several keys', () => {
    expect(typeDeclarations({ type: 'array', items: { const: { a: 1, b: [] } } })).toBe(
      'export type Config = readonly {\n  readonly a: 1\n  readonly b: readonly []\n}[]\n',
    )
  })

  it.each([[Number.NaN], [10n], [new Date(0)]])('is unknown for what no type can say: %s', (value) => {
    expect(literalShape(value, false)).toBe(unknown)
  })

  it('is unknown below ten levels', () => {
    expect(JSON.stringify(literalShape(nested(9), false))).toContain("'x'")
    expect(JSON.stringify(literalShape(nested(11), false))).not.toContain("'x'")
  })

  it('stands on lines of their own where there are too many for one', () => {
    const names = Array.from({ length: 20 }, (_, index) => `choice-${index}`)
    expect(typeDeclarations({ enum: names })).toBe(`export type Config = ${names.map((name) => `\n  | '${name}'`).join('')}\n`)
  })
})

describe('the text of a literal', () => {
  it.each([
    [-0, '0'],
    ['say "hi"', `'say "hi"'`],
    ['a\u2028b\u2029c', "'a\\u2028b\\u2029c'"],
  ])('of %j is %s', (value, text) => {
    expect(literalText(value)).toBe(text)
  })
})

describe('the name of a type', () => {
  it.each([
    ['pool-size', 'PoolSize'],
    ['--', 'Part'],
    ['2nd', 'Part2nd'],
  ])('made of %j is %s', (text, name) => {
    expect(pascalCase(text)).toBe(name)
    expect(isTypeName(name)).toBe(true)
  })
})
