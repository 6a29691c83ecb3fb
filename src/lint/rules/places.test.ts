import { beforeAll, describe, expect, it } from 'vitest'
import { lintRules } from '../rules.ts'
import { runRules } from '../run-rules.ts'
import { lintFileOf, loadFormats, placesFound, projectOf } from '../subject.fixture.ts'

beforeAll(() => loadFormats('a.yaml', '.env', 'a.json'))

/** Put together here, so that no scanner takes this file for a leak. */
const token = ['glpat', 'q7Zr2Lx9Vb4Nk8Tm3Wd6'].join('-')

describe('LINT_ENV_IN_GIT', () => {
  it('tells of the other secrets beside the first one', () => {
    const file = lintFileOf('.env', `DB_PASSWORD=tr0ub4dor&3\nA=1\nTOKEN=${token}\n# ${token}\n`, { tracked: true })
    const [issue, ...others] = runRules(lintRules, { files: [file] }, new Map())
    expect(others).toEqual([])
    expect(issue).toMatchObject({ code: 'LINT_ENV_IN_GIT', path: ['DB_PASSWORD'], span: { start: { line: 1 } } })
    expect(issue?.related?.map(({ message, span }) => [message, span.start.line])).toEqual([
      ['TOKEN: GitLab token', 3],
      ['a comment: GitLab token', 4],
    ])
  })

  it.each(['.env.example', '.env.sample', 'config/.env.template'])('lets %s be shared', (name) => {
    const file = lintFileOf(name, 'DB_PASSWORD=tr0ub4dor&3\n', { tracked: true })
    expect(placesFound('LINT_ENV_IN_GIT', { files: [file] })).toEqual([])
  })
})

describe('LINT_PLAINTEXT_SECRET', () => {
  it('looks into lists, by the name of the list', () => {
    const file = lintFileOf('a.yaml', `a:\n  - b:\n      - ${token}\npasswords: [x, tr0ub4dor&3]\n`)
    expect(placesFound('LINT_PLAINTEXT_SECRET', { files: [file] })).toEqual(['a.yaml:3 a.0.b.0', 'a.yaml:4 passwords.1'])
  })

  it('finds every secret of a comment', () => {
    const file = lintFileOf('a.yaml', `# ${token}\n# and ${token}\na: 1\n`)
    expect(placesFound('LINT_PLAINTEXT_SECRET', { files: [file] })).toEqual(['a.yaml:1', 'a.yaml:2'])
  })
})

describe('LINT_CONTROL_CHARACTER', () => {
  it.each([
    ['\u0007', 'a control character (U+0007)'],
    ['\u200b', 'a character of width zero (U+200B)'],
    ['\ufeff', 'a byte order mark inside the file (U+FEFF)'],
    ['\u2028', 'a line end (U+2028)'],
    ['\u202e', 'a character that turns the direction of text (U+202E)'],
  ])('names %j', (letter, name) => {
    const file = lintFileOf('.env', `A="x${letter}y"\n`)
    const issues = runRules(lintRules, { files: [file] }, new Map())
    expect(issues).toMatchObject([{ message: `${name} that cannot be seen`, span: { start: { column: 5 } } }])
  })
})

describe('LINT_EMPTY_OVERRIDE', () => {
  const found = (base: string, prod: string): readonly string[] =>
    placesFound('LINT_EMPTY_OVERRIDE', projectOf({ 'base.yaml': base, 'prod.yaml': prod }, { prod: ['base.yaml', 'prod.yaml'] }))

  it.each([
    ['a: text\n', 'a: ""\n'],
    ['a: { b: 1 }\n', 'a:\n'],
    ['a: [1]\n', 'a: null\n'],
    ['a: false\n', 'a: ~\n'],
  ])('finds what hides a value: %j under %j', (base, prod) => {
    expect(found(base, prod)).toEqual(['prod.yaml:1 a'])
  })

  it.each([
    ['a: ""\n', 'a:\n'],
    ['a: {}\n', 'a: null\n'],
    ['b: 1\n', 'a: ""\n'],
    ['a: 1\n', 'a: !unset\n'],
    ['a: 1\n', 'a: 0\n'],
  ])('finds none in %j under %j', (base, prod) => {
    expect(found(base, prod)).toEqual([])
  })
})

describe('LINT_UNUSED_KEY and LINT_NEAR_MISS, with a schema', () => {
  const schema = {
    properties: {
      http: { $ref: '#/$defs/http' },
      open: { properties: { a: {} }, additionalProperties: true },
      free: { type: 'object' },
      list: { items: { properties: { name: {}, port: {} } } },
      any: { additionalProperties: { properties: { port: {} } } },
    },
    $defs: { http: { properties: { port: {}, host: {} } } },
  }
  const found = (text: string): readonly string[] => {
    const subject = projectOf({ 'a.yaml': text }, { one: ['a.yaml'] }, { schema })
    return [...placesFound('LINT_UNUSED_KEY', subject), ...placesFound('LINT_NEAR_MISS', subject).map((place) => `near ${place}`)]
  }

  it.each<[string, readonly string[]]>([
    ['http: { port: 1 }\n', []],
    ['http: { prot: 1 }\n', ['near a.yaml:1 http.prot']],
    ['http: { extra: { deep: 1 } }\n', ['a.yaml:1 http.extra']],
    ['open: { b: 1 }\nfree: { x: { y: 1 } }\nany: { one: { port: 1 } }\n', []],
    ['any: { one: { porrt: 1 } }\n', ['near a.yaml:1 any.one.porrt']],
    ['$schema: x\n_note: y\nx-team: z\n', []],
    ['HTTP: { port: 1 }\n', ['near a.yaml:1 HTTP']],
  ])('%j', (text, places) => {
    expect(found(text)).toEqual(places)
  })

  it('leaves it to LINT_CASE_TWINS where both spellings are used', () => {
    expect(found('http: { port: 1, Port: 2 }\n')).toEqual([])
  })
})

describe('LINT_UNREACHABLE_FILE', () => {
  it('suggests the name of a profile that is near', () => {
    const unread = [{ file: 'config/prdo.yaml', readable: ['dev.yaml', 'prod.yaml'] }]
    const subject = projectOf({ 'a.yaml': 'a: 1\n' }, { prod: ['a.yaml'] }, { unread })
    expect(runRules(lintRules, subject, new Map())).toMatchObject([
      { code: 'LINT_UNREACHABLE_FILE', file: 'config/prdo.yaml', hint: 'did you mean "prod.yaml"?' },
    ])
  })

  it('says nothing when a profile could not be loaded, because its files are not known', () => {
    const unread = [{ file: 'config/other.yaml', readable: [] }]
    const subject = projectOf({ 'a.yaml': 'a: 1\n' }, { prod: ['a.yaml'] }, { unread, isComplete: false })
    expect(runRules(lintRules, subject, new Map())).toEqual([])
  })
})
