import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { Value } from '../../values/value.ts'
import { dotenv } from './dotenv.ts'

function read(text: string, options: Readonly<Record<string, unknown>> = {}): Value {
  return dotenv(options).parse(text, '.env').value
}

function issuesOf(action: () => unknown): readonly Issue[] {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error)) return error.issues
    throw error
  }
  return expect.fail('nothing was thrown')
}

describe('reading', () => {
  it.each<[string, string, Value]>([
    ['names as they are written', 'a.B-c_1=x\n', { 'a.B-c_1': 'x' }],
    ['export, blanks and comments', '# c\n  export A = b c  # d\nB=\n', { A: 'b c', B: '' }],
    ['a hash inside a word', 'A=pass#word\nB=#fff\nC=x #y\n', { A: 'pass#word', B: '#fff', C: 'x' }],
    ['the three quotes', 'A="\\n\\t\\"\\\\"\nB=\'\\n\'\nC=`\\n`\n', { A: '\n\t"\\', B: '\\n', C: '\\n' }],
    ['quotes over several lines', 'A="1\r\n# 2"\r\nB=\'3\n4\'\n', { A: '1\n# 2', B: '3\n4' }],
    ['Windows paths outside of double quotes', "A=C:\\new\nB='C:\\new'\n", { A: 'C:\\new', B: 'C:\\new' }],
    ['an escape in a Windows path in double quotes', 'A="C:\\new\\data"\n', { A: 'C:\new\\data' }],
  ])('takes %s', (_, text, expected) => {
    expect(read(text)).toEqual(expected)
  })

  it('lets the last of two lines count, with a warning that names both', () => {
    const document = dotenv().parse('A=1\nB=2\nA=3\n', '.env')
    expect(document.value).toEqual({ A: '3', B: '2' })
    expect(document.warnings).toMatchObject([
      {
        code: 'FORMAT_DUPLICATE_KEY',
        severity: 'warning',
        path: ['A'],
        span: { start: { line: 3 } },
        related: [{ span: { start: { line: 1 } } }],
      },
    ])
  })

  it('reports every bad line at once', () => {
    const issues = issuesOf(() => read('A\nB: c\n=2\nA B=3\nC="x" y\nD=\'z\n'))
    expect(issues.map(({ code, span }) => [code, span?.start.line, span?.start.column])).toEqual([
      ['FORMAT_SYNTAX', 1, 1],
      ['FORMAT_SYNTAX', 2, 1],
      ['FORMAT_SYNTAX', 3, 1],
      ['FORMAT_SYNTAX', 4, 1],
      ['FORMAT_SYNTAX', 5, 7],
      ['FORMAT_SYNTAX', 6, 3],
    ])
  })

  it('puts no value into a message', () => {
    expect(JSON.stringify(issuesOf(() => read('TOKEN="hunter2-hunter2\n')))).not.toContain('hunter2')
  })

  it('tells the places of names and values', () => {
    const text = '# c\nexport A = "b" # d\n'
    const document = dotenv().parse(text, '.env')
    const value = document.locate(['A'])
    expect(value).toMatchObject({ file: '.env', start: { line: 2, column: 12 } })
    expect(text.slice(value?.start.offset, value?.end.offset)).toBe('"b"')
    expect(document.locate(['A'], 'key')).toMatchObject({ start: { line: 2, column: 8 }, end: { column: 9 } })
    expect(document.locate(['B'])).toBeUndefined()
  })
})

describe('variables', () => {
  it('come from the lines above, then from env, and never from the environment', () => {
    const text = 'A=1\nB=$A ${A} "${X}"\nC=${PATH}\nD=${X}\nX=2\nE=${X}\n'
    expect(read(text, { env: { X: 'outside' } })).toEqual({
      A: '1',
      B: '1 1 "outside"',
      C: '${PATH}',
      D: 'outside',
      X: '2',
      E: '2',
    })
  })

  it('have defaults', () => {
    expect(read('A=\nB=${A:-d}\nC=${A-d}\nD=${N:-a ${N2:-b}}\nE=${N-}\n')).toEqual({ A: '', B: 'd', C: '', D: 'a b', E: '' })
  })

  it('stay as they are when they are unknown, so that the engine can resolve them', () => {
    const text = 'A=${db.host}\nB=${db.host:-x}\nC=${env:HOME}\nD=${NO}\nE=$NO\nF=$${A}\n'
    expect(read(text)).toEqual({ A: '${db.host}', B: '${db.host:-x}', C: '${env:HOME}', D: '${NO}', E: '$NO', F: '$${A}' })
  })

  it('are literal in single quotes, in backticks and behind a backslash', () => {
    expect(read('A=1\nB=\'$A\'\nC=`$A`\nD=\\$A\nE="\\${A}"\n')).toEqual({ A: '1', B: '$A', C: '$A', D: '$A', E: '${A}' })
  })

  it('are not looked for again in what they give', () => {
    expect(read("A='${B}'\nB=x\nC=$A\n")).toEqual({ A: '${B}', B: 'x', C: '${B}' })
    expect(read('A=${B}\nB=${A}\n')).toEqual({ A: '${B}', B: '${B}' })
  })

  it('can be left alone', () => {
    expect(read('A=1\nB=$A \\$A\n', { expand: false })).toEqual({ A: '1', B: '$A \\$A' })
  })

  it('never run a command', () => {
    expect(read('A=$(touch /tmp/x)\nB="`id`"\n')).toEqual({ A: '$(touch /tmp/x)', B: '`id`' })
  })

  it('cannot fill memory', () => {
    const text = `A0=0123456789\n${Array.from({ length: 40 }, (_, index) => `A${index + 1}=$A${index}$A${index}\n`).join('')}`
    expect(issuesOf(() => read(text))).toMatchObject([{ code: 'FORMAT_TOO_LARGE' }])
    expect(issuesOf(() => read('A=12345\nB=$A$A\n', { limits: { maxExpansion: 9 } }))).toMatchObject([
      { code: 'FORMAT_TOO_LARGE', path: ['B'] },
    ])
  })

  it('nest to a bounded depth', () => {
    expect(issuesOf(() => read(`A=${'${N:-'.repeat(100_000)}${'}'.repeat(100_000)}\n`))).toMatchObject([
      { code: 'REFERENCE_LIMIT', path: ['A'] },
    ])
  })
})

describe('writing', () => {
  it('prints texts as most tools read them', () => {
    const value = { A: 'plain', B: 'two words', C: "it's", D: '$x', E: 'a\nb', F: 8080, G: true, H: '', I: "it's $x" }
    expect(dotenv().print(value)).toBe(
      'A=plain\nB=\'two words\'\nC="it\'s"\nD=\'$x\'\nE="a\\nb"\nF=8080\nG=true\nH=\nI="it\'s \\$x"\n',
    )
  })

  it.each<[string, Value, readonly string[]]>([
    ['maps', { a: { b: 1 } }, ['a']],
    ['lists', { a: [1] }, ['a']],
    ['null', { a: null }, ['a']],
    ['names that no variable can have', { 'a b': '1' }, ['a b']],
  ])('refuses %s', (_, value, path) => {
    expect(issuesOf(() => dotenv().print(value))).toMatchObject([{ code: 'FORMAT_UNSUPPORTED_VALUE', path }])
  })

  const text = '# head\r\nA=1 # one\r\nexport B = "2"   # two\r\n\r\nA=3'

  it.each<[string, string, Value, string]>([
    ['the line that counts', 'A', 'x', text.replace('A=3', 'A=x')],
    ['a value in its quotes', 'B', '$n "q"', text.replace('"2"', '"\\$n \\"q\\""')],
    ['a value that needs quotes now', 'A', ' #', text.replace('A=3', "A=' #'")],
    ['a new name', 'N', 'two words', `${text}\r\nN='two words'`],
  ])('sets %s', (_, name, value, expected) => {
    expect(dotenv().edit(text, [{ kind: 'set', path: [name], value }], '.env')).toBe(expected)
  })

  it('removes every line of a name', () => {
    expect(dotenv().edit(text, [{ kind: 'remove', path: ['A'] }], '.env')).toBe('# head\r\nexport B = "2"   # two\r\n')
    expect(dotenv().edit(text, [{ kind: 'remove', path: ['X'] }], '.env')).toBe(text)
  })

  it('changes what a variable gives only where it is defined', () => {
    expect(dotenv().edit('A=1\nB=$A\n', [{ kind: 'set', path: ['A'], value: '2' }], '.env')).toBe('A=2\nB=$A\n')
  })

  it('refuses nesting', () => {
    expect(issuesOf(() => dotenv().edit(text, [{ kind: 'set', path: ['N', 'x'], value: 1 }], '.env'))).toMatchObject([
      { code: 'FORMAT_EDIT' },
    ])
  })

  it('does not write through a file that is malformed', () => {
    expect(issuesOf(() => dotenv().edit('A\n', [{ kind: 'set', path: ['B'], value: 1 }], '.env'))).toMatchObject([
      { code: 'FORMAT_SYNTAX' },
    ])
  })
})

it.each([
  ['quotes', 'A="\n'.repeat(100_000)],
  ['escapes', `A="${'\\n'.repeat(500_000)}"\n`],
  ['lines without a name', '?\n'.repeat(100_000)],
  ['blanks', `A=${' '.repeat(500_000)}x\n`],
  ['hashes', `A=${'#'.repeat(500_000)}\n`],
  ['dollars', `A=${'${'.repeat(250_000)}\n`],
  ['names', Array.from({ length: 40_000 }, (_, index) => `A${index}=$A${index - 1}\n`).join('')],
])('takes linear time for many %s', (_, text) => {
  const start = performance.now()
  try {
    read(text)
  } catch (error) {
    expect(ConfigError.is(error)).toBe(true)
  }
  expect(performance.now() - start).toBeLessThan(10_000)
})
