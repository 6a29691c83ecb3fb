import type { Field } from '../schema/fields/field.ts'
import type { TypeName } from '../schema/fields/type-names.ts'
import { isList, isMap, type Value } from '../values/value.ts'
import { readInteger, readNumber } from './numbers.ts'
import { readJson } from './read-json.ts'
import { splitList } from './split-list.ts'

/** What a text becomes, in a field that takes more than one type: texts too, or only other ones. */
export interface Reading {
  /** True if a text is allowed there as well; then only what nobody would mean as text is read as something else. */
  readonly besideText: boolean
  readonly field: Field
}

/** One row of the table: how a text is read as one type. The page docs/coercion.md is printed from these. */
export interface CoercionRow {
  /** What the schema says: types, any of which suffices. */
  readonly types: readonly TypeName[]
  /** For the page. */
  readonly name: string
  readonly accepts: string
  readonly besideText: string
  /** Text and result as JSON; tried by the tests. A `null` result means the text stays, and validation reports it. */
  readonly examples: readonly (readonly [text: string, result: string | null])[]
  /** The value; `undefined` if the text is none of this type. */
  read(text: string, reading: Reading): Value | undefined
}

/** In the order in which a field of several types tries them; a text comes last. */
export const coercionTable: readonly CoercionRow[] = [
  {
    types: ['null'],
    name: 'null',
    accepts: '`null`, exactly',
    besideText: 'the same',
    examples: [
      ['null', 'null'],
      ['NULL', null],
      ['~', null],
    ],
    read: (text) => (text === 'null' ? null : undefined),
  },
  {
    types: ['integer', 'number'],
    name: 'number',
    accepts:
      'the whole text, decimal, with an optional fraction and exponent. No `+`, no zeros in front, no hexadecimal, no separators, no blanks, no `NaN`. A number is never rounded: one that a double cannot say exactly stays a text. For `integer`, fractions stay texts, and whole numbers beyond 2^53 become a bigint',
    besideText: 'only as it would be printed: `1.50` and `1e3` stay texts',
    examples: [
      ['8080', '8080'],
      ['-0.5', '-0.5'],
      ['1e3', '1000'],
      ['.5', '0.5'],
      ['8080 ', null],
      ['0x1f', null],
      ['1,000', null],
      ['007', null],
      ['9007199254740993.5', null],
    ],
    read: readAsNumber,
  },
  {
    types: ['boolean'],
    name: 'boolean',
    accepts: '`true` `false` `yes` `no` `on` `off` `1` `0`, in any case, and nothing else',
    besideText: 'only `true` and `false`, in lower case: `no` may be Norway',
    examples: [
      ['true', 'true'],
      ['FALSE', 'false'],
      ['Yes', 'true'],
      ['off', 'false'],
      ['1', 'true'],
      ['0', 'false'],
      ['y', null],
      ['enabled', null],
    ],
    read: (text, { besideText }) => (besideText ? words : wordsAnyCase).get(besideText ? text : text.toLowerCase()),
  },
  {
    types: ['array'],
    name: 'list',
    accepts:
      'JSON in `[` `]`, or elements separated by commas, each read as the schema says of elements. Blanks around an element do not count; an element in double quotes may hold commas, with `\\"` and `\\\\` inside; elsewhere `\\,` is a comma',
    besideText: 'only JSON',
    examples: [
      ['["a", "b"]', '["a","b"]'],
      ['a, b', '["a","b"]'],
      ['"a, b",c', '["a, b","c"]'],
      ['a\\,b', '["a,b"]'],
      ['one', '["one"]'],
      ['[a', '["[a"]'],
      ['"a', null],
    ],
    read: (text, { besideText }) => readAsList(text, besideText),
  },
  {
    types: ['object'],
    name: 'map',
    accepts: 'JSON in `{` `}`',
    besideText: 'the same',
    examples: [
      ['{"a": 1}', '{"a":1}'],
      ['a=1', null],
    ],
    read: (text) => readAsMap(text),
  },
]

const words: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
])
const wordsAnyCase: ReadonlyMap<string, boolean> = new Map([
  ...words,
  ['yes', true],
  ['no', false],
  ['on', true],
  ['off', false],
  ['1', true],
  ['0', false],
])

function readAsNumber(text: string, { besideText, field }: Reading): Value | undefined {
  const value = field.types.has('number') ? readNumber(text) : readInteger(text)
  return besideText && String(value) !== text ? undefined : value
}

function readAsList(text: string, besideText: boolean): Value | undefined {
  if (isJsonList(text)) {
    const value = readJson(text)
    return isList(value) ? value : undefined
  }
  return besideText ? undefined : splitList(text)
}

/** True for a text in brackets: its elements have types of their own. */
export function isJsonList(text: string): boolean {
  return text.startsWith('[') && text.trimEnd().endsWith(']')
}

function readAsMap(text: string): Value | undefined {
  const value = text.startsWith('{') ? readJson(text) : undefined
  return isMap(value) ? value : undefined
}
