import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { writeFileAtomically } from './atomic-write.ts'
import { ownIdentity, printIdentity } from './process-identity.ts'
import { readFileBytes } from './read-file.ts'
import { removeStaleTemporariesIn } from './temporary-files.ts'

let folder = ''
beforeEach(() => {
  folder = fs.mkdtempSync(join(os.tmpdir(), 'atomic-write-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

const at = (name: string): string => join(folder, name)
const modeOf = (name: string): number => fs.statSync(at(name)).mode & 0o7777

function codeOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return ConfigError.is(error) ? error.code : `not a ConfigError: ${String(error)}`
  }
  return 'no error'
}

describe('writeFileAtomically', () => {
  it('writes a new file and leaves nothing beside it', () => {
    writeFileAtomically(at('a.yaml'), 'port: 1\n')
    expect(fs.readFileSync(at('a.yaml'), 'utf8')).toBe('port: 1\n')
    expect(fs.readdirSync(folder)).toEqual(['a.yaml'])
  })

  it('replaces a file, so that whoever has the old one open keeps its content', () => {
    fs.writeFileSync(at('a'), 'old')
    const descriptor = fs.openSync(at('a'), 'r')
    writeFileAtomically(at('a'), new Uint8Array([110, 101, 119]))
    expect(fs.readFileSync(descriptor, 'utf8')).toBe('old')
    expect(fs.readFileSync(at('a'), 'utf8')).toBe('new')
    fs.closeSync(descriptor)
  })

  it('does not list the folder again for each of many files', () => {
    let lists = 0
    const counting = new Proxy(fs, {
      get: (target, name: keyof typeof fs) => {
        if (name === 'readdirSync') lists++
        return target[name]
      },
    })
    for (let file = 0; file < 50; file++) writeFileAtomically(at(`f${file}`), 'x', { fileSystem: counting, flush: false })
    expect(fs.readdirSync(folder)).toHaveLength(50)
    // Once a second, and a busy machine may need a few of them.
    expect(lists).toBeLessThan(10)
  })

  it('flushes the file before the rename and the folder after it', () => {
    const calls: string[] = []
    const traced = new Proxy(fs, {
      get: (target, name: keyof typeof fs) => {
        if (['fsyncSync', 'renameSync', 'writeSync', 'openSync', 'closeSync'].includes(name)) calls.push(name)
        return target[name]
      },
    })
    writeFileAtomically(at('a'), 'x', { fileSystem: traced })
    const expected = ['openSync', 'writeSync', 'fsyncSync', 'closeSync', 'renameSync', 'openSync', 'fsyncSync', 'closeSync']
    expect(calls).toEqual(expected)
  })

  it('does not wait for the disk when it need not be durable', () => {
    const flushed: string[] = []
    const traced = new Proxy(fs, {
      get: (target, name: keyof typeof fs) => {
        if (name === 'fsyncSync') flushed.push(name)
        return target[name]
      },
    })
    writeFileAtomically(at('a'), 'x', { fileSystem: traced, flush: false })
    expect(fs.readFileSync(at('a'), 'utf8')).toBe('x')
    expect(flushed).toEqual([])
  })

  it('keeps the permissions of the file', () => {
    fs.writeFileSync(at('a'), 'old')
    fs.chmodSync(at('a'), 0o640)
    writeFileAtomically(at('a'), 'new')
    expect(modeOf('a')).toBe(0o640)
  })

  it('gives a new file what the umask leaves', () => {
    const before = process.umask()
    writeFileAtomically(at('a'), 'new')
    expect(modeOf('a')).toBe(0o666 & ~before)
  })

  it('narrows the permissions for secrets, also of a file that was open to all', () => {
    fs.writeFileSync(at('key'), 'old', { mode: 0o644 })
    writeFileAtomically(at('key'), 'new', { mode: 0o600 })
    expect(modeOf('key')).toBe(0o600)
  })

  it('keeps the owner', () => {
    if (process.getuid?.() !== 0) return
    fs.writeFileSync(at('a'), 'old')
    fs.chownSync(at('a'), 1234, 2345)
    writeFileAtomically(at('a'), 'new')
    expect([fs.statSync(at('a')).uid, fs.statSync(at('a')).gid]).toEqual([1234, 2345])
  })

  it.each(['exists', 'does not exist yet'])('writes to the target of a link that %s, and keeps the link', (state) => {
    fs.mkdirSync(at('deep'))
    if (state === 'exists') fs.writeFileSync(at('deep/real'), 'old')
    fs.symlinkSync('deep/middle', at('link'))
    fs.symlinkSync('real', at('deep/middle'))
    writeFileAtomically(at('link'), 'new')
    expect(fs.lstatSync(at('link')).isSymbolicLink()).toBe(true)
    expect(fs.readFileSync(at('deep/real'), 'utf8')).toBe('new')
    expect(fs.readdirSync(at('deep')).sort()).toEqual(['middle', 'real'])
  })

  it('refuses links that lead in a circle', () => {
    fs.symlinkSync('b', at('a'))
    fs.symlinkSync('a', at('b'))
    expect(codeOf(() => writeFileAtomically(at('a'), 'x'))).toBe('FILE_WRITE')
  })

  it.skipIf(process.platform === 'win32')('leaves a pipe a pipe, and a device a device', () => {
    execFileSync('mkfifo', [at('pipe')])
    fs.symlinkSync('pipe', at('link'))
    expect(codeOf(() => writeFileAtomically(at('pipe'), 'x'))).toBe('FILE_WRITE')
    expect(codeOf(() => writeFileAtomically(at('link'), 'x'))).toBe('FILE_WRITE')
    expect(fs.statSync(at('pipe')).isFIFO()).toBe(true)
    expect(fs.readdirSync(folder).sort()).toEqual(['link', 'pipe'])
  })

  it('refuses a folder, and a file in a folder that does not exist', () => {
    expect(codeOf(() => writeFileAtomically(folder, 'x'))).toBe('FILE_WRITE')
    expect(codeOf(() => writeFileAtomically(at('none/a'), 'x'))).toBe('FILE_WRITE')
  })

  it('writes files with names as long as the system allows', () => {
    const name = 'n'.repeat(255)
    writeFileAtomically(at(name), 'x')
    expect(fs.readdirSync(folder)).toEqual([name])
  })
})

describe('temporary files of others', () => {
  const temporary = (writer: string): string => `.a.${writer}.abcdefgh.tmp`

  it('are removed when their writer is dead', () => {
    const { startedAt, place } = ownIdentity()
    fs.writeFileSync(at(temporary(`4194000.${startedAt}.${place}`)), 'half')
    fs.writeFileSync(at(temporary(`${process.pid}.1.${place}`)), 'half')
    writeFileAtomically(at('a'), 'x')
    expect(fs.readdirSync(folder)).toEqual(['a'])
  })

  it('stay while their writer lives', () => {
    const living = temporary(printIdentity(ownIdentity()))
    fs.writeFileSync(at(living), 'half')
    writeFileAtomically(at('a'), 'x')
    expect(fs.readdirSync(folder)).toContain(living)
  })

  it('of another machine stay until they are old', () => {
    const foreign = temporary('1.5.elsewhere')
    fs.writeFileSync(at(foreign), 'half')
    writeFileAtomically(at('a'), 'x')
    expect(fs.readdirSync(folder)).toContain(foreign)

    const old = new Date(Date.now() - 3_600_000)
    fs.utimesSync(at(foreign), old, old)
    writeFileAtomically(at('a'), 'x')
    expect(fs.readdirSync(folder)).not.toContain(foreign)
  })

  it('are removed from a whole folder when their writers are dead', () => {
    const { startedAt, place } = ownIdentity()
    const living = temporary(printIdentity(ownIdentity()))
    for (const name of [temporary(`4194000.${startedAt}.${place}`), `.b.4194000.1.${place}.abcdefgh.tmp`, living, '.a.tmp', 'a'])
      fs.writeFileSync(at(name), '')
    removeStaleTemporariesIn(folder, fs)
    expect(fs.readdirSync(folder).sort()).toEqual(['.a.tmp', living, 'a'].sort())
  })

  it('of other files and files of people stay', () => {
    const { place } = ownIdentity()
    const others = [`.b.4194000.1.${place}.abcdefgh.tmp`, '.a.tmp', '.a.mine.tmp', 'a.4194000.tmp']
    for (const name of others) fs.writeFileSync(at(name), '')
    writeFileAtomically(at('a'), 'x')
    expect(fs.readdirSync(folder).sort()).toEqual([...others, 'a'].sort())
  })
})

describe('a write that expects a state', () => {
  it('goes through when the file is as it was', () => {
    fs.writeFileSync(at('a'), 'old')
    const { version } = readFileBytes(at('a')) ?? { version: '' }
    writeFileAtomically(at('a'), 'new', { expected: version })
    expect(fs.readFileSync(at('a'), 'utf8')).toBe('new')
  })

  it('is refused when somebody else wrote meanwhile', () => {
    fs.writeFileSync(at('a'), 'old')
    const { version } = readFileBytes(at('a')) ?? { version: '' }
    fs.writeFileSync(at('a'), 'theirs')
    expect(codeOf(() => writeFileAtomically(at('a'), 'mine', { expected: version }))).toBe('FILE_CHANGED')
    expect(codeOf(() => writeFileAtomically(at('a'), 'mine', { expected: 'absent' }))).toBe('FILE_CHANGED')
    expect(fs.readFileSync(at('a'), 'utf8')).toBe('theirs')
    expect(fs.readdirSync(folder).map((name) => basename(name))).toEqual(['a'])
  })
})
