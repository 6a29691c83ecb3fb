import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { parseEnv } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/errors/config-error.ts'
import { dotenv } from '../../src/formats/dotenv/dotenv.ts'

type Answer = Readonly<Record<string, string | null | undefined>>

interface Case {
  readonly text: string
  readonly expected: Answer | 'refused'
  /** The row of docs/formats-dotenv.md that says why we differ from some tool. */
  readonly row?: string
}

interface Tool {
  readonly name: string
  readonly answers: readonly Answer[] | undefined
  readonly missing?: string
}

const cases = JSON.parse(readFileSync(new URL('dotenv-inputs.json', import.meta.url), 'utf8')) as readonly Case[]
const page = readFileSync(new URL('../../docs/formats-dotenv.md', import.meta.url), 'utf8')
const rows = new Set([...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1] as string))

const tools: readonly Tool[] = [
  { name: 'Node', answers: cases.map(({ text }) => ({ ...parseEnv(text) })) },
  askNpmDotenv(),
  askPythonDotenv(),
]

/** A tool to compare with, if a workspace has it: it is no dependency of this package. */
function askNpmDotenv(): Tool {
  try {
    const { parse } = createRequire(new URL('../../bench/package.json', import.meta.url))('dotenv') as {
      parse: (text: string) => Answer
    }
    return { name: 'dotenv', answers: cases.map(({ text }) => ({ ...parse(text) })) }
  } catch (error) {
    return { name: 'dotenv', answers: undefined, missing: `dotenv is not installed in bench: ${String(error).split('\n')[0]}` }
  }
}

function askPythonDotenv(): Tool {
  const program = [
    'import io, json, logging, os, sys',
    'from dotenv import dotenv_values',
    'os.environ.clear()',
    'logging.disable(logging.CRITICAL)',
    'print(json.dumps([dict(dotenv_values(stream=io.StringIO(text))) for text in json.load(sys.stdin)]))',
  ]
  const input = JSON.stringify(cases.map(({ text }) => text))
  const run = spawnSync(process.env.PYTHON_WITH_DOTENV ?? 'python3', ['-c', program.join('\n')], { input, encoding: 'utf8' })
  if (run.status === 0) return { name: 'python-dotenv', answers: JSON.parse(run.stdout) as readonly Answer[] }
  const reason = run.error?.message ?? run.stderr.trim().split('\n').at(-1)
  return { name: 'python-dotenv', answers: undefined, missing: `python-dotenv cannot be asked: ${reason}` }
}

function ours(text: string): unknown {
  try {
    return dotenv().parse(text, 'input').value
  } catch (error) {
    if (ConfigError.is(error)) return 'refused'
    throw error
  }
}

describe('.env', () => {
  it('has at least 110 inputs', () => expect(cases.length).toBeGreaterThanOrEqual(110))

  it.each(cases)('reads $text as it should', ({ text, expected }) => {
    expect(ours(text)).toEqual(expected)
  })

  it('explains every disputed input on the page, and nothing else', () => {
    const disputed = new Set(cases.flatMap(({ row }) => (row === undefined ? [] : [row])))
    expect([...rows].sort()).toEqual([...disputed].sort())
  })
})

describe.each(tools)('.env against $name', ({ name, answers, missing }) => {
  if (answers === undefined) {
    it.skip(missing ?? name, () => {})
    return
  }
  it('agrees on everything that is not disputed', () => {
    for (const [index, { text, expected, row }] of cases.entries()) {
      if (row === undefined) expect([text, answers[index]]).toEqual([text, expected])
    }
  })
})

const [first, ...others] = tools.map((tool) => tool.answers)
const everybody = first !== undefined && others.every((answers) => answers !== undefined)

describe('the disputed cases', () => {
  it.skipIf(!everybody)('are read differently by at least one tool', () => {
    const undisputed = new Set(rows)
    for (const [index, { expected, row }] of cases.entries()) {
      const differs = tools.some((tool) => JSON.stringify(sorted(tool.answers?.[index])) !== JSON.stringify(sorted(expected)))
      if (row !== undefined && differs) undisputed.delete(row)
    }
    expect([...undisputed]).toEqual([])
  })
})

function sorted(answer: Answer | 'refused' | undefined): unknown {
  return typeof answer === 'object' ? Object.entries(answer).sort() : answer
}
