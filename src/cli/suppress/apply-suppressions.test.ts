import { describe, expect, it } from 'vitest'
import type { Issue } from '../../errors/issue.ts'
import { LineIndex } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import { applySuppressions } from './apply-suppressions.ts'

const noon = Date.parse('2026-11-22T12:00:00Z')

function issueAt(text: string, marked: string, path: Path = ['port'], more: Partial<Issue> = {}): Issue {
  const start = text.indexOf(marked)
  const span = new LineIndex(text).span('a.yaml', start, start + marked.length)
  return { code: 'VALUE_RANGE', severity: 'error', message: 'wrong', path, span, ...more }
}

function apply(text: string, issues: readonly Issue[], options: Partial<Parameters<typeof applySuppressions>[2]> = {}) {
  const { issues: left, suppressed } = applySuppressions(issues, [{ file: 'a.yaml', text }], {
    now: noon,
    covers: () => true,
    ...options,
  })
  return { left: left.map(({ code }) => code), suppressed: suppressed.map(({ issue }) => issue.code) }
}

describe('applySuppressions', () => {
  it.each([
    ['the line below', '# configmanage-ignore VALUE_RANGE: r\nport: 99999\n'],
    ['its own line', 'port: 99999 # configmanage-ignore VALUE_RANGE: r\n'],
    ['the whole file', '# configmanage-ignore-file VALUE_RANGE: r\nname: x\nport: 99999\n'],
    ['its last day', '# configmanage-ignore VALUE_RANGE until 2026-11-22: r\nport: 99999\n'],
  ])('suppresses on %s', (_, text) => {
    expect(apply(text, [issueAt(text, '99999')])).toEqual({ left: [], suppressed: ['VALUE_RANGE'] })
  })

  it('suppresses what is said of the block that the next line opens, and not what is inside', () => {
    const text = '# configmanage-ignore VALUE_LENGTH: r\nhosts:\n  # the only one\n  - a\n'
    const block = issueAt(text, '- a', ['hosts'], { code: 'VALUE_LENGTH' })
    const inside = issueAt(text, 'a\n', ['hosts', 0], { code: 'VALUE_LENGTH' })
    expect(apply(text, [block, inside])).toEqual({ left: ['VALUE_LENGTH'], suppressed: ['VALUE_LENGTH'] })
  })

  it('leaves other lines and other codes alone, and says that the comment does nothing', () => {
    const text = '# configmanage-ignore VALUE_RANGE: r\nname: x\nport: 99999\n'
    expect(apply(text, [issueAt(text, '99999')])).toEqual({ left: ['VALUE_RANGE', 'SUPPRESSION_UNUSED'], suppressed: [] })
    const other = '# configmanage-ignore VALUE_TYPE: r\nport: 99999\n'
    expect(apply(other, [issueAt(other, '99999')]).left).toEqual(['VALUE_RANGE', 'SUPPRESSION_UNUSED'])
  })

  it('says nothing of comments whose issue was not looked for', () => {
    const text = '# configmanage-ignore VALUE_RANGE: r\nname: x\n'
    expect(apply(text, [], { covers: (code) => code !== 'VALUE_RANGE' })).toEqual({ left: [], suppressed: [] })
  })

  it('counts an issue again when its suppression has expired, with an error that says so', () => {
    const text = '# configmanage-ignore VALUE_RANGE until 2026-11-21: r\nport: 99999\n'
    const { issues } = applySuppressions([issueAt(text, '99999')], [{ file: 'a.yaml', text }], { now: noon, covers: () => true })
    expect(issues).toMatchObject([
      { code: 'VALUE_RANGE' },
      { code: 'SUPPRESSION_EXPIRED', severity: 'error', span: { start: { line: 1, column: 3 } } },
    ])
  })

  it.each([
    ['FORMAT_SYNTAX', 'error'],
    ['SECRET_MISSING', 'warning'],
    ['SOURCE_MISSING', 'error'],
    ['REFERENCE_UNKNOWN', 'error'],
  ] as const)('cannot suppress %s as %s', (code, severity) => {
    const text = `# configmanage-ignore-file ${code}: r\nport: 99999\n`
    const issue = { ...issueAt(text, '99999'), code: code as Issue['code'], severity }
    expect(apply(text, [issue], { covers: () => false })).toMatchObject({ suppressed: [] })
  })

  it('can suppress a warning of the same code as an error that cannot be', () => {
    const text = '# configmanage-ignore FORMAT_SURPRISE: r\nport: yes\n'
    const warning = issueAt(text, 'yes', ['port'], { code: 'FORMAT_SURPRISE', severity: 'warning' })
    expect(apply(text, [warning])).toEqual({ left: [], suppressed: ['FORMAT_SURPRISE'] })
  })
})
