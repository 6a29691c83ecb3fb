import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CliContext } from '../../src/cli/context.ts'
import { checkFiles } from '../../src/cli/validate/check-files.ts'
import type { HelperAnswer } from '../../src/cli/validate/helper-messages.ts'
import { ConfigError } from '../../src/errors/config-error.ts'
import { Sandbox } from './cli-sandbox.ts'
import { deploymentSchema, writeKubernetesFiles } from './kubernetes-files.ts'

/** 400 files, some of them wrong in every way in which a file can be. */
function mixedSandbox(): Sandbox {
  const sandbox = new Sandbox({ 'schema.json': JSON.stringify(deploymentSchema) })
  const files = writeKubernetesFiles(join(sandbox.folder, 'cluster'), 400)
  const at = (index: number): string => join('cluster', files[index] as string)
  const change = (index: number, from: RegExp, to: string): void =>
    sandbox.write(at(index), sandbox.read(at(index)).replace(from, to))
  change(3, /replicas: \d/, 'replicas: many')
  change(40, /kind: Deployment/, 'kind: Deploymnet')
  change(41, /kind: Deployment/, 'kind: Deploymnet # configmanage-ignore VALUE_CHOICE -- as it is called there')
  change(42, /kind: Deployment/, 'kind: Deployment # configmanage-ignore VALUE_CHOICE -- there is none')
  change(77, /name: main/, 'nmae: main')
  change(78, /protocol: TCP/, 'protocol: yes')
  sandbox.write(at(120), 'apiVersion: [\n')
  sandbox.write(at(121), 'a: 1\na: 2\n')
  sandbox.write(at(122), '')
  sandbox.write(at(123), `${'['.repeat(100_000)}`)
  writeFileSync(join(sandbox.folder, at(200)), new Uint8Array([0x61, 0x3a, 0x20, 0xc3, 0x28]))
  truncateSync(join(sandbox.folder, at(201)), 70_000_000)
  sandbox.write('cluster/own/with-schema.json', '{ "$schema": "../../schema.json", "kind": 7 }')
  sandbox.write('cluster/own/plain.toml', 'kind = "Deployment"\nwhen = 1979-05-27\nbig = 123456789012345678901234567890\n')
  mkdirSync(join(sandbox.folder, 'cluster/own/folder.yaml'))
  symlinkSync('circle.yaml', join(sandbox.folder, 'cluster/own/circle.yaml'))
  return sandbox
}

const lines = [
  'validate cluster --schema schema.json',
  'validate cluster --schema schema.json --json',
  'validate cluster --schema schema.json --format sarif',
  'validate cluster --schema schema.json --format junit',
  'validate cluster --schema schema.json --format concise --max-warnings 0',
  'validate cluster --json',
  'validate cluster/own cluster/own/circle.yaml cluster/own/folder.yaml missing.yaml cluster/nothing* --json',
  'validate cluster/team-0/*.yaml - --from yaml --schema schema.json --json',
  'validate cluster --schema schema.json --fix --dry-run --all',
]

describe('several threads', () => {
  it.each(lines)('say of a mixed folder what one says: %s', async (line) => {
    const sandbox = mixedSandbox()
    const options = { stdin: 'kind: 1\n' }
    const alone = await sandbox.call(`${line} --jobs 1`, options)
    expect(alone.code).toBeGreaterThan(0)
    expect(await sandbox.call(line, options)).toEqual(alone)
    for (const jobs of [2, 4]) expect(await sandbox.call(`${line} --jobs ${jobs}`, options)).toEqual(alone)
  })

  it('are asked for with a whole number, and for files', async () => {
    const sandbox = new Sandbox({ 'a.yaml': 'a: 1\n' })
    for (const jobs of ['0', '-1', '1.5', 'all', '65', ''])
      expect(await sandbox.call(['validate', 'a.yaml', '--jobs', jobs])).toMatchObject({ code: 2 })
    expect(await sandbox.call('validate --jobs 2')).toMatchObject({ code: 2 })
    expect(await sandbox.call('validate --staged --jobs 2')).toMatchObject({ code: 2 })
    expect(await sandbox.call('validate a.yaml --jobs 64')).toMatchObject({ code: 0 })
  })
})

/** A helper with other code, which has the port and the thread's exit at hand. */
function helper(code: string): URL {
  return new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads'
parentPort.on('message', (batch) => { ${code} })`)}`,
  )
}

function contextIn(folder: string, signal: AbortSignal): CliContext {
  const silent = { isTTY: false, columns: undefined, write: () => undefined }
  const stdin = { isTTY: false, read: async () => new Uint8Array() }
  const frames = { texts: new Map<string, string>(), root: undefined }
  const takeSignals = () => ({ [Symbol.dispose]: () => undefined })
  return { stdin, stdout: silent, stderr: silent, env: {}, cwd: folder, now: () => 0, signal, takeSignals, frames }
}

/** What checking 300 good files with such a helper comes to. */
async function checkWith(script: URL, signal = new AbortController().signal): Promise<unknown> {
  const sandbox = new Sandbox({})
  writeKubernetesFiles(join(sandbox.folder, 'cluster'), 300)
  const checking = checkFiles(contextIn(sandbox.folder, signal), ['cluster'], { jobs: '2' }, script)
  return checking.then(
    (findings) => findings.checked.length,
    (error: unknown) => error,
  )
}

const fine: HelperAnswer = { kind: 'checked', depths: [], issues: new Map(), suppressing: new Map(), secrets: new Map() }
const answer = (depths: string): string =>
  `parentPort.postMessage({ ...${JSON.stringify({ kind: fine.kind })}, depths: ${depths}, issues: new Map(), suppressing: new Map(), secrets: new Map() })`

describe('a helper', () => {
  it('does its part', async () => {
    expect(await checkWith(helper(answer('batch.map(() => 2)')))).toBe(300)
  })

  it.each([
    ['ends', 'process.exit(0)', ''],
    ['throws', 'throw new TypeError("hunter2")', ' (TypeError)'],
    ['leaves files out', answer('batch.slice(1).map(() => 2)'), ''],
    ['ends after its first answer', `${answer('batch.map(() => 2)')}; process.exit(0)`, ''],
  ])('that %s is an error of the run, and no file passes for a good one', async (_, code, kind) => {
    const error = await checkWith(helper(code))
    expect(error).toBeInstanceOf(ConfigError)
    expect(error).toMatchObject({
      issues: [{ code: 'INTERNAL', severity: 'error', message: `a thread that checked files ended before its time${kind}` }],
    })
  })

  it('that has no code is an error of the run', async () => {
    expect(await checkWith(new URL('file:///nowhere/helper.js'))).toMatchObject({ code: 'INTERNAL' })
  })

  it('that cannot use the schema says why', async () => {
    const issues = JSON.stringify([{ code: 'SCHEMA_INVALID', severity: 'error', message: 'changed', file: 'schema.json' }])
    const error = await checkWith(helper(`parentPort.postMessage({ kind: 'refused', issues: ${issues} })`))
    expect(error).toMatchObject({ code: 'SCHEMA_INVALID', issues: [{ message: 'changed' }] })
  })

  it('that never answers is left behind when Ctrl-C is pressed', async () => {
    const interrupted = new AbortController()
    const checking = checkWith(helper('for (;;) ;'), interrupted.signal)
    setTimeout(() => interrupted.abort(), 300)
    const startedAt = performance.now()
    expect(await checking).toMatchObject({ name: 'AbortError' })
    expect(performance.now() - startedAt).toBeLessThan(5000)
  })
})

it.each(['1', '3'])('Ctrl-C ends a check in %s threads at once, with the exit code of shells', async (jobs) => {
  const sandbox = new Sandbox({})
  writeKubernetesFiles(join(sandbox.folder, 'cluster'), 2000)
  const interrupted = new AbortController()
  setTimeout(() => interrupted.abort(), 20)
  const call = sandbox.call(`validate cluster --jobs ${jobs}`, { signal: interrupted.signal })
  expect(await call).toEqual({ code: 130, stdout: '', stderr: '' })
})
