import fs from 'node:fs'
import os from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DirectoryOptions, directory } from './directory.ts'
import { contextOf, issuesOf, readNow } from './read-context.fixture.ts'
import type { ValueReading } from './source.ts'

let cwd = ''
beforeEach(() => {
  cwd = fs.mkdtempSync(join(os.tmpdir(), 'directory-'))
  fs.mkdirSync(join(cwd, 'secrets'))
})
afterEach(() => fs.rmSync(cwd, { recursive: true, force: true }))

const at = (name: string): string => join(cwd, 'secrets', name)
function write(files: Readonly<Record<string, string | Buffer>>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(dirname(at(name)), { recursive: true })
    fs.writeFileSync(at(name), text)
  }
}
const read = (options?: DirectoryOptions, previous?: ValueReading): ValueReading =>
  readNow(directory('secrets', options), { cwd, previous }) as ValueReading
const refusal = (): string | undefined => issuesOf(() => read())[0]?.code

/** What the kubelet does: a new folder, a new link, and the new link renamed over the old one. */
function mount(moment: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) write({ [`..${moment}/${name}`]: text })
  fs.symlinkSync(`..${moment}`, at('..data_tmp'))
  fs.renameSync(at('..data_tmp'), at('..data'))
  for (const name of Object.keys(files)) if (!fs.existsSync(at(name))) fs.symlinkSync(`..data/${name}`, at(name))
}

describe('directory', () => {
  it('makes a key of each file', () => {
    write({
      token: 'abc\n',
      'two-lines': 'a\nb\n\n',
      windows: 'x\r\n',
      empty: '',
      db__password: 'p',
      'tls/cert': 'c',
      '.hidden': 'x',
    })
    const reading = read()
    expect(reading.value).toEqual({
      token: 'abc',
      'two-lines': 'a\nb\n',
      windows: 'x',
      empty: '',
      db: { password: 'p' },
      tls: { cert: 'c' },
    })
    expect(reading.textOnly).toBe(true)
    expect(reading.nameOf?.(['db', 'password'])).toBe('secrets/db__password')
    expect(reading.locate?.(['tls', 'cert'])).toMatchObject({ file: 'secrets/tls/cert', start: { line: 1, column: 1 } })
    expect(reading.locate?.(['none'])).toBeUndefined()
  })

  it('divides names by another separator, or not at all', () => {
    write({ 'db.host': 'h', a__b: 'x', __c: 'y' })
    expect(read({ separator: '.' }).value).toEqual({ db: { host: 'h' }, a__b: 'x', __c: 'y' })
    expect(read({ separator: false }).value).toEqual({ 'db.host': 'h', a__b: 'x', __c: 'y' })
  })

  it('is absent when the folder is, with near names', () => {
    expect(readNow(directory('secretz'), { cwd })).toBeUndefined()
    expect(directory('secretz').missing?.(contextOf({ cwd }))).toMatchObject({
      code: 'SOURCE_MISSING',
      hint: 'did you mean "secrets"?',
    })
  })

  it('may be empty', () => {
    expect(read().value).toEqual({})
  })

  it('reads a mount of Kubernetes, before and after an update', () => {
    mount('2024_01', { token: 'old\n', user: 'u' })
    const first = read()
    expect(first.value).toEqual({ token: 'old', user: 'u' })
    expect(first.nameOf?.(['token'])).toBe('secrets/token')

    mount('2024_02', { token: 'new\n', user: 'u' })
    fs.rmSync(at('..2024_01'), { recursive: true })
    const second = read({}, first)
    expect(second.value).toEqual({ token: 'new', user: 'u' })
    expect(second.version).not.toBe(first.version)
  })

  it('answers with the same reading while nothing changes, and sees a change at once', () => {
    write({ a: '1' })
    const first = read()
    expect(read({}, first)).toBe(first)
    write({ a: '2' })
    const second = read({}, first)
    expect(second.value).toEqual({ a: '2' })
    expect(second.version).not.toBe(first.version)
  })

  it('follows links inside and refuses links that lead out, to nothing, or in a circle', () => {
    write({ real: 'x', 'sub/y': 'y' })
    fs.symlinkSync('real', at('link'))
    fs.symlinkSync('sub', at('sub2'))
    expect(read().value).toEqual({ real: 'x', link: 'x', sub: { y: 'y' }, sub2: { y: 'y' } })
    for (const target of ['../outside', '/etc', 'nowhere', '.']) {
      fs.writeFileSync(join(cwd, 'outside'), 'x')
      fs.symlinkSync(target, at('zz'))
      expect([target, refusal()]).toEqual([target, 'SOURCE_UNREADABLE'])
      fs.unlinkSync(at('zz'))
    }
  })

  it('refuses what is no text', () => {
    write({ key: Buffer.from([0xff, 0xfe, 0xfd]) })
    expect(issuesOf(() => read())[0]).toMatchObject({ code: 'SOURCE_ENCODING', file: 'secrets/key' })
  })

  it('refuses two files for one key', () => {
    write({ db__host: 'a', 'db/host': 'b' })
    expect(issuesOf(() => read())[0]).toMatchObject({ code: 'SOURCE_AMBIGUOUS', path: ['db', 'host'] })
  })

  it('refuses a file in its place, a link to nothing, and unsafe names', () => {
    fs.writeFileSync(join(cwd, 'file'), '')
    expect(issuesOf(() => readNow(directory('file'), { cwd }))[0]?.code).toBe('SOURCE_UNREADABLE')
    fs.symlinkSync('nowhere', join(cwd, 'link'))
    expect(issuesOf(() => readNow(directory('link'), { cwd }))[0]?.code).toBe('SOURCE_UNREADABLE')
    write({ __proto__x: '', constructor__prototype: 'x' })
    expect(refusal()).toBe('MERGE_UNSAFE_KEY')
  })

  it('does not call it the system when the mistake is in a program', () => {
    const options = {
      get maxBytes(): number {
        throw new TypeError('from the options')
      },
    }
    expect(() => read(options)).toThrow(new TypeError('from the options'))
  })
})
