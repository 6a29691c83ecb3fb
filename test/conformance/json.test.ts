import { expect, it } from 'vitest'
import { ConfigError } from '../../src/errors/config-error.ts'
import { decode } from '../../src/formats/decode.ts'
import type { Format } from '../../src/formats/format.ts'
import { json } from '../../src/formats/json/json.ts'
import { json5 } from '../../src/formats/json5/json5.ts'
import { jsonc } from '../../src/formats/jsonc/jsonc.ts'
import { bytesOf, describeSuite, type SuiteInput } from './suites.ts'

interface JsonCase {
  readonly id: string
  readonly in: SuiteInput
}

interface Json5Case extends JsonCase {
  readonly ok: boolean
}

type Outcome = 'accepted' | ConfigError['code']

/** What the standard leaves open, and what is done here. */
const open: Readonly<Partial<Record<Outcome, readonly string[]>>> = {
  // Numbers too small are 0, whole numbers are exact, halves of surrogate pairs stay what they are.
  accepted: [
    'i_number_double_huge_neg_exp.json',
    'i_number_real_underflow.json',
    'i_number_too_big_neg_int.json',
    'i_number_too_big_pos_int.json',
    'i_number_very_big_negative_int.json',
    'i_object_key_lone_2nd_surrogate.json',
    'i_string_1st_surrogate_but_2nd_missing.json',
    'i_string_1st_valid_surrogate_2nd_invalid.json',
    'i_string_UTF-16LE_with_BOM.json',
    'i_string_incomplete_surrogate_and_escape_valid.json',
    'i_string_incomplete_surrogate_pair.json',
    'i_string_incomplete_surrogates_escape_valid.json',
    'i_string_invalid_lonely_surrogate.json',
    'i_string_invalid_surrogate.json',
    'i_string_inverted_surrogates_U+1D11E.json',
    'i_string_lone_second_surrogate.json',
    'i_structure_500_nested_arrays.json',
    'i_structure_UTF-8_BOM_empty_object.json',
  ],
  // Infinity is no value of JSON.
  FORMAT_UNSUPPORTED_VALUE: [
    'i_number_huge_exp.json',
    'i_number_neg_int_huge_exp.json',
    'i_number_pos_double_huge_exp.json',
    'i_number_real_neg_overflow.json',
    'i_number_real_pos_overflow.json',
  ],
  SOURCE_ENCODING: [
    'i_string_UTF-8_invalid_sequence.json',
    'i_string_UTF8_surrogate_U+D800.json',
    'i_string_invalid_utf-8.json',
    'i_string_iso_latin_1.json',
    'i_string_lone_utf8_continuation_byte.json',
    'i_string_not_in_unicode_range.json',
    'i_string_overlong_sequence_2_bytes.json',
    'i_string_overlong_sequence_6_bytes.json',
    'i_string_overlong_sequence_6_bytes_null.json',
    'i_string_truncated-utf-8.json',
    'i_string_utf16BE_no_BOM.json',
    'i_string_utf16LE_no_BOM.json',
  ],
}

/** Cases that are too large to be packed with the others. */
const huge: readonly JsonCase[] = [
  { id: 'n_structure_100000_opening_arrays.json', in: '['.repeat(100_000) },
  { id: 'n_structure_open_array_object.json', in: `${'[{"":'.repeat(50_000)}\n` },
]

function outcome(format: Format, input: SuiteInput): Outcome {
  try {
    format.parse(decode(bytesOf(input), 'case'), 'case')
    return 'accepted'
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    const [issue] = error.issues
    return issue.code
  }
}

describeSuite<JsonCase>('json-test-suite', (packed) => {
  const cases = [...packed, ...huge]

  it.each(cases.filter(({ id }) => id.startsWith('y')))('accepts $id', (test) => {
    expect(outcome(json(), test.in)).toBe('accepted')
    expect(outcome(jsonc(), test.in)).toBe('accepted')
  })

  it.each(cases.filter(({ id }) => id.startsWith('n')))('refuses $id', (test) => {
    expect(outcome(json(), test.in)).toMatch(/^(FORMAT_SYNTAX|SOURCE_ENCODING)$/)
  })

  it('has an answer to each case that the standard leaves open', () => {
    const answers = Object.groupBy(
      cases.filter(({ id }) => id.startsWith('i')),
      (test) => outcome(json(), test.in),
    )
    expect(Object.fromEntries(Object.entries(answers).map(([answer, tests]) => [answer, tests.map(({ id }) => id)]))).toEqual(
      open,
    )
  })

  it('has the 283 cases that the standard decides', () => {
    expect(cases.filter(({ id }) => /^[yn]/.test(id))).toHaveLength(283)
  })
})

describeSuite<Json5Case>('json5-tests', (cases) => {
  it.each(cases.filter(({ ok }) => ok))('accepts $id', (test) => {
    expect(outcome(json5(), test.in)).toBe('accepted')
  })

  it.each(cases.filter(({ ok }) => !ok))('refuses $id', (test) => {
    expect(outcome(json5(), test.in)).toBe('FORMAT_SYNTAX')
  })

  it('has 111 cases', () => {
    expect(cases).toHaveLength(111)
  })
})
