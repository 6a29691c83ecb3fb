import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { createSandbox, type Sandbox } from '../testing/sandbox.ts'
import { type SealedFile, type SealedFileOptions, sealedFile } from './sealed-file.ts'

const key = { id: '2026-01', key: randomBytes(32) }
const older = { id: '2025-07', key: randomBytes(32) }
const content = Buffer.from('{"port":8080}')
const clock = fakeClock(1000)

let sandbox: Sandbox
beforeEach(() => {
  sandbox = createSandbox()
})
afterEach(() => sandbox[Symbol.dispose]())

function make(options: Partial<SealedFileOptions> = {}): SealedFile {
  return sealedFile(sandbox.path('state/good.sealed'), { purpose: 'test', clock, ...options })
}

const reasonOf = (file: SealedFile): string => {
  const reading = file.read()
  return reading.kind === 'unusable' ? reading.reason : reading.kind
}

const codeOf = (action: () => unknown): string => {
  try {
    action()
  } catch (error) {
    return ConfigError.is(error) ? error.code : String(error)
  }
  return 'none'
}

describe.each([
  ['without a key', undefined],
  ['with a key', [key]],
])('a sealed file %s', (_, keys) => {
  it.each([
    ['an empty', 0],
    ['a small', 20],
    ['a large', 300_000],
  ])('gives back %s content, and when it was written', (_, size) => {
    const bytes = Buffer.from('configuration '.repeat(size)).subarray(0, size)
    make({ keys }).write(bytes)
    const reading = make({ keys }).read()
    expect(reading).toMatchObject({ kind: 'content', writtenAt: 1000, encrypted: keys !== undefined })
    expect(reading.kind === 'content' && Buffer.compare(reading.bytes, bytes)).toBe(0)
  })

  it('finds every byte that was flipped', () => {
    const file = make({ keys })
    file.write(content)
    const good = readFileSync(file.path)
    for (let index = 0; index < good.length; index++) {
      const bad = Buffer.from(good)
      bad[index] = (bad[index] ?? 0) ^ 0x41
      writeFileSync(file.path, bad)
      expect(file.read(), `byte ${index}`).toMatchObject({ kind: 'unusable', issue: { code: 'CACHE_CORRUPT', file: file.path } })
    }
  })

  it('finds every cut, and everything that was added', () => {
    const file = make({ keys })
    file.write(content)
    const good = readFileSync(file.path)
    for (let length = 0; length < good.length; length++) {
      writeFileSync(file.path, good.subarray(0, length))
      expect(reasonOf(file), `${length} bytes`).toBe('damaged')
    }
    writeFileSync(file.path, Buffer.concat([good, Buffer.from('x')]))
    expect(reasonOf(file)).toBe('damaged')
  })

  it('is not opened for another purpose, nor as another version', () => {
    make({ keys }).write(content)
    expect(reasonOf(make({ keys, purpose: 'other' }))).toBe('damaged')
    expect(reasonOf(make({ keys, version: 2 }))).toBe('outdated')
  })
})

describe('a sealed file', () => {
  it('is absent until it is written, and after it is removed', () => {
    const file = make()
    expect(file.read()).toEqual({ kind: 'absent' })
    expect(file.remove()).toBe(false)
    file.write(content)
    expect(file.remove()).toBe(true)
    expect(file.read()).toEqual({ kind: 'absent' })
  })

  it.skipIf(process.platform === 'win32')('is open to its owner only, and so is the folder it makes', () => {
    const file = make()
    file.write(content)
    expect(statSync(file.path).mode & 0o777).toBe(0o600)
    expect(statSync(sandbox.path('state')).mode & 0o777).toBe(0o700)
  })

  it('hides its content when it is encrypted', () => {
    const file = make({ keys: [key] })
    file.write(content)
    expect(readFileSync(file.path).includes('8080')).toBe(false)
  })

  it('is opened with an older key as well, and sealed with the first', () => {
    make({ keys: [older] }).write(content)
    const both = make({ keys: [key, older] })
    expect(both.read().kind).toBe('content')
    both.write(content)
    expect(make({ keys: [key] }).read().kind).toBe('content')
    expect(make({ keys: [older] }).read()).toMatchObject({ reason: 'locked', issue: { code: 'CACHE_CORRUPT' } })
  })

  it('is refused without encryption when there are keys, and when another key has the same id', () => {
    make().write(content)
    expect(reasonOf(make({ keys: [key] }))).toBe('damaged')
    make({ keys: [{ id: key.id, key: randomBytes(32) }] }).write(content)
    expect(reasonOf(make({ keys: [key] }))).toBe('damaged')
  })

  it('is compressed when it is large', () => {
    const file = make()
    file.write(Buffer.alloc(100_000, 'abc'))
    expect(statSync(file.path).size).toBeLessThan(5000)
  })

  it('refuses what is larger than its limit, in both directions', () => {
    const small = make({ maxBytes: 100 })
    expect(codeOf(() => small.write(Buffer.alloc(101)))).toBe('SOURCE_TOO_LARGE')
    make().write(Buffer.alloc(50_000))
    expect(reasonOf(small)).toBe('damaged')
    make().write(randomBytes(50_000))
    expect(small.read()).toMatchObject({ reason: 'unreadable', issue: { code: 'SOURCE_TOO_LARGE' } })
  })

  it('is unreadable where a folder has its name', () => {
    mkdirSync(sandbox.path('state/good.sealed'), { recursive: true })
    expect(make().read()).toMatchObject({ reason: 'unreadable', issue: { code: 'SOURCE_UNREADABLE' } })
    expect(codeOf(() => make().write(content))).toBe('FILE_WRITE')
    expect(codeOf(() => make().remove())).toBe('FILE_WRITE')
  })

  it('cannot be written where a file has the name of its folder', () => {
    sandbox.write('state', '')
    expect(codeOf(() => make().write(content))).toBe('FILE_WRITE')
  })

  it('refuses keys and versions that do not fit, all at once', () => {
    const short = { id: 'short', key: randomBytes(16) }
    const failure = ((): unknown => {
      try {
        return make({ keys: [short, { ...key, id: 'a b' }, key, key] })
      } catch (error) {
        return error
      }
    })()
    expect(ConfigError.is(failure) && failure.issues.map(({ code }) => code)).toEqual(Array(3).fill('OPTION_INVALID'))
    expect(codeOf(() => make({ version: -1 }))).toBe('OPTION_INVALID')
  })
})
