import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { codesIn, errorsDoc } from '../../scripts/errors-doc.ts'
import { catalogue } from '../../src/errors/catalogue.ts'
import { docsLink } from '../../src/errors/docs-link.ts'

const page = readFileSync('docs/errors.md', 'utf8')

describe('docs/errors.md', () => {
  it('has exactly one section for each code, in the order of the catalogue', () => {
    expect(codesIn(page)).toEqual(Object.keys(catalogue))
  })

  it('says what the catalogue says (npm run docs:errors writes it)', () => {
    expect(errorsDoc(page)).toBe(page)
  })

  it('is where the links of issues lead', () => {
    expect(docsLink('FORMAT_SYNTAX')).toBe('docs/errors.md#format_syntax')
  })

  it('keeps examples written by hand', () => {
    const withExample = page.replace('## SOURCE_ENCODING', '<!-- example -->\n\nBy hand.\n\n## SOURCE_ENCODING')
    expect(errorsDoc(withExample)).toContain('<!-- example -->\n\nBy hand.\n\n## SOURCE_ENCODING')
    expect(codesIn(errorsDoc(withExample))).toEqual(codesIn(page))
  })
})

describe('the catalogue', () => {
  it.each(Object.entries(catalogue))('says of %s what it is, why it happens, and what to do', (_, entry) => {
    expect(entry.title).toMatch(/^[^A-Z].*[^.]$/)
    expect(entry.cause).toMatch(/[.]$/)
    expect(entry.remedy).toMatch(/[.]$/)
  })
})
