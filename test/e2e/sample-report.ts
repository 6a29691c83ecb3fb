import type { Report, ReporterWorld } from '../../src/cli/reporters/report.ts'
import { fingerprintsOf } from '../../src/cli/suppress/fingerprints.ts'
import type { Issue } from '../../src/errors/issue.ts'
import { plainPaint } from '../../src/text/color.ts'
import { LineIndex, type Span } from '../../src/text/position.ts'

/** Files that the issues of the sample stand in. One name and one line would break a form that does not escape. */
export const sampleFiles: Readonly<Record<string, string>> = {
  'config/prod.yaml': 'server:\n  prot: 8443\n  port: 80800\nnote: "grüße, 100 %"\n',
  'config/base.yaml': 'server:\n  port: 8080\n',
  'config/a, b: 50%.yaml': 'mode: <fast> & "loud"\n',
}

export function spanIn(file: string, marked: string): Span {
  const text = sampleFiles[file] as string
  const start = text.indexOf(marked)
  return new LineIndex(text).span(file, start, start + marked.length)
}

const range: Issue = {
  code: 'VALUE_RANGE',
  severity: 'error',
  message: 'server.port must be from 1 to 65535',
  path: ['server', 'port'],
  span: spanIn('config/prod.yaml', '80800'),
  source: 'file:config/prod.yaml',
  expected: 'a number from 1 to 65535',
  received: '80800',
  hint: 'use 8080, or remove the line to keep the lower layer’s value',
  rule: 'schema.json#/properties/server/properties/port/maximum',
  related: [{ message: 'valid, but shadowed', span: spanIn('config/base.yaml', '8080') }],
}
const unknown: Issue = {
  code: 'KEY_UNKNOWN',
  severity: 'error',
  message: 'there is no key "server.prot" in the schema',
  path: ['server', 'prot'],
  span: spanIn('config/prod.yaml', 'prot'),
  hint: 'did you mean "port"?',
  fix: {
    description: 'rename "prot" to "port"',
    changes: [{ span: spanIn('config/prod.yaml', 'prot'), text: 'port' }],
  },
}
const awkward: Issue = {
  code: 'VALUE_CHOICE',
  severity: 'warning',
  message: 'mode is none of "slow", <b>fast</b> & ]]> 50%, a|b: @you\nnext\u0007',
  path: ['mode'],
  span: spanIn('config/a, b: 50%.yaml', '<fast> & "loud"'),
  received: '<fast> & "loud"',
}
const behindUmlauts: Issue = {
  code: 'VALUE_FORMAT',
  severity: 'warning',
  message: 'note is no greeting',
  path: ['note'],
  span: spanIn('config/prod.yaml', '100 %'),
  fix: { description: 'write it out', changes: [{ span: spanIn('config/prod.yaml', '100 %'), text: 'all' }] },
}
const variable: Issue = {
  code: 'VALUE_TYPE',
  severity: 'error',
  message: 'db.pool must be a number',
  path: ['db', 'pool'],
  source: 'environment SHOP_*',
  name: 'SHOP_DB__POOL',
}
const known: Issue = {
  code: 'FORMAT_SURPRISE',
  severity: 'warning',
  message: 'this word is text here, but false to YAML 1.1 readers',
  path: ['server'],
  span: spanIn('config/base.yaml', 'server'),
}

/** A report with something of everything in it. */
export const sampleReport: Report = reportOf(
  [range, unknown, behindUmlauts, awkward, variable],
  [
    { issue: known, by: 'comment', reason: 'old readers are gone' },
    { issue: { ...known, span: spanIn('config/base.yaml', 'port') }, by: 'baseline' },
  ],
)

export function reportOf(issues: readonly Issue[], suppressed: Report['suppressed'] = []): Report {
  const fingerprints = fingerprintsOf([...issues, ...suppressed.map(({ issue }) => issue)], (file) => file)
  const isIn = (file: string) => (issue: Issue) => issue.span?.file === file
  return {
    kind: 'ValidateResult',
    tool: { name: 'configmanage', version: '1.2.3' },
    root: '/work/shop',
    top: '/work',
    manifest: 'configmanage.config.yaml',
    issues,
    suppressed,
    checked: Object.keys(sampleFiles).map((name) => ({ name, issues: issues.filter(isIn(name)) })),
    scope: '3 files',
    data: { files: [], suppressed: suppressed.length },
    exitCode: 1,
    durationMs: 1234,
    fingerprintOf: (issue) => fingerprints.get(issue) ?? '',
  }
}

export const sampleWorld: ReporterWorld = {
  textOf: (file) => sampleFiles[file],
  bytesBefore: (file, line, column) =>
    Buffer.byteLength(new LineIndex(sampleFiles[file] as string).line(line).slice(0, column - 1)),
  paint: plainPaint,
  width: 100,
  quiet: false,
  all: false,
}
