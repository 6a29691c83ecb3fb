import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../../src/errors/config-error.ts'
import { writeFileAtomically } from '../../src/runtime/atomic-write.ts'
import { updateFile } from '../../src/runtime/update-file.ts'
import { disturbed, systemError } from './durability/counting-file-system.ts'

const script = (name: string): string => join(import.meta.dirname, 'durability', name)
const nodeArguments = ['--conditions=configmanage-source', '--disable-warning=ExperimentalWarning']
/** The short form; `npm run campaign` asks for more. */
const processes = Number(process.env.CRASH_PROCESSES ?? 8)
const updates = Number(process.env.CRASH_WRITES ?? 10)
const kills = Number(process.env.CRASH_KILLS ?? 8)

const oldText = 'old content\n'
const newText = 'new content\n'.repeat(1000)
let folder = ''
let file = ''
beforeEach(() => {
  folder = fs.mkdtempSync(join(os.tmpdir(), 'durability-'))
  file = join(folder, 'app.yaml')
  fs.writeFileSync(file, oldText)
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

const content = (): string => fs.readFileSync(file, 'utf8')
const temporaries = (): readonly string[] => fs.readdirSync(folder).filter((name) => name.endsWith('.tmp'))
const leftovers = (): readonly string[] => fs.readdirSync(folder).filter((name) => name !== 'app.yaml')
const errnos = ['ENOSPC', 'EIO', 'EACCES', 'EMFILE']

describe('a write of which one system call fails', () => {
  const write = disturbed(0, () => undefined)
  const update = disturbed(0, () => undefined)

  it.each(errnos)('with %s leaves the old content or the new, and nothing beside it', async (errno) => {
    writeFileAtomically(file, oldText, { fileSystem: write.fileSystem })
    const count = write.calls.length
    expect(count).toBeGreaterThan(10)
    for (let call = 1; call <= count; call++) {
      fs.writeFileSync(file, oldText)
      const { fileSystem, calls } = disturbed(call, (name) => {
        throw systemError(errno, name)
      })
      const failure = attempt(() => writeFileAtomically(file, newText, { fileSystem }))
      const where = `call ${call}, ${calls[call - 1]}, ${errno}`
      // Only a rename that succeeded makes the content new, and then at most the folder was not flushed.
      expect([oldText, newText], where).toContain(content())
      if (failure === undefined) expect(content(), where).toBe(newText)
      else expect([where, ConfigError.is(failure) && failure.code]).toEqual([where, 'FILE_WRITE'])
      if (content() === newText) expect(calls.slice(0, call), where).toContain('renameSync')
      expect(leftovers(), where).toEqual([])
    }
  })

  it.each(errnos)('with %s loses no update and blocks no later one', async (errno) => {
    await updateFile(file, () => oldText.toUpperCase(), { fileSystem: update.fileSystem })
    const count = update.calls.length
    for (let call = 1; call <= count; call++) {
      fs.writeFileSync(file, oldText)
      const { fileSystem, calls } = disturbed(call, (name) => {
        throw systemError(errno, name)
      })
      const failure = await updateFile(file, () => newText, { fileSystem, waitMs: 100 }).catch((error: unknown) => error)
      const where = `call ${call}, ${calls[call - 1]}, ${errno}`
      expect([oldText, newText], where).toContain(content())
      if (failure === true) expect(content(), where).toBe(newText)
      else expect(ConfigError.is(failure), `${where}: ${String(failure)}`).toBe(true)
      expect(await updateFile(file, () => 'next', { waitMs: 1000 }), where).toBe(true)
      expect(leftovers(), where).toEqual([])
    }
  })
})

it('a process killed at any system call leaves the old content or the new, and at most one temporary file', () => {
  const run = (call: number): ReturnType<typeof spawnSync> =>
    spawnSync(process.execPath, [...nodeArguments, script('killed-writer.ts'), file, newText, String(call)])
  const count = Number(run(0).stdout)
  expect(count).toBeGreaterThan(15)
  fs.writeFileSync(file, oldText)

  for (let call = 1; call <= count; call++) {
    fs.writeFileSync(file, oldText)
    const { signal } = run(call)
    expect([call, signal]).toEqual([call, 'SIGKILL'])
    expect([oldText, newText], `call ${call}`).toContain(content())
    expect(temporaries().length, `call ${call}`).toBeLessThanOrEqual(1)
    if (call % 2 === 0) writeBack()
  }
  writeBack()
})

/** A later write, which nothing may block. */
function writeBack(): void {
  const started = performance.now()
  execFileSync(process.execPath, [...nodeArguments, script('killed-writer.ts'), file, 'later', '0'])
  expect(content()).toBe('later')
  expect(leftovers()).toEqual([])
  fs.writeFileSync(file, oldText)
  expect(performance.now() - started).toBeLessThan(20_000)
}

it(`${processes} processes that make ${updates} updates each lose none`, async () => {
  fs.writeFileSync(file, '')
  const writers = Array.from({ length: processes }, (_, index) => start(`writer${index}`, updates))
  const codes = await Promise.all(writers.map((writer) => new Promise((resolve) => writer.on('exit', resolve))))

  expect(codes).toEqual(Array.from({ length: processes }, () => 0))
  const lines = content().trimEnd().split('\n')
  expect(lines.length).toBe(processes * updates)
  expect(new Set(lines).size).toBe(processes * updates)
  expect(leftovers()).toEqual([])
})

it(`${kills} writers killed at any moment lose no update that was confirmed`, async () => {
  fs.writeFileSync(file, '')
  const confirmed: string[] = []
  for (let round = 0; round < kills; round++) {
    const writer = start(`round${round}`, 1_000_000)
    const wanted = 1 + (round % 5)
    const output = await new Promise<string>((resolve) => {
      let text = ''
      writer.stdout?.on('data', (chunk: Buffer) => {
        text += chunk.toString()
        // Some way into the next update.
        if (text.split('\n').length > wanted) setTimeout(() => writer.kill('SIGKILL'), (round * 7) % 11)
      })
      writer.on('close', () => resolve(text))
    })
    confirmed.push(...output.split('\n').filter((line) => /^round\d+-\d+$/.test(line)))
    expect(temporaries().length).toBeLessThanOrEqual(1)
  }
  await updateFile(file, (text) => `${text}end\n`, { waitMs: 2000 })
  const lines = new Set(content().split('\n'))
  expect(confirmed.filter((line) => !lines.has(line))).toEqual([])
  expect(confirmed.length).toBeGreaterThanOrEqual(kills)
  expect(leftovers()).toEqual([])
})

function start(name: string, count: number): ChildProcess {
  return spawn(process.execPath, [...nodeArguments, script('steady-writer.ts'), file, name, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

function attempt(action: () => void): unknown {
  try {
    action()
    return undefined
  } catch (error) {
    return error
  }
}
