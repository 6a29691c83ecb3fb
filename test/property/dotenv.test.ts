import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dotenv } from '../../src/formats/dotenv/dotenv.ts'
import { runsOr } from './runs.ts'

const odd = fc.constantFrom(
  ' ',
  '"',
  "'",
  '`',
  '\\',
  '=',
  '#',
  ' #',
  '$',
  '${A}',
  '$A',
  '$$',
  '\n',
  '\r',
  '\t',
  '\\n',
  '}',
  '{',
  'é',
)
/** A file has no NUL and is well-formed Unicode; nothing else can be said in it. */
const text = fc
  .oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.array(fc.oneof(odd, fc.string({ maxLength: 3 })), { maxLength: 8 }).map((parts) => parts.join('')),
  )
  .filter((each) => !each.includes('\0') && each.isWellFormed())
const name = fc.stringMatching(/^[A-Za-z0-9_.-]{1,6}$/).filter((each) => each !== '__proto__')
const map = fc.dictionary(name, text, { maxKeys: 8, noNullPrototype: true })
const runs = { numRuns: runsOr(3000) }
const expanding = dotenv({ env: { A: 'from outside' } })
const plain = dotenv({ expand: false })

describe('.env', () => {
  it('reads back what it prints, expanding or not', () => {
    fc.assert(
      fc.property(map, (value) => {
        const printed = expanding.print(value)
        expect(expanding.parse(printed, 'x').value).toEqual(value)
        expect(plain.parse(printed, 'x').value).toEqual(value)
      }),
      runs,
    )
  })

  it('gets what was set, and changes no other line', () => {
    fc.assert(
      fc.property(map, name, text, fc.constantFrom('', "'", '"', '`'), (value, key, next, quote) => {
        const source = `${expanding.print(value)}# end\n  export K = ${quote}old${quote}\t# note`
        const path = [key === 'K' ? 'L' : key]
        const added = expanding.edit(source, [{ kind: 'set', path, value: next }], 'x')
        expect(expanding.parse(added, 'x').value).toEqual({ ...value, K: 'old', [path[0] as string]: next })

        const changed = expanding.edit(source, [{ kind: 'set', path: ['K'], value: next }], 'x')
        expect(expanding.parse(changed, 'x').value).toEqual({ ...value, K: next })
        expect(changed.slice(0, changed.lastIndexOf('export K = '))).toBe(source.slice(0, source.lastIndexOf('export K = ')))
        expect(changed.endsWith('\t# note')).toBe(true)
      }),
      runs,
    )
  })

  it('gives the text back when a name is added and removed', () => {
    fc.assert(
      fc.property(map, fc.boolean(), text, (value, open, added) => {
        fc.pre(!Object.hasOwn(value, 'NEW'))
        const printed = `FIRST=1\n${plain.print(value)}`
        const source = open ? printed.slice(0, -1) : printed
        const longer = plain.edit(source, [{ kind: 'set', path: ['NEW'], value: added }], 'x')
        expect(plain.edit(longer, [{ kind: 'remove', path: ['NEW'] }], 'x')).toBe(source)
      }),
      runs,
    )
  })
})
