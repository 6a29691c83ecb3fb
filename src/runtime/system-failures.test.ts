import fs from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { writeFileAtomically } from './atomic-write.ts'
import { readFailure, writeFailure } from './file-errors.ts'
import type { FileSystem } from './file-system.ts'
import { ownIdentity } from './process-identity.ts'
import { readFileBytes } from './read-file.ts'

let folder = ''
beforeEach(() => {
  folder = fs.mkdtempSync(join(os.tmpdir(), 'system-failures-'))
})
afterEach(() => {
  vi.restoreAllMocks()
  fs.rmSync(folder, { recursive: true, force: true })
})

const at = (name: string): string => join(folder, name)

/** What the system says when a call fails. */
function errno(code: string): Error {
  return Object.assign(new Error(code), { code })
}

/** The real file system, with some calls that fail or answer something else. */
function withCalls(calls: { readonly [Name in keyof FileSystem]?: unknown }): FileSystem {
  return { ...fs, ...calls } as FileSystem
}

function refusal(action: () => unknown): { code: string; message: string; hint: string | undefined; cause: unknown } {
  try {
    action()
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    return { code: error.code, message: error.issues[0].message, hint: error.issues[0].hint, cause: error.cause }
  }
  throw new Error('nothing was refused')
}

describe('a failure of the system', () => {
  it.each([
    ['EACCES', 'permission denied (EACCES)', 'let the user of this process'],
    ['ENOSPC', 'the disk is full (ENOSPC)', 'free some space and try again'],
    ['ELOOP', 'its links lead in a circle (ELOOP)', 'correct the links'],
    ['EWHATEVER', 'the system refused (EWHATEVER)', 'look at the cause'],
  ])('%s is told in words when writing', (code, words, hint) => {
    const error = errno(code)
    const { message, ...rest } = refusal(() => {
      throw writeFailure(error, 'a.yaml')
    })
    expect(message).toBe(`cannot be written: ${words}`)
    expect(rest).toMatchObject({ code: 'FILE_WRITE', cause: error, hint: expect.stringContaining(hint) })
  })

  it.each([errno('EWHATEVER'), new Error('no code'), Object.assign(new Error('another kind of code'), { code: 7 }), null])(
    'without a meaning points to the cause: %s',
    (error) => {
      expect(
        refusal(() => {
          throw readFailure(error, 'a.yaml')
        }),
      ).toMatchObject({
        code: 'SOURCE_UNREADABLE',
        message: expect.stringMatching(/^cannot be read: the system refused( \(EWHATEVER\))?$/),
        hint: 'look at the cause',
      })
    },
  )
})

describe('writing', () => {
  const strangersFile = { fstatSync: (descriptor: number) => ({ ...fs.fstatSync(descriptor), uid: 4_000_000_000 }) }
  const failing = (code: string) => () => {
    throw errno(code)
  }

  it('goes on when a file cannot be given back to its owner', () => {
    fs.writeFileSync(at('a'), 'old')
    writeFileAtomically(at('a'), 'new', { fileSystem: withCalls({ ...strangersFile, fchownSync: failing('EPERM') }) })
    expect(fs.readFileSync(at('a'), 'utf8')).toBe('new')
  })

  it('keeps the old content when the disk fails while the owner is set', () => {
    fs.writeFileSync(at('a'), 'old')
    const fileSystem = withCalls({ ...strangersFile, fchownSync: failing('EIO') })
    expect(refusal(() => writeFileAtomically(at('a'), 'new', { fileSystem })).message).toContain('(EIO)')
    expect(fs.readFileSync(at('a'), 'utf8')).toBe('old')
    expect(fs.readdirSync(folder)).toEqual(['a'])
  })

  it.each([
    ['linux', 'EINVAL', 'no error'],
    ['linux', 'EACCES', 'FILE_WRITE'],
    ['linux', undefined, 'FILE_WRITE'],
    ['win32', 'EACCES', 'no error'],
    ['win32', 'EIO', 'FILE_WRITE'],
  ])('on %s, where flushing the folder fails with %s, ends with %s', (platform, code, outcome) => {
    const real = Object.getOwnPropertyDescriptor(process, 'platform') as PropertyDescriptor
    const fileSystem = withCalls({
      openSync: (path: string, ...rest: [number]) => {
        if (path === folder) throw code === undefined ? new Error('no code') : errno(code)
        return fs.openSync(path, ...rest)
      },
    })
    Object.defineProperty(process, 'platform', { ...real, value: platform })
    try {
      const write = () => writeFileAtomically(at('a'), 'new', { fileSystem })
      if (outcome === 'no error') write()
      else expect(refusal(write).code).toBe(outcome)
    } finally {
      Object.defineProperty(process, 'platform', real)
    }
    expect(fs.readFileSync(at('a'), 'utf8')).toBe('new')
  })

  describe('beside a temporary file of a dead writer that cannot be removed', () => {
    const left = (): string => at(`.a.4194000.1.${ownIdentity().place}.abcdefgh.tmp`)
    const unlinking = (code: string): FileSystem =>
      withCalls({
        unlinkSync: (path: string) => {
          if (path === left()) throw errno(code)
          fs.unlinkSync(path)
        },
      })

    it.each(['EPERM', 'EACCES', 'EBUSY', 'ENOENT'])('goes on when that is none of its business: %s', (code) => {
      fs.writeFileSync(left(), 'half')
      writeFileAtomically(at('a'), 'new', { fileSystem: unlinking(code) })
      expect(fs.readFileSync(at('a'), 'utf8')).toBe('new')
    })

    it('stops when the disk is failing', () => {
      fs.writeFileSync(left(), 'half')
      const { code, message } = refusal(() => writeFileAtomically(at('a'), 'new', { fileSystem: unlinking('EIO') }))
      expect({ code, message }).toEqual({ code: 'FILE_WRITE', message: 'cannot be written: the disk reported an error (EIO)' })
      expect(fs.existsSync(at('a'))).toBe(false)
    })

    it('that was removed meanwhile goes on', () => {
      const foreign = `.a.7.1.elsewhere.abcdefgh.tmp`
      writeFileAtomically(at('a'), 'new', { fileSystem: withCalls({ readdirSync: () => [foreign] }) })
      expect(fs.readFileSync(at('a'), 'utf8')).toBe('new')
    })
  })
})

describe('reading', () => {
  it('does not take a folder that may not be entered for an absent file', () => {
    const fileSystem = withCalls({
      lstatSync: () => {
        throw errno('EACCES')
      },
    })
    expect(refusal(() => readFileBytes(at('none'), { fileSystem }))).toMatchObject({
      code: 'SOURCE_UNREADABLE',
      message: 'cannot be read: permission denied (EACCES)',
    })
  })

  it('notices another content under the same time stamp', () => {
    fs.writeFileSync(at('a'), 'one')
    const stats = { ...fs.statSync(at('a'), { bigint: true }), isFile: () => true, mtimeMs: BigInt(Date.now()) }
    const fileSystem = withCalls({ fstatSync: () => stats })
    const first = readFileBytes(at('a'), { fileSystem })
    expect(readFileBytes(at('a'), { fileSystem, ...(first && { previous: first }) })).toBe(first)

    fs.writeFileSync(at('a'), 'two')
    const second = readFileBytes(at('a'), { fileSystem, ...(first && { previous: first }) })
    expect(Buffer.from(second?.bytes ?? []).toString()).toBe('two')
    expect(second?.version).not.toBe(first?.version)
  })

  describe('a file that says nothing of its size', () => {
    const sizeless = {
      fstatSync: (descriptor: number) => Object.assign(fs.fstatSync(descriptor, { bigint: true }), { size: 0n }),
    }

    it('is read to its end', () => {
      fs.writeFileSync(at('a'), 'x'.repeat(10_000))
      expect(readFileBytes(at('a'), { fileSystem: withCalls(sizeless) })?.bytes.length).toBe(10_000)
    })

    it('is refused as soon as it is larger than the limit', () => {
      fs.writeFileSync(at('a'), 'x'.repeat(10_000))
      const { code, hint } = refusal(() => readFileBytes(at('a'), { fileSystem: withCalls(sizeless), maxBytes: 100 }))
      expect({ code, hint }).toEqual({
        code: 'SOURCE_TOO_LARGE',
        hint: 'check that this is the right file, or raise maxBytes',
      })
    })
  })

  it('of a file that grows under the read takes all of it in the end', () => {
    fs.writeFileSync(at('a'), 'one')
    let grown = false
    const fileSystem = withCalls({
      readSync: (...call: Parameters<typeof fs.readSync>) => {
        if (!grown) fs.appendFileSync(at('a'), ' two three')
        grown = true
        return fs.readSync(...call)
      },
    })
    expect(Buffer.from(readFileBytes(at('a'), { fileSystem })?.bytes ?? []).toString()).toBe('one two three')
  })
})
