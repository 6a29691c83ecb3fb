import { describe, expect, it } from 'vitest'
import { catalogue, type IssueCode } from '../errors/catalogue.ts'
import type { Issue } from '../errors/issue.ts'
import { exitCodeOf } from './exit-code.ts'

function issue(code: IssueCode, rest: Partial<Issue> = {}): Issue {
  return { code, severity: 'error', message: 'm', ...rest }
}

describe('exitCodeOf', () => {
  it.each<readonly [IssueCode, number]>([
    ['KEY_MISSING', 1],
    ['VALUE_TYPE', 1],
    ['CLI_USAGE', 2],
    ['OPTION_INVALID', 2],
    ['FORMAT_UNKNOWN', 2],
    ['FORMAT_SYNTAX', 3],
    ['SOURCE_MISSING', 3],
    ['REFERENCE_CYCLE', 3],
    ['PROFILE_UNKNOWN', 3],
    ['MERGE_UNSAFE_KEY', 3],
    ['MANIFEST_MISSING', 3],
    ['FILE_WRITE', 3],
    ['FILE_LOCKED', 5],
    ['FILE_CHANGED', 5],
    ['INTERNAL', 70],
  ])('is for %s %i', (code, expected) => {
    expect(exitCodeOf([issue(code)])).toBe(expected)
  })

  it('is 3 for an option that stands in a file', () => {
    expect(exitCodeOf([issue('OPTION_INVALID', { file: 'configmanage.config.yaml' })])).toBe(3)
    expect(exitCodeOf([issue('FORMAT_UNKNOWN', { file: 'app.conff' })])).toBe(3)
  })

  it('is 3 for a file that is no map at all', () => {
    expect(exitCodeOf([issue('VALUE_TYPE', { file: 'a.yaml' })])).toBe(3)
  })

  it('is 0 for warnings and for nothing', () => {
    expect(exitCodeOf([])).toBe(0)
    expect(exitCodeOf([issue('FORMAT_SYNTAX', { severity: 'warning' })])).toBe(0)
  })

  it('takes the weightiest of several', () => {
    expect(exitCodeOf([issue('KEY_MISSING'), issue('SOURCE_MISSING')])).toBe(3)
    expect(exitCodeOf([issue('SOURCE_MISSING'), issue('CLI_USAGE')])).toBe(2)
    expect(exitCodeOf([issue('CLI_USAGE'), issue('INTERNAL')])).toBe(70)
  })

  it('knows every code', () => {
    for (const code of Object.keys(catalogue) as IssueCode[]) expect(exitCodeOf([issue(code)]), code).toBeGreaterThan(0)
  })
})
