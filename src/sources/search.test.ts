import fs from 'node:fs'
import os from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contextOf, issuesOf, readNow } from './read-context.fixture.ts'
import { type SearchOptions, search } from './search.ts'
import type { Source, TextReading } from './source.ts'

let root = ''
beforeEach(() => {
  root = fs.mkdtempSync(join(os.tmpdir(), 'search-'))
  fs.mkdirSync(join(root, 'home/work/app'), { recursive: true })
})
afterEach(() => fs.rmSync(root, { recursive: true, force: true }))

function write(...names: readonly string[]): void {
  for (const name of names) {
    fs.mkdirSync(dirname(join(root, name)), { recursive: true })
    fs.writeFileSync(join(root, name), name)
  }
}

function expand(options: SearchOptions = {}, env: Record<string, string> = {}, folder = 'home/work/app'): readonly Source[] {
  const context = contextOf({ cwd: join(root, folder), env: { HOME: join(root, 'home'), ...env } })
  return search('shop', options).expand?.(context) ?? []
}
const names = (...given: Parameters<typeof expand>): readonly string[] =>
  expand(...given).map((source) => source.name.replace(root, ''))

describe('search', () => {
  it.each([
    ['shop.config.yaml', 'file:shop.config.yaml'],
    ['shop.config.ts', 'module:shop.config.ts'],
    ['.shoprc', 'file:.shoprc'],
    ['.shoprc.toml', 'file:.shoprc.toml'],
    ['.config/shop.json', 'file:.config/shop.json'],
  ])('finds %s', (name, expected) => {
    write(`home/work/app/${name}`)
    expect(names()).toEqual([expected])
  })

  it('takes the first of several in one folder', () => {
    write('home/work/app/.shoprc', 'home/work/app/shop.config.toml', 'home/work/app/shop.config.ts')
    expect(names()).toEqual(['module:shop.config.ts'])
  })

  it('goes upwards to the nearest', () => {
    write('home/work/.shoprc', 'home/.shoprc')
    expect(names()).toEqual(['file:/home/work/.shoprc'])
  })

  it('takes all when asked to, the nearest last', () => {
    write('home/work/app/.shoprc', 'home/.shoprc', '.shoprc', 'xdg/shop/config.yaml')
    expect(names({ strategy: 'all' }, { XDG_CONFIG_HOME: join(root, 'xdg') })).toEqual([
      'file:/xdg/shop/config.yaml',
      'file:/home/.shoprc',
      'file:.shoprc',
    ])
  })

  it('does not look above the home folder or above stopAt', () => {
    write('.shoprc')
    expect(names({ optional: true })).toEqual([])
    write('home/.shoprc')
    expect(names({ optional: true, stopAt: '..' })).toEqual([])
    expect(names({ optional: true })).toEqual(['file:/home/.shoprc'])
  })

  it('looks into the folder of the user when nothing is found upwards', () => {
    write('home/.config/shop/config.json')
    expect(names()).toEqual(['file:/home/.config/shop/config.json'])
  })

  it('finds the member of a package.json, and its places there', () => {
    write('home/work/app/package.json')
    fs.writeFileSync(join(root, 'home/work/app/package.json'), '{"name": "x", "shop": {"port": 1}}')
    const [source] = expand() as [Source]
    expect(source.name).toBe('file:package.json#shop')
    const reading = readNow(source, { cwd: join(root, 'home/work/app') }) as TextReading
    const shaped = reading.shape?.({ name: 'x', shop: { port: 1 } }, (path) => ({ file: path.join('/') }) as never)
    expect(shaped?.value).toEqual({ port: 1 })
    expect(shaped?.locate?.(['port'])).toEqual({ file: 'shop/port' })
  })

  it('passes a package.json without that member, and reads a malformed one that has it', () => {
    fs.writeFileSync(join(root, 'home/work/app/package.json'), '{"name": "shop"}')
    write('home/work/.shoprc')
    expect(names()).toEqual(['file:/home/work/.shoprc'])
    fs.writeFileSync(join(root, 'home/work/app/package.json'), '{"shop": {')
    expect(names()).toEqual(['file:package.json#shop'])
  })

  it('reads a file in a folder that looks like a pattern', () => {
    write('home/[id]/.shoprc')
    const [source] = expand({}, {}, 'home/[id]') as [Source]
    const inner = source.expand?.(contextOf({ cwd: join(root, 'home/[id]') })) ?? [source]
    expect(inner.map(({ name }) => name)).toEqual(['file:.shoprc'])
    write('home/[id]/deep/x')
    const [above] = expand({}, {}, 'home/[id]/deep') as [Source]
    const found = above.expand?.(contextOf({ cwd: join(root, 'home/[id]/deep') })) ?? [above]
    expect(Buffer.from((readNow(found[0] as Source, { cwd: root }) as TextReading).bytes).toString()).toBe('home/[id]/.shoprc')
  })

  it('that finds nothing is missing, unless it is optional', () => {
    expect(issuesOf(() => expand())[0]?.code).toBe('SOURCE_MISSING')
    expect(expand({ optional: true })).toEqual([])
  })

  it('refuses a name that leads elsewhere', () => {
    expect(issuesOf(() => search('../x').expand?.(contextOf()))[0]?.code).toBe('OPTION_INVALID')
  })
})
