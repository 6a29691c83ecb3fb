import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'
import { commandWords } from './command-words.ts'

interface Line {
  readonly ok: boolean
  readonly files: readonly { readonly profile: string | null; readonly file: string; readonly written: boolean }[]
  readonly issues: readonly { readonly code: string; readonly file?: string; readonly line?: number }[]
}

/** `configmanage render --watch`, running. Killed when the test ends. */
function start(sandbox: Sandbox, ...words: readonly string[]) {
  const child = spawn(process.execPath, [...commandWords, 'render', '--watch', '-C', sandbox.folder, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const printed = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (printed.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (printed.err += text))
  const lines = (): readonly string[] => printed.out.split('\n').slice(0, -1)
  const line = async (number: number): Promise<string> => {
    await expect.poll(() => lines().length, { timeout: 30_000, interval: 20 }).toBeGreaterThanOrEqual(number)
    return lines()[number - 1] as string
  }
  return {
    printed,
    line,
    json: async (number: number): Promise<Line> => JSON.parse(await line(number)) as Line,
    interrupt: async (): Promise<number | null> => {
      const ended = once(child, 'exit')
      child.kill('SIGINT')
      return ((await ended) as [number | null])[0]
    },
  }
}

const files = {
  'app.yaml.tmpl': '{% include "parts/head.tmpl" %}\nport: {{ port }}\n',
  'parts/head.tmpl': 'name: shop',
  'data.yaml': 'port: 80\n',
}

describe('render --watch', () => {
  it('writes again when the template, an include or a data file changes, a line of NDJSON each time', async () => {
    const sandbox = new Sandbox(files)
    const watching = start(sandbox, 'app.yaml.tmpl', '--data', 'data.yaml', '-o', 'out/app.yaml', '--format', 'ndjson')
    expect(await watching.json(1)).toEqual({
      ok: true,
      files: [{ profile: null, file: 'out/app.yaml', written: true }],
      issues: [],
    })
    expect(sandbox.read('out/app.yaml')).toBe('name: shop\nport: 80\n')
    for (const [number, name, text, expected] of [
      [2, 'data.yaml', 'port: 81\n', 'name: shop\nport: 81\n'],
      [3, 'parts/head.tmpl', 'name: fair', 'name: fair\nport: 81\n'],
      [4, 'app.yaml.tmpl', 'port: {{ port }}\n', 'port: 81\n'],
    ] as const) {
      sandbox.write(name, text)
      expect(await watching.json(number)).toMatchObject({ ok: true, files: [{ written: true }] })
      expect(sandbox.read('out/app.yaml')).toBe(expected)
    }
    expect(await watching.interrupt()).toBe(130)
    expect(watching.printed.err).toBe('')
  })

  it('reports what cannot be rendered, keeps what was written last, and goes on when a file appears that mends it', async () => {
    const sandbox = new Sandbox(files)
    const watching = start(sandbox, 'app.yaml.tmpl', '--data', 'data.yaml', '-o', 'out.yaml')
    expect(await watching.line(1)).toMatch(/^\d{4}-.*Z {2}wrote out\.yaml$/)
    sandbox.write('app.yaml.tmpl', '{% include "parts/tail.tmpl" %}\nport: {{ port }}\n')
    expect(await watching.line(2)).toMatch(/Z {2}1 error; what was written before stays$/)
    await expect.poll(() => watching.printed.err).toContain('app.yaml.tmpl:1:1')
    expect(sandbox.read('out.yaml')).toBe('name: shop\nport: 80\n')
    sandbox.write('parts/tail.tmpl', 'tail: 1')
    expect(await watching.line(3)).toMatch(/wrote out\.yaml$/)
    expect(sandbox.read('out.yaml')).toBe('tail: 1\nport: 80\n')
    rmSync(`${sandbox.folder}/data.yaml`)
    expect(await watching.line(4)).toMatch(/1 error; what was written before stays$/)
    expect(sandbox.read('out.yaml')).toBe('tail: 1\nport: 80\n')
  })

  it('tells each thing once: what was wrong from the start, and nothing of a file that was only touched', async () => {
    const sandbox = new Sandbox({ 'app.yaml.tmpl': 'a: 1\n{% include "new.tmpl" %}' })
    const watching = start(sandbox, 'app.yaml.tmpl', '-o', 'out.yaml', '--format', 'ndjson')
    expect(await watching.json(1)).toMatchObject({ ok: false, issues: [{ code: 'TEMPLATE_INCLUDE_MISSING', line: 2 }] })
    sandbox.write('new.tmpl', 'b: 1\n')
    expect(await watching.json(2)).toMatchObject({ ok: true, files: [{ written: true }] })
    sandbox.write('new.tmpl', 'b: 1\n')
    await sleep(500)
    sandbox.write('new.tmpl', 'b: 2\n')
    expect(await watching.json(3)).toMatchObject({ ok: true, files: [{ written: true }] })
    expect(sandbox.read('out.yaml')).toBe('a: 1\nb: 2\n')
    expect(watching.printed.out.split('\n')).toHaveLength(4)
  })

  it('follows the files of the configuration, what they import, and the manifest', async () => {
    const sandbox = new Sandbox({
      'configmanage.config.yaml': 'profiles: { a: {}, b: {} }\nsources:\n  - file: base.yaml\n',
      'base.yaml': '$import: shared.yaml\nhost: h\n',
      'shared.yaml': 'port: 1\n',
      'app.tmpl': '{{ profile }} {{ host }}:{{ port }}\n',
    })
    const watching = start(sandbox, 'app.tmpl', '--with-config', '--all-profiles', '-o', 'out/{profile}', '--json')
    expect((await watching.json(1)).files.map(({ file }) => file)).toEqual(['out/a', 'out/b'])
    const written = (name: string) => (existsSync(`${sandbox.folder}/${name}`) ? sandbox.read(name) : undefined)
    sandbox.write('shared.yaml', 'port: 2\n')
    await expect.poll(() => [written('out/a'), written('out/b')]).toEqual(['a h:2\n', 'b h:2\n'])
    sandbox.write('configmanage.config.yaml', 'profiles: { a: {}, c: {} }\nsources:\n  - file: base.yaml\n')
    await expect.poll(() => written('out/c')).toBe('c h:2\n')
    sandbox.write('shared.yaml', 'port: [')
    await expect.poll(() => watching.printed.out).toContain('"file":"shared.yaml"')
    expect(existsSync(`${sandbox.folder}/out/c`)).toBe(true)
  })

  it.each([
    ['render app.yaml.tmpl --watch', 'where should each rendering go?'],
    ['render app.yaml.tmpl --watch -o out --set port', '"port" is no setting'],
    ['render app.yaml.tmpl --watch --check -o out', '--check and --watch contradict each other'],
    ['render app.yaml.tmpl --all-profiles -p eu', '--profile and --all-profiles contradict each other'],
  ])('%s is refused', async (line, message) => {
    const sandbox = new Sandbox({ ...files, 'configmanage.config.yaml': 'profiles: { eu: {} }\nsources: []\n' })
    const { code, stderr } = await sandbox.call(line)
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })
})
