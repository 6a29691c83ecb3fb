import fs from 'node:fs'
import os from 'node:os'
import path, { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { directory } from './directory.ts'
import { type DotenvOptions, dotenv } from './dotenv.ts'
import { file } from './file.ts'
import { filesMatching } from './glob.ts'
import { withSlashes } from './location.ts'
import { object } from './object.ts'
import { contextOf, issuesOf, readNow } from './read-context.fixture.ts'
import { search } from './search.ts'
import type { ReadContext, Source, TextReading } from './source.ts'

let cwd = ''
beforeEach(() => {
  cwd = fs.realpathSync(fs.mkdtempSync(join(os.tmpdir(), 'source-failures-')))
})
afterEach(() => {
  vi.restoreAllMocks()
  fs.rmSync(cwd, { recursive: true, force: true })
})

const at = (name: string): string => join(cwd, name)
function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(dirname(at(name)), { recursive: true })
    fs.writeFileSync(at(name), text)
  }
}

function errno(code: string): Error {
  return Object.assign(new Error(code), { code })
}

const read = (source: Source, parts: Partial<ReadContext> = {}) => readNow(source, { cwd, ...parts })

describe('a folder that cannot be listed', () => {
  const deny = () =>
    vi.spyOn(fs, 'readdirSync').mockImplementation(() => {
      throw errno('EACCES')
    })

  it('is an error for a pattern, not an empty answer', () => {
    write({ 'conf.d/a.yaml': '' })
    deny()
    expect(issuesOf(() => filesMatching('conf.d/*.yaml', cwd))).toMatchObject([
      { code: 'SOURCE_UNREADABLE', message: 'cannot be read: permission denied (EACCES)', file: 'conf.d' },
    ])
    expect(issuesOf(() => filesMatching('*.yaml', cwd))).toMatchObject([{ code: 'SOURCE_UNREADABLE', file: cwd }])
  })

  it('is an error for a directory source', () => {
    write({ 'secrets/a': '' })
    deny()
    expect(issuesOf(() => read(directory('secrets')))).toMatchObject([
      { code: 'SOURCE_UNREADABLE', message: 'cannot be read: permission denied (EACCES)', file: 'secrets' },
    ])
  })

  it('has no near names to offer for a missing file', () => {
    const source = file('nowhere/a.yaml')
    expect(source.missing?.(contextOf({ cwd }))).toMatchObject({
      code: 'SOURCE_MISSING',
      message: 'there is no "nowhere/a.yaml"',
      hint: 'create it, correct its name, or declare it with optional: true',
    })
  })
})

describe('a pattern', () => {
  it('takes a bracket without its end as it is', () => {
    write({ 'a[b.yaml': '', 'ab.yaml': '' })
    expect(filesMatching('a[b*.yaml', cwd)).toEqual(['a[b.yaml'])
  })

  it('matches nothing shorter than itself', () => {
    write({ 'a.yaml': '' })
    expect(filesMatching('*.yamlx', cwd)).toEqual([])
    expect(filesMatching('?.yaml?', cwd)).toEqual([])
    expect(filesMatching('a.yaml*', cwd)).toEqual(['a.yaml'])
  })

  it('below a file matches nothing', () => {
    write({ 'a.yaml': '' })
    expect(filesMatching('a.yaml/*', cwd)).toEqual([])
    expect(filesMatching('none/*', cwd)).toEqual([])
  })
})

describe('a directory source', () => {
  it('refuses a folder with more files than anybody would mount', () => {
    fs.mkdirSync(at('many'))
    vi.spyOn(fs, 'readdirSync').mockReturnValue(Array.from({ length: 10_001 }, (_, index) => `f${index}`) as never)
    expect(issuesOf(() => read(directory('many')))).toMatchObject([
      { code: 'SOURCE_TOO_LARGE', message: 'more than 10000 files', file: 'many', hint: 'check that this is the right folder' },
    ])
  })

  it('leaves out what vanishes between listing and reading', () => {
    write({ 'secrets/a': '1' })
    vi.spyOn(fs, 'readdirSync').mockReturnValue(['a', 'gone'] as never)
    expect(read(directory('secrets'))).toMatchObject({ value: { a: '1' } })
  })

  it('gives up on a mount that is replaced at every look', () => {
    write({ 'secrets/..1/a': '1', 'secrets/..2/a': '2' })
    const list = fs.readdirSync
    let moment = 1
    const swap = (): void => {
      fs.rmSync(at('secrets/..data'), { force: true })
      moment = 3 - moment
      fs.symlinkSync(`..${moment}`, at('secrets/..data'))
    }
    swap()
    vi.spyOn(fs, 'readdirSync').mockImplementation(((...call: Parameters<typeof list>) => {
      swap()
      return list(...call)
    }) as typeof list)
    expect(issuesOf(() => read(directory('secrets')))).toMatchObject([
      { code: 'SOURCE_UNREADABLE', message: 'cannot be read: it is being replaced all the time', file: 'secrets' },
    ])
  })

  it('reports a link ..data that leads in a circle', () => {
    write({ 'secrets/a': '1' })
    fs.symlinkSync('..data', at('secrets/..data'))
    expect(issuesOf(() => read(directory('secrets')))).toMatchObject([
      { code: 'SOURCE_UNREADABLE', message: 'cannot be read: its links lead in a circle (ELOOP)', file: 'secrets' },
    ])
  })

  it('does not take the answer of another source for its own last one', () => {
    write({ 'secrets/a': '1' })
    const foreign = read(object({ a: '1' }))
    const own = read(directory('secrets'), { previous: foreign })
    expect(own).not.toBe(foreign)
    const old = new Date('2020-01-01T00:00:00.5Z')
    fs.utimesSync(at('secrets/a'), old, old)
    const resting = read(directory('secrets'))
    expect(read(directory('secrets'), { previous: resting })).toBe(resting)
  })
})

describe('a .env source', () => {
  const locate = () => undefined
  const shaped = (previous: TextReading | undefined, parts: Partial<ReadContext> = {}, options: DotenvOptions = {}) => {
    const reading = read(dotenv(options), { ...parts, previous }) as TextReading
    return { reading, shape: reading.shape?.({ A_FILE: 'secret', B: '1' }, locate) }
  }

  it('takes a file of nothing as a map of nothing', () => {
    write({ '.env': '' })
    const reading = read(dotenv()) as TextReading
    expect(reading.shape?.(null, locate).value).toEqual({})
  })

  it('is read anew when a file that it names cannot be looked at any more', () => {
    write({ '.env': 'x', secret: 's' })
    const old = new Date('2020-01-01T00:00:00.5Z')
    for (const name of ['.env', 'secret']) fs.utimesSync(at(name), old, old)
    const keys = { lower: {}, declared: [] }
    const first = shaped(undefined, { keys })
    expect(first.shape?.value).toEqual({ a: 's', b: '1' })
    expect(shaped(first.reading, { keys }).reading).toBe(first.reading)

    const { statSync } = fs
    const failing = (error: unknown) =>
      vi.spyOn(fs, 'statSync').mockImplementation(((...call: Parameters<typeof statSync>) => {
        if (call[0] === at('secret')) throw error
        return statSync(...call)
      }) as typeof statSync)
    failing(errno('EACCES'))
    expect(shaped(first.reading, { keys }).reading).not.toBe(first.reading)

    const mistake = new TypeError('a mistake, not an answer of the system')
    failing(mistake)
    expect(() => shaped(first.reading, { keys })).toThrow(mistake)
  })

  it('tells the file that a value came from, and nothing of a path it does not have', () => {
    write({ '.env': 'x', secret: 's' })
    const { shape } = shaped(undefined)
    expect(shape?.locate?.(['a'])).toMatchObject({ file: 'secret', start: { line: 1, column: 1 } })
    expect(shape?.locate?.(['none'])).toBeUndefined()
  })

  it('tells what is wrong with its options without a place in the file', () => {
    write({ '.env': 'x' })
    const source = dotenv({ map: { PORT: 'a..b' } })
    const reading = read(source) as TextReading
    expect(issuesOf(() => reading.shape?.({}, locate))).toMatchObject([
      { code: 'OPTION_INVALID', name: 'PORT', message: '"a..b", given for PORT, is no path', hint: 'write it like server.port' },
    ])
  })
})

describe('a search', () => {
  const found = (env: Record<string, string>, folder = cwd): readonly string[] =>
    (search('shop', { optional: true, strategy: 'all' }).expand?.(contextOf({ cwd: folder, env })) ?? []).map(({ name }) => name)

  /** The member of the package.json in the working directory. */
  const member = (): Source => {
    const { expand } = search('shop')
    return expand?.(contextOf({ cwd }))[0] as Source
  }

  it('takes USERPROFILE for the home folder where there is no HOME', () => {
    write({ 'home/app/x': '', 'home/.config/shop/config.json': '{}', '.shoprc': '' })
    expect(found({ USERPROFILE: at('home') }, at('home/app'))).toEqual([`file:${at('home/.config/shop/config.json')}`])
  })

  it('looks beside the working directory where there is no home folder at all', () => {
    write({ '.config/shop/config.json': '{}' })
    expect(found({})).toEqual(['file:.config/shop/config.json'])
  })

  it('reads a package.json again only when it has changed', () => {
    write({ 'package.json': '{"shop":{"port":1}}' })
    const old = new Date('2020-01-01T00:00:00.5Z')
    fs.utimesSync(at('package.json'), old, old)
    const source = member()
    const first = read(source) as TextReading
    expect(read(source, { previous: first })).toBe(first)
    expect(read(source, { previous: read(object({})) })).toEqual({ ...first, shape: expect.any(Function) })
    write({ 'package.json': '{"shop":{"port":22}}' })
    expect(read(source, { previous: first })?.version).not.toBe(first.version)
    fs.rmSync(at('package.json'))
    expect(read(source, { previous: first })).toBeUndefined()
  })

  it('takes a member that has gone meanwhile as empty', () => {
    write({ 'package.json': '{"shop":{"port":1}}' })
    const source = member()
    const { shape } = read(source) as TextReading
    expect(shape?.({ name: 'x' }, () => undefined).value).toEqual({})
  })

  it('passes a package.json that only mentions the name', () => {
    for (const text of ['["shop"]', '"shop"', '{"name":"shop"}']) {
      write({ 'package.json': text })
      expect(found({ HOME: cwd })).toEqual([])
    }
  })
})

describe('a source that stands for others', () => {
  it.each([file('{profile}.yaml'), file('conf.d/*.yaml'), search('shop')])('has nothing of its own to read: %o', (source) => {
    expect(read(source)).toBeUndefined()
  })
})

describe('paths', () => {
  it('are written with forward slashes on Windows, where a backslash is no letter', () => {
    expect(withSlashes('C:\\app\\a.yaml')).toBe('C:\\app\\a.yaml')
    const real = process.getBuiltinModule
    vi.spyOn(process, 'getBuiltinModule').mockImplementation((id: string) =>
      id === 'node:path' ? path.win32 : real(id as 'node:path'),
    )
    expect(withSlashes('C:\\app\\a.yaml')).toBe('C:/app/a.yaml')
  })
})

describe('an object', () => {
  it('of a class without a name is refused as an object', () => {
    const instance = new (class {
      port = 1
    })()
    Object.defineProperty(instance.constructor, 'name', { value: '' })
    expect(issuesOf(() => read(object({ a: instance })))).toMatchObject([
      { code: 'OPTION_INVALID', path: ['a'], message: 'an instance of an object is no configuration value' },
    ])
  })

  it('with thousands of mistakes is told the first hundred', () => {
    const values = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`f${index}`, () => index]))
    expect(issuesOf(() => read(object(values)))).toHaveLength(100)
  })

  it('may have holes in its lists no more than undefined', () => {
    const list = [1, undefined, 3]
    expect(issuesOf(() => read(object({ list })))).toMatchObject([
      { path: ['list', 1], message: 'a list cannot hold undefined', hint: 'use null, or leave the element out' },
    ])
  })
})
