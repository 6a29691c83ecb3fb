import { describe, expect, it } from 'vitest'
import type { IssueCode } from '../errors/catalogue.ts'
import type { Issue } from '../errors/issue.ts'
import { applyLevels, capIssues } from './severity.ts'

const issue = (code: IssueCode, severity: Issue['severity']): Issue => ({ code, severity, message: 'x' })
const issues = [issue('KEY_UNKNOWN', 'warning'), issue('VALUE_TYPE', 'error'), issue('KEY_DEPRECATED', 'warning')]

describe('applyLevels', () => {
  it('turns issues off, down and up by code', () => {
    const levels = { KEY_UNKNOWN: 'error', VALUE_TYPE: 'warning', KEY_DEPRECATED: 'off' } as const
    expect(applyLevels(issues, levels).map(({ code, severity }) => [code, severity])).toEqual([
      ['KEY_UNKNOWN', 'error'],
      ['VALUE_TYPE', 'warning'],
    ])
  })

  it('gives the same list back when nothing differs', () => {
    expect(applyLevels(issues, {})).toBe(issues)
    expect(applyLevels(issues, { VALUE_TYPE: 'error' })).toBe(issues)
  })
})

describe('capIssues', () => {
  it('keeps all when they are few', () => {
    expect(capIssues(issues)).toEqual({ issues, omitted: 0 })
  })

  it('keeps errors before warnings and counts the rest', () => {
    const many = Array.from({ length: 3000 }, (_, at) =>
      issue(at % 3 === 2 ? 'VALUE_TYPE' : 'KEY_UNKNOWN', at % 3 === 2 ? 'error' : 'warning'),
    )
    const { issues: kept, omitted, note } = capIssues(many, 500)
    expect(kept.every(({ severity }) => severity === 'error')).toBe(true)
    expect([kept.length, omitted, note]).toEqual([500, 2500, 'and 2,500 more: 2,000 KEY_UNKNOWN, 500 VALUE_TYPE'])
  })
})
