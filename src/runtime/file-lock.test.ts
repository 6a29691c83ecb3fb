import { spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { withFileLock } from './file-lock.ts'
import type { FileSystem } from './file-system.ts'
import { ownIdentity, printIdentity } from './process-identity.ts'
import { updateFile, updateFileBytes } from './update-file.ts'

let folder = ''
beforeEach(() => {
  folder = fs.mkdtempSync(join(os.tmpdir(), 'file-lock-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

const at = (name: string): string => join(folder, name)
const lockOf = (name: string): string => at(`.${name}.lock`)
const codeOf = (error: unknown): string => (ConfigError.is(error) ? error.code : `not a ConfigError: ${String(error)}`)

/** Windows without the right to make links. */
const withoutLinks = {
  ...fs,
  symlinkSync: () => {
    throw Object.assign(new Error('no links'), { code: 'EPERM' })
  },
} as FileSystem

describe.each([
  ['links', fs as FileSystem],
  ['files', withoutLinks],
])('a lock made of %s', (_, fileSystem) => {
  it('is there during the work and gone after it, also when the work throws', async () => {
    const seen = await withFileLock(at('a'), () => fs.readdirSync(folder), { fileSystem })
    expect(seen).toEqual(['.a.lock'])
    const failing = (): never => {
      throw new Error('mine')
    }
    await expect(withFileLock(at('a'), failing, { fileSystem })).rejects.toThrow('mine')
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('of a living process is respected, then reported with its pid', async () => {
    fs.symlinkSync(`${printIdentity(ownIdentity())}.abcdefgh`, lockOf('a'))
    const error = await withFileLock(at('a'), () => 'in', { waitMs: 100, fileSystem }).catch((reason: unknown) => reason)
    expect(codeOf(error)).toBe('FILE_LOCKED')
    expect(String(error)).toContain(`process ${process.pid}`)
  })

  it('of a dead process is taken over at once', async () => {
    const { place } = ownIdentity()
    fs.symlinkSync(`4194000.1.${place}.abcdefgh`, lockOf('a'))
    expect(await withFileLock(at('a'), () => 'in', { waitMs: 100, fileSystem })).toBe('in')
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('of a pid that another process has now is taken over', async () => {
    const { place } = ownIdentity()
    fs.symlinkSync(`${process.ppid}.1.${place}.abcdefgh`, lockOf('a'))
    expect(await withFileLock(at('a'), () => 'in', { waitMs: 100, fileSystem })).toBe('in')
  })

  it('is taken over although the last to take it over died in the middle', async () => {
    const { place } = ownIdentity()
    fs.symlinkSync(`4194000.1.${place}.abcdefgh`, lockOf('a'))
    fs.symlinkSync(`4194001.1.${place}.ijklmnop`, `${lockOf('a')}.abcdefgh`)
    expect(await withFileLock(at('a'), () => 'in', { waitMs: 100, fileSystem })).toBe('in')
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('cut short by a crash is taken over within two seconds', async () => {
    fs.writeFileSync(lockOf('a'), '')
    const start = Date.now()
    expect(await withFileLock(at('a'), () => 'in', { fileSystem })).toBe('in')
    expect(Date.now() - start).toBeLessThan(2000)
  })

  it('of another machine is taken over only when it is old', async () => {
    fs.writeFileSync(lockOf('a'), '1.5.elsewhere.abcdefgh')
    const error = await withFileLock(at('a'), () => 'in', { waitMs: 50, fileSystem }).catch((reason: unknown) => reason)
    expect(codeOf(error)).toBe('FILE_LOCKED')
    const old = new Date(Date.now() - 60_000)
    fs.utimesSync(lockOf('a'), old, old)
    expect(await withFileLock(at('a'), () => 'in', { waitMs: 50, fileSystem })).toBe('in')
  })
})

it('waits no longer when the signal says so', async () => {
  fs.symlinkSync(`${printIdentity(ownIdentity())}.abcdefgh`, lockOf('a'))
  const signal = AbortSignal.timeout(20)
  expect(await withFileLock(at('a'), () => 'in', { signal }).catch((error: unknown) => error)).toBe(signal.reason)
})

it('reports a folder that is not there as a failed write', async () => {
  expect(codeOf(await withFileLock(at('none/a'), () => 'in').catch((error: unknown) => error))).toBe('FILE_WRITE')
})

it('takes over from a killed process whose parent has not noticed yet', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
  const stat = (): string => fs.readFileSync(`/proc/${child.pid}/stat`, 'utf8')
  const startedAt = Number(
    stat()
      .slice(stat().lastIndexOf(')') + 2)
      .split(' ')[19],
  ).toString(36)
  fs.symlinkSync(`${child.pid}.${startedAt}.${ownIdentity().place}.abcdefgh`, lockOf('a'))
  expect(codeOf(await withFileLock(at('a'), () => 'in', { waitMs: 50 }).catch((error: unknown) => error))).toBe('FILE_LOCKED')
  process.kill(child.pid as number, 'SIGKILL')
  expect(await withFileLock(at('a'), () => 'in', { waitMs: 1000 })).toBe('in')
})

describe('updateFile', () => {
  it('changes what is there', async () => {
    fs.writeFileSync(at('a'), 'one')
    expect(await updateFile(at('a'), (text) => `${text} two`)).toBe(true)
    expect(fs.readFileSync(at('a'), 'utf8')).toBe('one two')
    expect(fs.readdirSync(folder)).toEqual(['a'])
  })

  it('makes a file that is not there', async () => {
    await updateFile(at('a'), (text) => (text === undefined ? 'new' : 'wrong'))
    expect(fs.readFileSync(at('a'), 'utf8')).toBe('new')
  })

  it('writes nothing when nothing changes', async () => {
    fs.writeFileSync(at('a'), 'one')
    const { ino } = fs.statSync(at('a'))
    expect(await updateFile(at('a'), (text) => text)).toBe(false)
    expect(await updateFileBytes(at('a'), (bytes) => bytes)).toBe(false)
    expect(fs.statSync(at('a')).ino).toBe(ino)
  })

  it('keeps a byte order mark and refuses bytes that are no text', async () => {
    fs.writeFileSync(at('a'), '\uFEFFone')
    await updateFile(at('a'), (text) => `${text}!`)
    expect(fs.readFileSync(at('a'), 'utf8')).toBe('\uFEFFone!')
    fs.writeFileSync(at('b'), Buffer.from([0xff, 0xfe, 0x00]))
    expect(codeOf(await updateFile(at('b'), () => 'x').catch((error: unknown) => error))).toBe('SOURCE_ENCODING')
  })

  it('does not lose what somebody wrote without asking for the lock', async () => {
    fs.writeFileSync(at('a'), 'one')
    const careless = updateFile(at('a'), (text) => {
      fs.writeFileSync(at('a'), 'theirs')
      return `${text} mine`
    })
    expect(codeOf(await careless.catch((error: unknown) => error))).toBe('FILE_CHANGED')
    expect(fs.readFileSync(at('a'), 'utf8')).toBe('theirs')
  })

  it('loses none of many updates in one process', async () => {
    await Promise.all(Array.from({ length: 50 }, () => updateFile(at('a'), (text) => String(Number(text ?? 0) + 1))))
    expect(fs.readFileSync(at('a'), 'utf8')).toBe('50')
  })
})
