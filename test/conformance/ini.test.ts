import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/errors/config-error.ts'
import { ini } from '../../src/formats/ini/ini.ts'
import type { Value } from '../../src/values/value.ts'
import { mutateText } from '../fuzz/mutations.ts'
import { Random } from '../fuzz/random.ts'

interface Case {
  readonly name: string
  readonly text: string
  readonly options?: Readonly<Record<string, unknown>>
}

type Answer = { readonly value: Value } | { readonly error: string }

const cases = JSON.parse(readFileSync(new URL('ini-inputs.json', import.meta.url), 'utf8')) as readonly Case[]

/** The same inputs with a few characters changed, each under its own options. */
const mutated = cases.flatMap((test, index) => {
  const random = new Random(index + 1)
  const corpus = cases.map(({ text }) => text)
  const tokens = [
    '[a]',
    '[DEFAULT]',
    '%(x)s',
    '${x}',
    '${a:x}',
    '%%',
    '$$',
    '\n  ',
    '\n\t',
    ' ;',
    ' #',
    ' = ',
    'x=1\n',
    '\x1c',
    '\x85',
    '\u00a0',
  ]
  return Array.from({ length: 15 }, () => ({ ...test, text: mutateText(test.text, random, { corpus, tokens }) }))
})
const asked = [...cases, ...mutated]

function askPython(): readonly Answer[] | string {
  const script = fileURLToPath(new URL('ini-oracle.py', import.meta.url))
  const run = spawnSync('python3', [script], { input: JSON.stringify(asked), encoding: 'utf8', maxBuffer: 1 << 26 })
  if (run.error !== undefined) return `python3 cannot be started: ${run.error.message}`
  return run.status === 0 ? (JSON.parse(run.stdout) as readonly Answer[]) : `python3 failed: ${run.stderr}`
}

function ourAnswer(test: Case): { readonly value: Value } | { readonly refused: true } {
  try {
    return { value: ini({ ...test.options, dialect: 'python' }).parse(test.text, 'input').value }
  } catch (error) {
    if (ConfigError.is(error)) return { refused: true }
    throw error
  }
}

const answers = askPython()

describe("the python dialect against Python's configparser", () => {
  if (typeof answers === 'string') {
    if (process.env.REQUIRE_SERVICES === '1') {
      it('needs python3', () => expect.fail(answers))
    } else {
      it.skip(answers, () => {})
    }
    return
  }
  it('has at least 130 inputs', () => expect(cases.length).toBeGreaterThanOrEqual(130))

  it.each(cases.map((test, index) => ({ ...test, index })))('$name', (test) => {
    const theirs = answers[test.index] as Answer
    expect(ourAnswer(test)).toEqual('error' in theirs ? { refused: true } : { value: theirs.value })
  })

  it('agrees on thousands of mutated inputs', () => {
    for (const [index, test] of mutated.entries()) {
      const theirs = answers[cases.length + index] as Answer
      const expected = 'error' in theirs ? { refused: true } : { value: theirs.value }
      expect({ test, ...ourAnswer(test) }).toEqual({ test, ...expected })
    }
  })
})
