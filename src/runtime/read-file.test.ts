import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { createServer } from 'node:net'
import os from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import type { FileSystem } from './file-system.ts'
import { readFileBytes } from './read-file.ts'

let folder = ''
beforeEach(() => {
  folder = fs.mkdtempSync(join(os.tmpdir(), 'read-file-'))
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

const at = (name: string): string => join(folder, name)
const text = (content: { readonly bytes: Uint8Array } | undefined): string => Buffer.from(content?.bytes ?? []).toString()

function refusal(action: () => unknown): { code: string; message: string; hint: string | undefined; file: string | undefined } {
  try {
    action()
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    const { code, message, hint, file } = error.issues[0]
    return { code, message, hint, file }
  }
  throw new Error('nothing was refused')
}

describe('readFileBytes', () => {
  it('reads a regular file', () => {
    fs.writeFileSync(at('a.yaml'), 'port: 1')
    expect(text(readFileBytes(at('a.yaml')))).toBe('port: 1')
  })

  it('reads an empty file as empty, not as absent', () => {
    fs.writeFileSync(at('a.yaml'), '')
    expect(readFileBytes(at('a.yaml'))?.bytes.length).toBe(0)
  })

  it('reads files that say they are empty and are not', () => {
    if (process.platform !== 'linux') return
    expect(text(readFileBytes('/proc/self/status'))).toContain('Name:')
  })

  it('follows links', () => {
    fs.writeFileSync(at('real.yaml'), 'x')
    fs.symlinkSync('real.yaml', at('link.yaml'))
    expect(text(readFileBytes(at('link.yaml')))).toBe('x')
  })

  it.each(['none.yaml', 'none/none.yaml', 'file/none.yaml'])('takes %s as absent', (name) => {
    fs.writeFileSync(at('file'), '')
    expect(readFileBytes(at(name))).toBeUndefined()
  })

  it('reports a link to nothing with its target', () => {
    fs.symlinkSync('nowhere.yaml', at('a.yaml'))
    expect(refusal(() => readFileBytes(at('a.yaml'), { file: 'a.yaml' }))).toMatchObject({
      code: 'SOURCE_UNREADABLE',
      file: 'a.yaml',
      message: 'cannot be read: it is a link to "nowhere.yaml", which does not exist',
    })
  })

  it('reports a folder on the way that is a link to nothing', () => {
    fs.symlinkSync('nowhere', at('config'))
    const { code, message } = refusal(() => readFileBytes(at('config/a.yaml')))
    expect(code).toBe('SOURCE_UNREADABLE')
    expect(message).toContain('"nowhere"')
  })

  it('reports links that lead in a circle', () => {
    fs.symlinkSync('b', at('a'))
    fs.symlinkSync('a', at('b'))
    expect(refusal(() => readFileBytes(at('a')))).toMatchObject({ code: 'SOURCE_UNREADABLE', hint: 'correct the links' })
  })

  it('refuses a folder', () => {
    const { code, message } = refusal(() => readFileBytes(folder))
    expect([code, message]).toEqual(['SOURCE_UNREADABLE', 'cannot be read: it is a folder, not a file'])
  })

  it('refuses a device', () => {
    expect(refusal(() => readFileBytes('/dev/zero')).message).toContain('a device')
  })

  it('refuses a named pipe without waiting for a writer', () => {
    execFileSync('mkfifo', [at('pipe')])
    expect(refusal(() => readFileBytes(at('pipe'))).message).toContain('a named pipe')
  })

  it('refuses a socket', async () => {
    const server = createServer().listen(at('socket'))
    await new Promise((resolve) => server.once('listening', resolve))
    try {
      expect(refusal(() => readFileBytes(at('socket')))).toMatchObject({ code: 'SOURCE_UNREADABLE' })
    } finally {
      server.close()
    }
  })

  it('refuses a name with NUL', () => {
    expect(refusal(() => readFileBytes(at('a\0b')))).toMatchObject({ code: 'SOURCE_UNREADABLE' })
  })

  it('refuses a file over the limit before reading it', () => {
    fs.writeFileSync(at('big'), '')
    fs.truncateSync(at('big'), 3_000_000_000)
    expect(refusal(() => readFileBytes(at('big')))).toMatchObject({ code: 'SOURCE_TOO_LARGE' })
  })

  it('reads a file exactly as large as the limit', () => {
    fs.writeFileSync(at('a'), 'x'.repeat(100))
    expect(readFileBytes(at('a'), { maxBytes: 100 })?.bytes.length).toBe(100)
    expect(refusal(() => readFileBytes(at('a'), { maxBytes: 99 }))).toMatchObject({ code: 'SOURCE_TOO_LARGE' })
  })

  it('does not take "permission denied" as absent', () => {
    fs.writeFileSync(at('secret.yaml'), 'x', { mode: 0o600 })
    fs.chmodSync(folder, 0o755)
    const script = `
      import { readFileBytes } from ${JSON.stringify(join(import.meta.dirname, 'read-file.ts'))}
      process.getuid() === 0 && process.seteuid(65534)
      try { readFileBytes(${JSON.stringify(at('secret.yaml'))}) } catch (error) { console.log(error.code, error.message) }`
    fs.chmodSync(at('secret.yaml'), process.getuid?.() === 0 ? 0o600 : 0)
    const output = execFileSync(process.execPath, [
      '--input-type=module',
      '--conditions=configmanage-source',
      '-e',
      script,
    ]).toString()
    expect(output).toContain('SOURCE_UNREADABLE')
    expect(output).toContain('permission denied (EACCES)')
  })

  it('keeps no descriptor open', () => {
    const before = fs.readdirSync('/proc/self/fd').length
    for (let round = 0; round < 20; round++) {
      readFileBytes(import.meta.filename)
      refusal(() => readFileBytes(folder))
    }
    expect(fs.readdirSync('/proc/self/fd').length).toBe(before)
  })
})

describe('the version', () => {
  const long = new Date('2020-01-01T00:00:00.123Z')

  it('stays while the file stays, and the last answer is given again', () => {
    fs.writeFileSync(at('a'), 'x')
    fs.utimesSync(at('a'), long, long)
    const first = readFileBytes(at('a'))
    expect(readFileBytes(at('a'), { previous: first })).toBe(first)
  })

  it('is told without opening the file, once it was read when no longer fresh', async () => {
    fs.writeFileSync(at('a'), 'x')
    const first = readFileBytes(at('a'))
    expect(first?.version).toMatch(/~$/)
    let opened = 0
    const openSync = ((...args: Parameters<typeof fs.openSync>) => {
      opened++
      return fs.openSync(...args)
    }) as typeof fs.openSync
    const read = () => readFileBytes(at('a'), { previous: first, fileSystem: { ...fs, openSync } as FileSystem })

    expect(read()).toBe(first)
    expect(opened).toBe(1)
    fs.utimesSync(at('a'), new Date(), new Date())
    const touched = readFileBytes(at('a'))
    await new Promise((resolve) => setTimeout(resolve, 60))
    for (let round = 0; round < 3; round++) {
      expect(readFileBytes(at('a'), { previous: touched, fileSystem: { ...fs, openSync } as FileSystem })).toBe(touched)
    }
    expect(opened).toBe(2)
  })

  it.each<[string, (name: string) => void]>([
    ['written', (name) => fs.writeFileSync(name, 'yy')],
    ['written with the same size', (name) => fs.writeFileSync(name, 'y')],
    [
      'replaced by another with the same size',
      (name) => {
        fs.writeFileSync(`${name}2`, 'y')
        fs.renameSync(`${name}2`, name)
      },
    ],
    [
      'written with its time put back',
      (name) => {
        fs.writeFileSync(name, 'y')
        fs.utimesSync(name, long, long)
      },
    ],
  ])('changes when the file is %s', (_, change) => {
    fs.writeFileSync(at('a'), 'x')
    fs.utimesSync(at('a'), long, long)
    const first = readFileBytes(at('a'))
    change(at('a'))
    const second = readFileBytes(at('a'), { previous: first })
    expect(second?.version).not.toBe(first?.version)
    expect(text(second)[0]).toBe('y')
  })

  it('changes when a fresh file is written again within one step of its clock', () => {
    for (let round = 0; round < 200; round++) {
      fs.writeFileSync(at('a'), 'x')
      const first = readFileBytes(at('a'))
      fs.writeFileSync(at('a'), 'y')
      const second = readFileBytes(at('a'), { previous: first })
      expect(text(second)).toBe('y')
      expect(second?.version).not.toBe(first?.version)
    }
  })
})

describe('a file that is saved in place while it is read', () => {
  it('is read again', () => {
    fs.writeFileSync(at('a'), 'a: 1\nb: 1\n')
    let writes = 0
    const readSync = ((...args: Parameters<typeof fs.readSync>) => {
      const count = fs.readSync(...args)
      if (writes++ === 0) fs.writeFileSync(at('a'), 'a: 2\nb: 2\nc: 2\n')
      return count
    }) as typeof fs.readSync
    expect(text(readFileBytes(at('a'), { fileSystem: { ...fs, readSync } as FileSystem }))).toBe('a: 2\nb: 2\nc: 2\n')
  })

  it('is an error when that never ends', () => {
    fs.writeFileSync(at('a'), 'x')
    const readSync = ((...args: Parameters<typeof fs.readSync>) => {
      fs.appendFileSync(at('a'), 'x')
      return fs.readSync(...args)
    }) as typeof fs.readSync
    expect(refusal(() => readFileBytes(at('a'), { fileSystem: { ...fs, readSync } as FileSystem })).code).toBe(
      'SOURCE_UNREADABLE',
    )
  })
})
