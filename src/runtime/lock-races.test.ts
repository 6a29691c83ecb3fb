import fs from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { withFileLock } from './file-lock.ts'
import type { FileSystem } from './file-system.ts'
import { ownIdentity, printIdentity } from './process-identity.ts'

let folder = ''
beforeEach(() => {
  folder = fs.mkdtempSync(join(os.tmpdir(), 'lock-races-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

const at = (name: string): string => join(folder, name)
const lock = (): string => at('.a.lock')
const dead = `4194000.1.${ownIdentity().place}.abcdefgh`
const living = `${printIdentity(ownIdentity())}.ijklmnop`

function withCalls(calls: { readonly [Name in keyof FileSystem]?: unknown }): FileSystem {
  return { ...fs, ...calls } as FileSystem
}

function errno(code: string): Error {
  return Object.assign(new Error(code), { code })
}

const failing = (code: string) => (): never => {
  throw errno(code)
}

/** Runs with the lock, or tells the issue it is refused with. */
async function run(fileSystem: FileSystem, waitMs = 60): Promise<unknown> {
  return withFileLock(at('a'), () => 'in', { waitMs, fileSystem }).catch((error: unknown) => {
    if (ConfigError.is(error)) return error.issues[0]
    throw error
  })
}

describe('a lock that somebody else', () => {
  it('gives back between two looks is taken', async () => {
    let met = false
    const fileSystem = withCalls({
      symlinkSync: (target: string, path: string) => {
        if (!met) {
          met = true
          throw errno('EEXIST')
        }
        fs.symlinkSync(target, path)
      },
    })
    expect(await run(fileSystem)).toBe('in')
  })

  it('takes every time just before is reported without a holder', async () => {
    expect(await run(withCalls({ symlinkSync: failing('EEXIST') }))).toMatchObject({
      code: 'FILE_LOCKED',
      message: expect.stringMatching(/^another process has been writing this file/),
      hint: expect.stringContaining('.a.lock'),
    })
  })

  it('is just taking over from a dead process is waited for', async () => {
    fs.symlinkSync(dead, lock())
    fs.symlinkSync(living, `${lock()}.abcdefgh`)
    expect(await run(fs)).toMatchObject({ code: 'FILE_LOCKED' })
    expect(fs.readlinkSync(lock())).toBe(dead)
    fs.unlinkSync(`${lock()}.abcdefgh`)
    expect(await run(fs)).toBe('in')
  })

  it('has taken over from the dead process meanwhile stays theirs', async () => {
    fs.symlinkSync(dead, lock())
    const fileSystem = withCalls({
      symlinkSync: (target: string, path: string) => {
        fs.symlinkSync(target, path)
        if (path !== `${lock()}.abcdefgh`) return
        fs.unlinkSync(lock())
        fs.symlinkSync(living, lock())
      },
    })
    expect(await run(fileSystem)).toMatchObject({
      code: 'FILE_LOCKED',
      message: expect.stringContaining(`process ${process.pid}`),
    })
    expect(fs.readdirSync(folder)).toEqual(['.a.lock'])
  })
})

describe('what lies beside a lock', () => {
  it('is removed when its process is dead, and left when it lives or is no helper of this file', async () => {
    fs.symlinkSync(dead, `${lock()}.qqqqqqqq`)
    fs.symlinkSync(living, `${lock()}.rrrrrrrr`)
    fs.symlinkSync(dead, at('.b.lock.ssssssss'))
    expect(await run(fs)).toBe('in')
    expect(fs.readdirSync(folder).sort()).toEqual(['.a.lock.rrrrrrrr', '.b.lock.ssssssss'])
  })

  it('may vanish while it is looked at', async () => {
    const fileSystem = withCalls({ readdirSync: () => ['.a.lock.qqqqqqqq'] })
    expect(await run(fileSystem)).toBe('in')
  })
})

describe('a lock', () => {
  it('that cannot be made is a failed write', async () => {
    expect(await run(withCalls({ symlinkSync: failing('EROFS') }))).toMatchObject({
      code: 'FILE_WRITE',
      message: 'cannot be written: the disk is read-only (EROFS)',
    })
    const unknown = withCalls({
      symlinkSync: () => {
        throw new Error('no code')
      },
    })
    expect(await run(unknown)).toMatchObject({ code: 'FILE_WRITE', message: 'cannot be written: the system refused' })
  })

  it('that is a file and cannot be made is a failed write', async () => {
    const fileSystem = withCalls({ symlinkSync: failing('EPERM'), openSync: failing('EROFS') })
    expect(await run(fileSystem)).toMatchObject({ code: 'FILE_WRITE', message: expect.stringContaining('read-only') })
  })

  it('that is a file and cannot be filled is not left behind', async () => {
    const fileSystem = withCalls({ symlinkSync: failing('EPERM'), writeSync: failing('ENOSPC') })
    expect(await run(fileSystem)).toMatchObject({ code: 'FILE_WRITE', message: expect.stringContaining('the disk is full') })
    expect(fs.readdirSync(folder)).toEqual([])
  })

  it('whose holder cannot be read is a failed write, not a free lock', async () => {
    fs.symlinkSync(living, lock())
    expect(await run(withCalls({ readlinkSync: failing('EIO') }))).toMatchObject({ code: 'FILE_WRITE' })
    expect(fs.readlinkSync(lock())).toBe(living)
  })

  it('that cannot be given back does not undo the work', async () => {
    let tries = 0
    const fileSystem = withCalls({
      unlinkSync: () => {
        tries++
        throw errno('EIO')
      },
    })
    expect(await run(fileSystem)).toBe('in')
    expect(tries).toBe(3)
  })
})
