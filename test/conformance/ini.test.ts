import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/errors/config-error.ts'
import { ini } from '../../src/formats/ini/ini.ts'
import type { Value } from '../../src/values/value.ts'

interface Case {
  readonly name: string
  readonly text: string
  readonly options?: Readonly<Record<string, unknown>>
}

type Answer = { readonly value: Value } | { readonly error: string }

const cases = JSON.parse(readFileSync(new URL('ini-inputs.json', import.meta.url), 'utf8')) as readonly Case[]

function askPython(): readonly Answer[] | string {
  const script = fileURLToPath(new URL('ini-oracle.py', import.meta.url))
  const run = spawnSync('python3', [script], { input: JSON.stringify(cases), encoding: 'utf8', maxBuffer: 1 << 26 })
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
})
