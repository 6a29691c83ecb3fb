import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lintFile } from '../../src/cli/lint/lint-file.ts'
import { maskedText } from '../../src/cli/lint/masked-text.ts'
import { starSecrets } from '../../src/cli/star-secrets.ts'
import { ConfigError } from '../../src/errors/config-error.ts'
import { issueToJson } from '../../src/errors/render-json.ts'
import { renderIssues } from '../../src/errors/render-text.ts'
import { formatNames, loadFormat } from '../../src/formats/choose.ts'
import type { Format } from '../../src/formats/format.ts'
import { lintRules } from '../../src/lint/rules.ts'
import { runRules } from '../../src/lint/run-rules.ts'

const formats: readonly Format[] = await Promise.all(formatNames.map(async (name) => (await loadFormat(name))()))

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'.split('')
const letters = (length: number) =>
  fc.array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length }).map((all) => all.join(''))

/** Tokens as services make them; put together here, so that no scanner takes this file for a leak. */
const token = fc
  .oneof(
    letters(36).map((rest) => ['ghp', rest].join('_')),
    letters(16).map((rest) => ['AKIA', rest.toUpperCase()].join('')),
    letters(24).map((rest) => ['sk', 'live', rest].join('_')),
    letters(20).map((rest) => ['glpat', rest].join('-')),
    letters(36).map((rest) => ['npm', rest].join('_')),
  )
  .filter((text) => !/(.)\1{7}|1234567890|abcdefghij/i.test(text))

const key = fc.constantFrom('note', 'url', 'A_B', 'name', 'key')

describe('lint, over random files', () => {
  it('finds a token in every format, under any name, and shows it nowhere', () => {
    fc.assert(
      fc.property(fc.constantFrom(...formats), key, token, fc.boolean(), (format, name, secret, embedded) => {
        const value = embedded ? `see ${secret} there` : secret
        const text = format.print(format.name === 'dotenv' ? { [name]: value } : { [name]: value, other: 'text' })
        const file = `a${format.extensions[0]}`
        const documents = [format.parse(text, file)]
        const subject = lintFile({ file, path: undefined, text, format, documents }, [], true)
        const issues = runRules(lintRules, { files: [subject] }, new Map())
        expect(issues.some(({ code }) => code === 'LINT_PLAINTEXT_SECRET' || code === 'LINT_ENV_IN_GIT')).toBe(true)
        const shown = [
          JSON.stringify(issues),
          JSON.stringify(issues.map(issueToJson)),
          renderIssues(issues, { textOf: () => maskedText(subject) }),
          renderIssues(issues, { textOf: () => starSecrets(text) }),
        ]
        for (const each of shown) expect(each).not.toContain(secret)
      }),
      { numRuns: 1000 },
    )
  })

  it('never fails on a file that was read, and every place is inside of it', () => {
    const value = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.integer(), fc.boolean(), fc.constant(null), token)
    const tree = fc.dictionary(fc.string({ minLength: 1 }), fc.oneof(value, fc.dictionary(fc.string({ minLength: 1 }), value)))
    fc.assert(
      fc.property(fc.constantFrom(...formats), tree, (format, values) => {
        let text: string
        try {
          text = format.print(values)
        } catch (error) {
          if (ConfigError.is(error)) return // Not every format holds everything.
          throw error
        }
        const file = `a${format.extensions[0]}`
        const subject = lintFile({ file, path: undefined, text, format, documents: [format.parse(text, file)] }, [], undefined)
        for (const { span } of runRules(lintRules, { files: [subject] }, new Map())) {
          expect(span === undefined || span.end.offset <= text.length).toBe(true)
        }
        expect(maskedText(subject)).toHaveLength(text.length)
      }),
      { numRuns: 1000 },
    )
  })
})
