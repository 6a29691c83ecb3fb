import { beforeAll, describe, expect, it } from 'vitest'
import { lintRules } from './rules.ts'
import { runRules } from './run-rules.ts'
import { lintFileOf, loadFormats, placesFound, projectOf } from './subject.fixture.ts'

beforeAll(() => loadFormats('a.yaml', 'a.json', '.env', 'a.ini'))

const twoProfiles = { dev: ['base.yaml', 'dev.yaml'], prod: ['base.yaml', 'prod.yaml'] }

describe('LINT_SHADOWED_TWICE', () => {
  it('leaves a value alone that one profile shows', () => {
    const files = { 'base.yaml': 'a: 1\n', 'dev.yaml': 'a: 2\n', 'prod.yaml': 'b: 1\n' }
    expect(placesFound('LINT_SHADOWED_TWICE', projectOf(files, twoProfiles))).toEqual([])
  })

  it('leaves a value alone that only one other file replaces', () => {
    const files = { 'base.yaml': 'a: 1\n', 'prod.yaml': 'a: 2\n' }
    expect(placesFound('LINT_SHADOWED_TWICE', projectOf(files, { prod: ['base.yaml', 'prod.yaml'] }))).toEqual([])
  })

  it('finds a map that is replaced by something else in every profile', () => {
    const files = { 'base.yaml': 'a:\n  b: 1\n', 'dev.yaml': 'a: 2\n', 'prod.yaml': 'a: 3\n' }
    const found = placesFound('LINT_SHADOWED_TWICE', projectOf(files, twoProfiles))
    expect(found).toEqual([])
    const whole = { 'base.yaml': 'a: 1\n', 'dev.yaml': 'a: 2\n', 'prod.yaml': 'a: 3\n' }
    expect(placesFound('LINT_SHADOWED_TWICE', projectOf(whole, twoProfiles))).toEqual(['base.yaml:1 a'])
  })

  it('leaves lists alone that are put together', () => {
    const merge = '$merge: { a: append }\n'
    const files = { 'base.yaml': 'a: [1]\n', 'dev.yaml': `${merge}a: [2]\n`, 'prod.yaml': `${merge}a: [3]\n` }
    expect(placesFound('LINT_SHADOWED_TWICE', projectOf(files, twoProfiles))).toEqual([])
  })
})

describe('LINT_SAME_AS_BELOW', () => {
  it('leaves a line alone that decides something in one profile', () => {
    const files = { 'base.yaml': 'a: 1\n', 'mid.yaml': 'a: 2\n', 'top.yaml': 'a: 1\n' }
    const profiles = { one: ['base.yaml', 'top.yaml'], two: ['base.yaml', 'mid.yaml', 'top.yaml'] }
    expect(placesFound('LINT_SAME_AS_BELOW', projectOf(files, profiles))).toEqual([])
  })

  it('compares lists and dates by what is in them', () => {
    const files = { 'base.yaml': 'a: [1, {b: 2}]\n', 'prod.yaml': 'a: [1, {b: 2}]\n' }
    expect(placesFound('LINT_SAME_AS_BELOW', projectOf(files, { prod: ['base.yaml', 'prod.yaml'] }))).toEqual(['prod.yaml:1 a'])
  })

  it('leaves a list alone that grows by what it repeats', () => {
    const files = { 'base.yaml': 'a: [1]\n', 'prod.yaml': '$merge: { a: append }\na: [1]\n' }
    expect(placesFound('LINT_SAME_AS_BELOW', projectOf(files, { prod: ['base.yaml', 'prod.yaml'] }))).toEqual([])
  })

  it('gives a fix that takes the line out and leaves comments', () => {
    const text = 'log:\n  # more is too much\n  level: info\n  format: json # for machines\n'
    const subject = projectOf({ 'base.yaml': 'log: { level: info }\n', 'prod.yaml': text }, { prod: ['base.yaml', 'prod.yaml'] })
    const [issue] = runRules(lintRules, subject, new Map()).filter(({ code }) => code === 'LINT_SAME_AS_BELOW')
    const [change] = issue?.fix?.changes ?? []
    const after = text.slice(0, change?.span.start.offset) + change?.text + text.slice(change?.span.end.offset)
    expect(after).toContain('format: json # for machines')
    expect(after).not.toContain('level')
  })
})

describe('LINT_TYPE_DRIFT and LINT_NUMERIC_TEXT', () => {
  const profiles = { one: ['a.yaml', 'b.yaml'] }

  it('takes values with references for what they will be', () => {
    const files = { 'a.yaml': 'n: 1\n', 'b.yaml': 'n: ${env:N}\n' }
    expect(placesFound('LINT_TYPE_DRIFT', projectOf(files, profiles))).toEqual([])
  })

  it('believes a schema that allows both', () => {
    const files = { 'a.yaml': 't: 30\n', 'b.yaml': 't: 30s\n' }
    const schema = { properties: { t: { type: ['integer', 'string'] } } }
    expect(placesFound('LINT_TYPE_DRIFT', projectOf(files, profiles, { schema }))).toEqual([])
    expect(placesFound('LINT_TYPE_DRIFT', projectOf(files, profiles))).toEqual(['b.yaml:1 t'])
  })

  it('points at the quotes wherever they are', () => {
    const below = { 'a.yaml': 'n: "1"\n', 'b.yaml': 'n: 2\n' }
    expect(placesFound('LINT_NUMERIC_TEXT', projectOf(below, profiles))).toEqual(['a.yaml:1 n'])
    const above = { 'a.yaml': 'on: true\n', 'b.yaml': 'on: "false"\n' }
    expect(placesFound('LINT_NUMERIC_TEXT', projectOf(above, profiles))).toEqual(['b.yaml:1 on'])
  })
})

describe('LINT_PORT_CLASH', () => {
  const clash = (text: string): readonly string[] =>
    placesFound('LINT_PORT_CLASH', projectOf({ 'a.yaml': text }, { one: ['a.yaml'] }))

  it.each([
    ['server: {port: 80}\nadmin: {port: 80}\n', ['a.yaml:2 admin.port']],
    ['port: 80\nmetricsPort: 80\n', ['a.yaml:2 metricsPort']],
    ['http: {port: 80, host: 127.0.0.1}\nhealth: {port: 80, host: localhost}\n', ['a.yaml:2 health.port']],
    ['services:\n  web: {port: 80}\n  api: {port: 80}\n', ['a.yaml:3 services.api.port']],
  ])('finds it in %j', (text, places) => {
    expect(clash(text)).toEqual(places)
  })

  it.each([
    'server: {port: 80}\nadmin: {port: 81}\n',
    'server: {port: 5432}\ndb: {port: 5432}\n',
    'db: {port: 5432}\nreplica: {port: 5432}\n',
    'http: {port: 80, host: 10.0.0.1}\nadmin: {port: 80, host: 10.0.0.2}\n',
    'http: {port: 80}\nadmin: {port: 80, enabled: false}\n',
    'http: {port: 80}\napi: {port: 80, host: api.internal}\n',
    'http: {port: 0}\nadmin: {port: 0}\n',
  ])('finds none in %j', (text) => {
    expect(clash(text)).toEqual([])
  })
})

describe('LINT_NEAR_MISS', () => {
  const near = (base: string, prod: string): readonly string[] =>
    placesFound('LINT_NEAR_MISS', projectOf({ 'base.yaml': base, 'prod.yaml': prod }, { prod: ['base.yaml', 'prod.yaml'] }))

  it('finds a key that only one layer has, near one below', () => {
    expect(near('db: { poolSize: 5 }\n', 'db: { poolsSize: 9 }\n')).toEqual(['prod.yaml:1 db.poolsSize'])
  })

  it.each([
    ['db: { hosts: 5 }\n', 'db: { hosts: 6, host: 9 }\n'],
    ['server1: 5\n', 'server2: 9\n'],
    ['timeout: 5\n', 'timeouts: { a: 1 }\n'],
    ['web: 5\n', 'log: 9\n'],
  ])('takes names for different that are: %j, %j', (base, prod) => {
    expect(near(base, prod)).toEqual([])
  })
})

describe('LINT_LOCALHOST_IN_PROD', () => {
  it('leaves alone what production replaces, and what only resembles it', () => {
    const files = {
      'base.yaml': 'a: http://localhost:80\nlist: [http://127.0.0.1]\nb: localhost.example\nc: redis://x@[::1]:1\n',
      'prod.yaml': 'a: http://a.internal\nlist: [b]\n',
    }
    const found = placesFound('LINT_LOCALHOST_IN_PROD', projectOf(files, { prod: ['base.yaml', 'prod.yaml'] }))
    expect(found).toEqual(['base.yaml:4 c'])
  })
})

describe('LINT_PLAINTEXT_SECRET', () => {
  it('reports a value that the schema calls secret, by its length only', () => {
    const file = lintFileOf('a.yaml', 'pin: "4711"\n')
    const [document] = file.documents
    const secrets = [{ path: ['pin'], value: '4711', span: document?.locate(['pin']) }]
    const issues = runRules(lintRules, { files: [{ ...file, secrets }] }, new Map())
    expect(issues).toMatchObject([{ code: 'LINT_PLAINTEXT_SECRET', severity: 'error', path: ['pin'] }])
    expect(JSON.stringify(issues)).not.toContain('4711')
    expect(issues[0]?.message).toContain('4 characters')
  })
})

describe('LINT_SECRET_FILE_MODE', () => {
  it.each([
    [0o600, []],
    [0o640, ['.env:1 PASSWORD']],
    [0o604, ['.env:1 PASSWORD']],
    [undefined, []],
  ])('takes mode %s as it is', (mode, places) => {
    const file = lintFileOf('.env', 'PASSWORD=tr0ub4dor&3\n', { mode })
    expect(placesFound('LINT_SECRET_FILE_MODE', { files: [file] })).toEqual(places)
  })

  it('does not speak of files that everybody has a copy of', () => {
    const file = lintFileOf('.env', 'PASSWORD=tr0ub4dor&3\n', { mode: 0o644, tracked: true })
    expect(placesFound('LINT_SECRET_FILE_MODE', { files: [file] })).toEqual([])
  })
})

describe('files on their own', () => {
  it.each<[string, string, string, readonly string[]]>([
    ['LINT_CONTROL_CHARACTER', 'a.yaml', 'a: "x\u202ey"\n', ['a.yaml:1']],
    ['LINT_CONTROL_CHARACTER', 'a.yaml', 'a: "👨\u200d👩\u200d👧"\n', []],
    ['LINT_CASE_TWINS', 'a.json', '{"Ab":1,"aB":2,"x":1,"X":2}', ['a.json:1 aB']],
    ['LINT_TRAILING_SPACE_VALUE', 'a.yaml', "a: ' x'\nb: ' '\nseparator: ', '\nc: 'this is a whole sentence '\n", ['a.yaml:1 a']],
    ['LINT_YAML_SURPRISE', 'a.yaml', 'price: 49.0\nnode: 22\nversions: [1.20]\n', ['a.yaml:3 versions.0']],
    ['LINT_ABSOLUTE_PATH', 'a.ini', 'a = C:\\Users\\ana\nb = /etc/ssl\nc = /Users/ana/x\n', ['a.ini:1 a', 'a.ini:3 c']],
    ['LINT_DUPLICATE_KEY', '.env', 'A=1\nB=2\nA=3\n', ['.env:3 A']],
  ])('%s: %s %j', (code, file, text, places) => {
    const rule = lintRules.find((each) => each.code === code)
    const files = [lintFileOf(file, text)]
    expect(rule && placesFound(rule.code, { files })).toEqual(places)
  })

  it('are not asked what only a project can answer', () => {
    const issues = runRules(lintRules, { files: [lintFileOf('a.yaml', 'port: 80\nmetricsPort: 80\n')] }, new Map())
    expect(issues).toEqual([])
  })

  it('have as many findings of invisible characters as anybody reads', () => {
    const files = [lintFileOf('a.yaml', `a: "${'\u200b'.repeat(500)}"\n`)]
    expect(placesFound('LINT_CONTROL_CHARACTER', { files })).toHaveLength(20)
  })
})

describe('runRules', () => {
  const files = { 'a.yaml': 'log: { folder: /home/ana/logs }\n' }

  it('takes the setting of a project over the severity of the rule', () => {
    const subject = projectOf(files, { one: ['a.yaml'] })
    expect(runRules(lintRules, subject, new Map([['LINT_ABSOLUTE_PATH', 'error']]))).toMatchObject([{ severity: 'error' }])
    expect(runRules(lintRules, subject, new Map([['LINT_ABSOLUTE_PATH', 'off']]))).toEqual([])
  })

  it('tells of a place once, however many profiles have it', () => {
    const subject = projectOf({ 'a.yaml': 'port: 80\napiPort: 80\n' }, { one: ['a.yaml'], two: ['a.yaml'] })
    expect(runRules(lintRules, subject, new Map())).toHaveLength(1)
  })
})
