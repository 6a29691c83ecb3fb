import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'
import { builtWords, readsSources, sourceWords } from './command-words.ts'

describe.each([
  [readsSources ? 'from its sources' : 'from its sources, whose `using` this Node does not know', sourceWords, readsSources],
  ['as it is built', builtWords, existsSync(builtWords[0] as string)],
] as const)('the command, %s', (_, main, there) => {
  function shell(sandbox: Sandbox, line: string) {
    const command = [process.execPath, ...main].map((word) => `'${word}'`).join(' ')
    const script = `configmanage() { ${command} "$@"; }\n${line}`
    const { status, stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: sandbox.folder, encoding: 'utf8' })
    return { status, stdout, stderr }
  }

  it.skipIf(!there)('answers on standard output', () => {
    const sandbox = new Sandbox({ 'a.yaml': 'server:\n  port: 8080\n' })
    expect(shell(sandbox, 'configmanage get server.port --file a.yaml')).toEqual({ status: 0, stdout: '8080\n', stderr: '' })
  })

  it.skipIf(!there)('complains on standard error, with its exit code', () => {
    const sandbox = new Sandbox({ 'a.yaml': 'server: [\n' })
    const { status, stdout, stderr } = shell(sandbox, 'configmanage get server --file a.yaml')
    expect({ status, stdout }).toEqual({ status: 3, stdout: '' })
    expect(stderr).toContain('error FORMAT_SYNTAX')
  })

  it.skipIf(!there)('reads standard input', () => {
    const line = 'echo "a: 1" | configmanage convert - - --from yaml --to json'
    expect(shell(new Sandbox({}), line)).toEqual({ status: 0, stdout: '{\n  "a": 1\n}\n', stderr: '' })
  })

  it.skipIf(!there)('ends quietly when the reader has seen enough', () => {
    const sandbox = new Sandbox({ 'a.json': JSON.stringify(Array.from({ length: 200_000 }, (_item, index) => index)) })
    const line = 'configmanage convert a.json - --to json | head -n 1; echo "${PIPESTATUS[0]}"'
    expect(shell(sandbox, line)).toEqual({ status: 0, stdout: '[\n0\n', stderr: '' })
  })

  it.skipIf(!there)('writes all of a long answer', () => {
    const sandbox = new Sandbox({ 'a.json': JSON.stringify(Array.from({ length: 100_000 }, (_item, index) => index)) })
    expect(shell(sandbox, 'configmanage convert a.json - --to json | wc -l').stdout.trim()).toBe('100002')
  })

  it.skipIf(!there)('ends when it is interrupted, also while it waits for input', async () => {
    const child = spawn(process.execPath, [...main, 'convert', '-', '-', '--from', 'json', '--to', 'yaml'], {
      stdio: ['pipe', 'pipe', 'pipe'],
    })
    const stop = setInterval(() => child.kill('SIGINT'), 400)
    const [code, signal] = await new Promise<readonly [number | null, string | null]>((done) =>
      child.on('close', (...how) => done(how)),
    )
    clearInterval(stop)
    // Interrupted before it listens, it dies of the signal itself.
    expect(signal ?? code).toBe(signal === null ? 130 : 'SIGINT')
  })
})
