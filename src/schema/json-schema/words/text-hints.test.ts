import { describe, expect, it } from 'vitest'
import { textHint } from './text-hints.ts'

describe('a text where the schema asks for another type', () => {
  it.each([
    ['number', ' 1 ', 'remove the blanks around it'],
    ['integer', '8080 ', 'remove the blanks around it'],
    ['integer', '0x10', 'write it in decimal: 16'],
    ['integer', '1_000', 'write the digits without anything between them'],
    ['number', '1,000.5', 'write the digits without anything between them'],
    ['integer', '+1', 'leave the "+" out'],
    ['integer', '007', 'leave the zeros in front out'],
    ['integer', '8080', 'take the quotes away'],
    ['number', '9007199254740993', 'no number holds it exactly: let the schema ask for "integer" or for a text'],
    ['boolean', 'true', 'take the quotes away'],
    ['boolean', ' true', 'remove the blanks around it'],
    ['array', '[a, b]', 'in brackets it has to be JSON: ["a", "b"]'],
    ['object', '{a}', 'in braces it has to be JSON: {"a": 1}'],
  ])('%s %j: %s', (type, text, hint) => {
    expect(textHint(text, [type])).toBe(hint)
  })

  it.each([
    ['integer', 'http'],
    ['integer', ''],
    ['integer', ' '],
    ['integer', '1.5'],
    ['number', 'Infinity'],
    ['number', '1_0_0'],
    ['boolean', 'enabled'],
    ['array', 'a'],
    ['null', 'null'],
    ['integer', '1'.repeat(100_000)],
  ])('%s %j needs no hint, because it is nothing like one', (type, text) => {
    expect(textHint(text, [type])).toBeUndefined()
  })
})
