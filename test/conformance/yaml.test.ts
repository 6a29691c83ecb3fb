import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/errors/config-error.ts'
import { yaml } from '../../src/formats/yaml/yaml.ts'
import type { Value } from '../../src/values/value.ts'
import { describeSuite } from './suites.ts'

interface Case {
  readonly id: string
  readonly in: string
  readonly json?: string
  readonly error?: boolean
}

/** Well-formed YAML that is refused on purpose: what a configuration cannot hold. */
const refused: Readonly<Record<string, readonly string[]>> = {
  'the tags !!set, !!binary and !!omap stand for values that plain data does not have': ['2XXW', '565N', 'J7PZ'],
  'local and foreign tags mean something only to one program': [
    ...['5TYM', '6CK3', '6WLZ', '7FWL', '9WXW', 'C4HZ', 'CC74', 'CUP7', 'M5C3', 'P76L', 'UGM3', 'Z67P', 'Z9M4'],
  ],
  'maps and lists cannot be keys': [
    ...[
      '4FJ6',
      '6BFJ',
      '6PBE',
      '9MMW',
      'KK5P',
      'LX3P',
      'M2N8/00',
      'M2N8/01',
      'M5DY',
      'Q9WF',
      'RZP5',
      'SBG9',
      'V9D5',
      'X38W',
      'XW4D',
    ],
  ],
}
const refusedIds: ReadonlySet<string> = new Set(Object.values(refused).flat())
/** Two empty keys: a duplicate to us. */
const duplicate = '2JQS'

const format = yaml()

function readAll(text: string): readonly Value[] {
  return format.parseAll?.(text, 'case.yaml').map((document) => document.value) ?? []
}

function issuesOf(text: string): readonly string[] {
  try {
    readAll(text)
    return []
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    for (const issue of error.issues) expect(issue.span?.file).toBe('case.yaml')
    return [...new Set(error.issues.map((issue) => issue.code))]
  }
}

/** The suite writes one JSON text after another for a stream of documents. */
function splitJson(text: string): unknown[] {
  const values: unknown[] = []
  let lines: string[] = []
  for (const line of text.split('\n')) {
    lines.push(line)
    const value = parsed(lines.join('\n'))
    if (value === undefined) continue
    values.push(value.json)
    lines = []
  }
  return values
}

function parsed(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) }
  } catch {
    return undefined
  }
}

describeSuite<Case>('yaml-test-suite', (cases) => {
  it('has the cases that the tests below stand for', () => {
    expect(cases.length).toBeGreaterThanOrEqual(402)
    expect(cases.filter((one) => one.error)).toHaveLength(94)
    const ids = new Set(cases.map((one) => one.id))
    for (const id of refusedIds) expect(ids, id).toContain(id)
  })

  describe('refuses, with a place,', () => {
    it.each(cases.filter((one) => one.error).map((one) => [one.id, one.in]))('%s', (_, text) => {
      expect(issuesOf(text)).not.toEqual([])
    })
  })

  describe('reads as the suite expects', () => {
    const valid = cases.filter((one) => !one.error && one.json !== undefined && !refusedIds.has(one.id))
    it.each(valid.map((one) => [one.id, one.in, one.json as string]))('%s', (_, text, json) => {
      expect(readAll(text)).toEqual(splitJson(json))
    })
  })

  describe.each(Object.entries(refused))('refuses, since %s:', (_, ids) => {
    it.each(ids)('%s', (id) => {
      const found = cases.find((one) => one.id === id)
      expect(issuesOf(found?.in ?? '')).toEqual(['FORMAT_UNSUPPORTED_VALUE'])
    })
  })

  it('takes two empty keys as a duplicate', () => {
    expect(issuesOf(cases.find((one) => one.id === duplicate)?.in ?? '')).toEqual(['FORMAT_DUPLICATE_KEY'])
  })

  describe('accepts what the suite gives no JSON for', () => {
    const rest = cases.filter((one) => !one.error && one.json === undefined && !refusedIds.has(one.id) && one.id !== duplicate)
    it.each(rest.map((one) => [one.id, one.in]))('%s', (_, text) => {
      expect(issuesOf(text)).toEqual([])
    })
  })
})
