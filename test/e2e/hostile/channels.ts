import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { exitCodeOf } from '../../../src/cli/exit-code.ts'
import { ConfigError, createConfig, createConfigSync, file, type Source } from '../../../src/index.ts'
import { Sandbox } from '../cli-sandbox.ts'
import { canary, type Extension, good } from './documents.ts'

/** One issue as the outside sees it. */
export interface Seen {
  readonly code: string
  readonly severity: string
  readonly message: string
  readonly file?: string | undefined
  readonly line?: number | undefined
  readonly column?: number | undefined
  readonly hint?: string | undefined
}

export interface Outcome {
  readonly exitCode: number
  readonly issues: readonly Seen[]
  /** All that was written without being asked for it. */
  readonly messages: string
}

/** The file of an attack, alone in a folder. */
export interface Target {
  readonly sandbox: Sandbox
  readonly name: string
  readonly extension: Extension
  readonly bytes: Uint8Array
}

export function target(extension: Extension, content: Uint8Array | string): Target {
  const sandbox = new Sandbox({})
  const name = extension === 'env' ? '.env' : `bad.${extension}`
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  writeFileSync(join(sandbox.folder, name), bytes)
  return { sandbox, name, extension, bytes }
}

/** What a command says, read from its envelope. */
export async function byCommand(sandbox: Sandbox, words: readonly string[], stdin?: Uint8Array): Promise<Outcome> {
  const { code, stdout, stderr } = await sandbox.call(
    [...words, '--json'],
    stdin === undefined ? {} : { stdin: async () => stdin },
  )
  const answer = stdout === '' ? {} : JSON.parse(stdout)
  // An answer that is bare data has no issues.
  const issues: readonly Seen[] = answer.apiVersion === 'configmanage/v1' ? answer.issues : []
  if (code !== 0) expect(answer).toMatchObject({ ok: false, exitCode: code })
  return { exitCode: code, issues, messages: JSON.stringify(issues) + stderr }
}

/** What the library says when it throws. Anything but a ConfigError fails the test. */
export async function byLibrary(start: () => unknown): Promise<Outcome> {
  try {
    await start()
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    const issues = error.issues.map(
      ({ code, severity, message, hint, span, file: named }): Seen => ({
        code,
        severity,
        message,
        hint,
        file: span?.file ?? named,
        line: span?.start.line,
        column: span?.start.column,
      }),
    )
    return {
      exitCode: exitCodeOf(error.issues),
      issues,
      messages: `${error.message}\n${error.stack}\n${JSON.stringify(error.issues)}`,
    }
  }
  return { exitCode: 0, issues: [], messages: '' }
}

const options = ({ sandbox }: Target) => ({ cwd: sandbox.folder, env: {}, args: [] })
const load = (attacked: Target, source: Source) => createConfig({ sources: [source] }, options(attacked))

/** Every door by which a file comes in. */
export const channels: Readonly<Record<string, (target: Target) => Promise<Outcome>>> = {
  'a file source': (attacked) => byLibrary(() => load(attacked, file(attacked.name))),
  'an optional file source': (attacked) => byLibrary(() => load(attacked, file(attacked.name, { optional: true }))),
  'a pattern': (attacked) => byLibrary(() => load(attacked, file(`{${attacked.name},none}`, { optional: true }))),
  createConfigSync: (attacked) => byLibrary(() => createConfigSync({ sources: [file(attacked.name)] }, options(attacked))),
  'a reload': byReload,
  'export --file': ({ sandbox, name }) => byCommand(sandbox, ['export', '--file', name]),
  'standard input': ({ sandbox, extension, bytes }) =>
    byCommand(sandbox, ['export', '--file', '-', '--from', extension === 'env' ? 'dotenv' : extension], bytes),
  'validate <file>': ({ sandbox, name }) => byCommand(sandbox, ['validate', name]),
  convert: async ({ sandbox, name }) => {
    const outcome = await byCommand(sandbox, ['convert', name, 'out.json'])
    expect(sandbox.has('out.json')).toBe(outcome.exitCode === 0)
    return outcome
  },
  'set --to': (attacked) => byEdit(attacked, ['set', attacked.extension === 'ini' ? 's.new' : 'new', '2']),
  'unset --to': (attacked) => byEdit(attacked, ['unset', attacked.extension === 'ini' ? 's.kept' : 'kept']),
}

async function byEdit({ sandbox, name, bytes }: Target, words: readonly string[]): Promise<Outcome> {
  const outcome = await byCommand(sandbox, [...words, '--to', name])
  if (outcome.exitCode !== 0) expect(Buffer.compare(sandbox.readBytes(name), bytes)).toBe(0)
  return outcome
}

/** A good file turns bad while the program runs: the last good snapshot stays, and the status says why. */
async function byReload(attacked: Target): Promise<Outcome> {
  const path = join(attacked.sandbox.folder, attacked.name)
  writeFileSync(path, good[attacked.extension])
  await using config = await load(attacked, file(attacked.name))
  const before = { snapshot: config.current, value: config.value, text: JSON.stringify(config.value) }
  writeFileSync(path, attacked.bytes)
  const outcome = await byLibrary(() => config.reload())
  if (outcome.exitCode === 0) return outcome
  expect(config.current).toBe(before.snapshot)
  expect(config.value).toBe(before.value)
  expect(JSON.stringify(config.value)).toBe(before.text)
  expect(config.status()).toMatchObject([{ kind: 'stale', reason: { issues: [{ code: outcome.issues[0]?.code }] } }])
  return outcome
}

export interface ExpectedRefusal {
  readonly code: string
  readonly at?: string
  readonly file?: string
  /** Default: 3. */
  readonly exitCode?: number
}

/** Refused as the contract says: code, place, hint, exit code; no value in any message. */
export function expectRefusal(outcome: Outcome, expected: ExpectedRefusal): void {
  const [first] = outcome.issues
  expect({ exitCode: outcome.exitCode, code: first?.code }).toEqual({ exitCode: expected.exitCode ?? 3, code: expected.code })
  if (expected.file !== undefined) expect(first?.file).toBe(expected.file)
  if (expected.at !== undefined) expect(`${first?.line}:${first?.column}`).toBe(expected.at)
  for (const { severity, message, hint } of outcome.issues.filter((issue) => issue.severity === 'error')) {
    expect(severity).toBe('error')
    expect(message).not.toMatch(/^[A-Z][a-z]+ |\.$/)
    expect(hint, message).toEqual(expect.any(String))
  }
  expect(outcome.messages).not.toContain(canary)
  expectCleanPrototypes()
}

const members = [Object.prototype, Array.prototype, Function.prototype].map((prototype) => Reflect.ownKeys(prototype).length)

export function expectCleanPrototypes(): void {
  expect([Object.prototype, Array.prototype, Function.prototype].map((prototype) => Reflect.ownKeys(prototype).length)).toEqual(
    members,
  )
  expect('polluted' in {}).toBe(false)
}
