import fs from 'node:fs'
import os from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { file } from './file.ts'
import { contextOf, issuesOf, readNow } from './read-context.fixture.ts'
import type { Source, TextReading } from './source.ts'

let cwd = ''
beforeEach(() => {
  cwd = fs.mkdtempSync(join(os.tmpdir(), 'file-'))
})
afterEach(() => fs.rmSync(cwd, { recursive: true, force: true }))

function write(...names: readonly string[]): void {
  for (const name of names) {
    fs.mkdirSync(dirname(join(cwd, name)), { recursive: true })
    fs.writeFileSync(join(cwd, name), name)
  }
}

const expand = (source: Source, profiles: readonly string[] = []): readonly string[] =>
  (source.expand?.(contextOf({ cwd, profiles })) ?? [source]).flatMap((inner) =>
    inner.expand ? expand(inner, profiles) : [inner.name],
  )

describe('file', () => {
  it('reads bytes under the name as written', () => {
    write('config/app.yaml')
    const source = file('config/app.yaml', { format: 'json', encoding: 'latin1' })
    const reading = readNow(source, { cwd }) as TextReading
    expect(source).toMatchObject({ kind: 'file', name: 'file:config/app.yaml', optional: false })
    expect(reading).toMatchObject({
      kind: 'bytes',
      uri: 'file:config/app.yaml',
      file: 'config/app.yaml',
      format: 'json',
      encoding: 'latin1',
    })
    expect(Buffer.from(reading.bytes).toString()).toBe('config/app.yaml')
  })

  it('takes a URL', () => {
    write('[a].yaml')
    const url = pathToFileURL(join(cwd, '[a].yaml'))
    expect(expand(file(new URL(url.href)))).toEqual([`file:${join(cwd, '[a].yaml')}`])
  })

  it('answers undefined for what is not there, and says what is near', () => {
    write('config/app.yml')
    const source = file('config/app.yaml')
    expect(readNow(source, { cwd })).toBeUndefined()
    expect(source.missing?.(contextOf({ cwd }))).toMatchObject({
      code: 'SOURCE_MISSING',
      message: 'there is no "config/app.yaml"',
      hint: 'did you mean "config/app.yml"?',
    })
  })

  it('answers with the same reading while the file stays', () => {
    write('a.yaml')
    const old = new Date('2020-01-01')
    fs.utimesSync(join(cwd, 'a.yaml'), old, old)
    const first = readNow(file('a.yaml'), { cwd })
    expect(readNow(file('a.yaml'), { cwd, previous: first })).toBe(first)
    write('a.yaml')
    expect(readNow(file('a.yaml'), { cwd, previous: first })?.version).not.toBe(first?.version)
  })

  it('stops at its own limit', () => {
    write('a.yaml')
    expect(issuesOf(() => readNow(file('a.yaml', { maxBytes: 3 }), { cwd }))[0]?.code).toBe('SOURCE_TOO_LARGE')
  })
})

describe('{profile}', () => {
  it('stands for each active profile, lowest first', () => {
    expect(expand(file('config/{profile}.yaml'), ['base', 'prod'])).toEqual(['file:config/base.yaml', 'file:config/prod.yaml'])
    expect(expand(file('{profile}/app-{profile}.yaml'), ['prod'])).toEqual(['file:prod/app-prod.yaml'])
    expect(expand(file('{profile}.yaml'), [])).toEqual([])
  })

  it('goes together with a pattern', () => {
    write('prod/b.yaml', 'prod/a.yaml', 'base/c.yaml')
    expect(expand(file('{profile}/*.yaml'), ['base', 'prod'])).toEqual([
      'file:base/c.yaml',
      'file:prod/a.yaml',
      'file:prod/b.yaml',
    ])
  })

  it.each(['../x', 'a/b', '', '.', '..', 'a\\b', 'a\0'])('refuses the name %j', (profile) => {
    expect(issuesOf(() => expand(file('{profile}.yaml'), [profile]))[0]?.code).toBe('PROFILE_NAME')
  })
})

describe('a pattern', () => {
  it.each<[string, readonly string[]]>([
    ['*.yaml', ['10.yaml', '9.yaml', 'a.yaml']],
    ['?.yaml', ['9.yaml', 'a.yaml']],
    ['[0-9]*.yaml', ['10.yaml', '9.yaml']],
    ['[!0-9].yaml', ['a.yaml']],
    ['*.{yaml,toml}', ['10.yaml', '9.yaml', 'a.toml', 'a.yaml']],
    ['{a,9}.{yaml,toml}', ['9.yaml', 'a.toml', 'a.yaml']],
    ['.*.yaml', ['.hidden.yaml']],
    ['sub/*.yaml', ['sub/s.yaml']],
    ['*/*.yaml', ['sub/s.yaml']],
    ['**/*.yaml', ['10.yaml', '9.yaml', 'a.yaml', 'sub/deep/d.yaml', 'sub/s.yaml']],
    ['sub/**', ['sub/deep/d.yaml', 'sub/s.yaml']],
    ['sub/**/d.yaml', ['sub/deep/d.yaml']],
    ['./a.*', ['./a.toml', './a.yaml']],
    ['[[]x].yaml', ['[x].yaml']],
  ])('%s finds %j', (pattern, expected) => {
    write('a.yaml', '10.yaml', '9.yaml', 'a.toml', '.hidden.yaml', 'sub/s.yaml', 'sub/deep/d.yaml', '.git/x.yaml')
    if (pattern.startsWith('[[]')) write('[x].yaml')
    fs.mkdirSync(join(cwd, 'folder.yaml'))
    fs.symlinkSync('.', join(cwd, 'sub/loop'))
    expect(expand(file(pattern))).toEqual(expected.map((name) => `file:${name}`))
  })

  it('may be absolute', () => {
    write('a.yaml')
    expect(expand(file(`${cwd}/*.yaml`))).toEqual([`file:${cwd}/a.yaml`])
    expect(expand(file(`${cwd}/**/a.yaml`))).toEqual([`file:${cwd}/a.yaml`])
  })

  it('finds a link to nothing, so that reading it is an error', () => {
    fs.symlinkSync('nowhere', join(cwd, 'a.yaml'))
    const [found] = file('*.yaml').expand?.(contextOf({ cwd })) ?? []
    expect(issuesOf(() => readNow(found as Source, { cwd }))[0]?.code).toBe('SOURCE_UNREADABLE')
  })

  it('that matches nothing is missing, unless it is optional', () => {
    write('conf.d/a.toml')
    expect(issuesOf(() => expand(file('conf.d/*.yaml')))[0]).toMatchObject({
      code: 'SOURCE_MISSING',
      message: 'no file matches "conf.d/*.yaml"',
    })
    expect(expand(file('conf.d/*.yaml', { optional: true }))).toEqual([])
    expect(expand(file('none/*.yaml', { optional: true }))).toEqual([])
  })

  it('is matched in time that does not explode', () => {
    write('a'.repeat(200))
    const start = performance.now()
    expect(expand(file(`${'*a'.repeat(60)}b`, { optional: true }))).toEqual([])
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})

describe('variables of a profile in a path', () => {
  it('are replaced', () => {
    const [found] =
      file('config/{region}.{profile}.yaml').expand?.(contextOf({ profiles: ['prod'], variables: { region: 'eu' } })) ?? []
    expect(found?.name).toBe('file:config/eu.prod.yaml')
  })

  it('are an error when there is no such variable', () => {
    const [issue] = issuesOf(() => file('{regoin}.yaml', { optional: true }).expand?.(contextOf({ variables: { region: 'eu' } })))
    expect(issue).toMatchObject({ code: 'OPTION_INVALID', file: '{regoin}.yaml' })
  })

  it.each(['../etc', 'a/b', ''])('cannot lead out of the folder: %j', (region) => {
    const [issue] = issuesOf(() => file('{region}.yaml').expand?.(contextOf({ variables: { region } })))
    expect(issue?.code).toBe('PROFILE_NAME')
  })
})
