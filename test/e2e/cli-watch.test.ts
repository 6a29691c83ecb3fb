import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/testing/sandbox.ts'
import { commandWords } from './command-words.ts'

let sandbox: Sandbox
beforeEach(() => {
  sandbox = createSandbox({
    files: {
      'configmanage.config.yaml': 'name: shop\nschema: schema.json\nsources:\n  - file: app.yaml\n',
      'schema.json': '{"properties":{"port":{"type":"integer"},"password":{"type":"string","x-secret":true}}}',
      'app.yaml': 'port: 1\npassword: hunter2\n',
    },
  })
})
afterEach(() => sandbox[Symbol.dispose]())

interface Line {
  readonly generation: number
  readonly ok: boolean
  readonly changes: readonly { readonly kind: string; readonly path: string; readonly after?: unknown }[]
  readonly issues: readonly { readonly code: string }[]
  readonly value: Readonly<Record<string, unknown>>
}

/** `configmanage watch`, running. */
function start(...flags: readonly string[]) {
  const child = spawn(process.execPath, [...commandWords, 'watch', '-C', sandbox.folder, ...flags], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const printed = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.err += text))
  const lines = (): readonly Line[] =>
    printed.out
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as Line)
  return {
    printed,
    lines,
    ended: once(child, 'close').then(([code]) => code as number | null),
    line: async (number: number): Promise<Line> => {
      await expect.poll(() => lines().length, { timeout: 20_000, interval: 20 }).toBeGreaterThanOrEqual(number)
      return lines()[number - 1] as Line
    },
    stop: async (signal: NodeJS.Signals): Promise<number | null> => {
      const ended = once(child, 'exit')
      child.kill(signal)
      return ((await ended) as [number | null])[0]
    },
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('watch --format ndjson', () => {
  it('prints a line for each generation and for what was refused, without secrets, until it is interrupted', async () => {
    const watching = start('--format', 'ndjson')
    expect(await watching.line(1)).toMatchObject({ generation: 1, ok: true, changes: [], issues: [], value: { port: 1 } })
    sandbox.write('app.yaml', 'port: 2\npassword: hunter3\n')
    const second = await watching.line(2)
    expect(second).toMatchObject({ generation: 2, ok: true, value: { port: 2 } })
    expect(second.changes.map(({ kind, path }) => [kind, path])).toEqual([
      ['changed', 'port'],
      ['changed', 'password'],
    ])
    sandbox.write('app.yaml', 'port: none\npassword: hunter3\n')
    expect(await watching.line(3)).toMatchObject({
      generation: 2,
      ok: false,
      changes: [{ path: 'port', after: 'none' }],
      issues: [{ code: 'VALUE_TYPE', file: 'app.yaml', line: 1 }],
      value: { port: 2 },
    })
    sandbox.write('app.yaml', 'port: 3\n')
    expect(await watching.line(4)).toMatchObject({ generation: 3, ok: true, value: { port: 3 } })
    expect(await watching.stop('SIGINT')).toBe(130)
    expect(watching.printed.out).not.toMatch(/hunter/)
    expect(watching.printed.err).toBe('')
  })

  it('starts a program anew with every generation that a check lets through, and ends it', async () => {
    const script =
      "const { appendFileSync } = require('node:fs'); const say = (text) => appendFileSync('log', text + ' '); say('start' + process.env.CONFIGMANAGE_GENERATION); process.on('SIGTERM', () => { say('end'); process.exit() }); setInterval(() => {}, 1000)"
    sandbox.write('program.cjs', script)
    sandbox.write('check.cjs', "process.stdin.on('data', (text) => { if (JSON.parse(text).port === 13) process.exitCode = 3 })")
    const log = (): string => readFileSync(sandbox.path('log'), 'utf8')
    const node = JSON.stringify(process.execPath)
    const watching = start('--format', 'ndjson', '--exec', `exec ${node} program.cjs`, '--check', `${node} check.cjs`)
    await watching.line(1)
    await expect.poll(log, { timeout: 20_000 }).toBe('start1 ')
    sandbox.write('app.yaml', 'port: 13\n')
    expect(await watching.line(2)).toMatchObject({
      generation: 1,
      ok: false,
      issues: [{ code: 'CHANGE_REFUSED', message: 'the check ended with code 3' }],
    })
    sandbox.write('app.yaml', 'port: 14\n')
    expect(await watching.line(3)).toMatchObject({ generation: 2, ok: true })
    await expect.poll(log, { timeout: 20_000 }).toBe('start1 end start2 ')
    expect(await watching.stop('SIGTERM')).toBe(143)
    expect(log()).toBe('start1 end start2 end ')
  })

  it('waits until all of a program has ended, although the shell around it ended before', async () => {
    const script =
      "const { appendFileSync } = require('node:fs'); const say = (text) => appendFileSync('log', text + ' '); say('start'); process.on('SIGTERM', () => { setTimeout(() => { say('end'); process.exit() }, 900) }); setInterval(() => {}, 1000)"
    sandbox.write('program.cjs', script)
    const log = (): string => readFileSync(sandbox.path('log'), 'utf8')
    const watching = start('--format', 'ndjson', '--exec', `cd . && ${JSON.stringify(process.execPath)} program.cjs; true`)
    await watching.line(1)
    await expect.poll(log, { timeout: 20_000 }).toBe('start ')
    sandbox.write('app.yaml', 'port: 2\n')
    await expect.poll(log, { timeout: 20_000 }).toBe('start end start ')
    expect(await watching.stop('SIGINT')).toBe(130)
    expect(log()).toBe('start end start end ')
  })

  it('ends a check that takes its time, when it is asked to end', async () => {
    sandbox.write('check.cjs', "if (require('node:fs').existsSync('slow')) setInterval(() => {}, 1000)")
    const watching = start('--format', 'ndjson', '--check', `echo $$ > pid; exec ${JSON.stringify(process.execPath)} check.cjs`)
    await watching.line(1)
    const first = sandbox.read('pid')
    sandbox.write('slow', '')
    sandbox.write('app.yaml', 'port: 2\n')
    await expect.poll(() => sandbox.read('pid'), { timeout: 20_000 }).not.toBe(first)
    await expect.poll(() => Number(sandbox.read('pid')), { timeout: 20_000 }).toBeGreaterThan(0)
    const asked = performance.now()
    expect(await watching.stop('SIGTERM')).toBe(143)
    expect(performance.now() - asked).toBeLessThan(15_000)
    await expect.poll(() => isRunning(Number(sandbox.read('pid'))), { timeout: 5_000 }).toBe(false)
  })

  it.each([
    ['a first generation that the check refuses', ['--check', 'exit 3'], 1, /CHANGE_REFUSED/],
    ['an empty command', ['--exec', ' '], 2, /CLI_USAGE/],
    ['an empty check', ['--check', ''], 2, /CLI_USAGE/],
  ])('refuses %s', async (_, flags, code, report) => {
    const watching = start('--format', 'ndjson', ...flags)
    expect(await watching.ended).toBe(code)
    expect(watching.printed.err).toMatch(report)
    expect(watching.printed.out).toBe('')
  })
})

it('watch tells people what changed, and a configuration that is broken at the start is an error', async () => {
  const watching = start()
  await expect.poll(() => watching.printed.out, { timeout: 20_000 }).toMatch(/generation 1\n/)
  sandbox.write('app.yaml', 'port: 2\n')
  await expect
    .poll(() => watching.printed.out, { timeout: 20_000 })
    .toMatch(/generation 2: 2 changes\n {2}port +1 → 2\n {2}password +removed; it was \[secret/)
  sandbox.write('app.yaml', 'port: none\n')
  await expect.poll(() => watching.printed.err, { timeout: 20_000 }).toMatch(/VALUE_TYPE/)
  expect(watching.printed.out).toMatch(/refused; generation 2 stays in use\n$/)
  await watching.stop('SIGINT')

  const failing = spawn(process.execPath, [...commandWords, 'watch', '-C', sandbox.folder])
  expect(((await once(failing, 'exit')) as [number])[0]).toBe(1)
})
