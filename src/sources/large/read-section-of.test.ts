import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createConfig } from '../../config/create-config.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { Format } from '../../formats/format.ts'
import { json5 } from '../../formats/json5/index.ts'
import { type FileOptions, file } from '../file.ts'
import type { Source } from '../source.ts'

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'section-'))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const write = (name: string, content: string | Uint8Array) => writeFileSync(join(cwd, name), content)
const load = (name: string, options: FileOptions, formats: readonly Format[] = []) =>
  createConfig<unknown>({ sources: [file(name, { section: 'a', ...options })], formats }, { cwd, env: {} })

describe('a section of a file', () => {
  it.each<[string, string | Uint8Array, FileOptions]>([
    ['app.json', '{"a":{"x":"é"},"b":?}', {}],
    ['app.conf', '{"a":{"x":"é"},"b":?}', { format: 'json' }],
    ['app.json', Buffer.from('{"a":{"x":"é"}}', 'latin1'), { encoding: 'latin1' }],
    ['app.json', '// by people\n{a:{x:"é"}}', { format: 'json5' }],
    ['app.json', '\uFEFF{"a":{"x":"é"}}', {}],
    ['app.yaml', 'a: {x: é}\n', {}],
  ])('is read of %s, whatever it is written in', async (name, content, options) => {
    write(name, content)
    const config = await load(name, options)
    expect(config.value).toEqual({ a: { x: 'é' } })
    expect(config.status()).toMatchObject([{ sizeBytes: Buffer.from(content).length }])
  })

  it('is left to a format of the program, which reads the whole file', async () => {
    write('app.json', '{"a": {"x": 1}, b: 2}')
    const own = json5()
    const config = await load('app.json', {}, [{ ...own, extensions: ['.json'] }])
    expect(config.value).toEqual({ a: { x: 1 } })
    write('app.json', '{"a": {"x": 1}, b: }')
    await expect(config.reload()).rejects.toMatchObject({ code: 'FORMAT_SYNTAX' })
  })

  it('that nobody else read is empty when its file has gone before a format asks for the whole', async () => {
    write('app.json', '{"a": {"x": 1}}')
    const inner = file('app.json', { section: 'a' })
    const source: Source = {
      ...inner,
      read(context) {
        const reading = inner.read(context)
        rmSync(join(cwd, 'app.json'))
        return reading
      },
    }
    const formats = [{ ...json5(), extensions: ['.json'] }]
    await expect(createConfig({ sources: [source], formats }, { cwd, env: {} })).rejects.toSatisfy(ConfigError.is)
  })

  it('is read again when its file changes, and found where it stands now', async () => {
    write('app.json', '{"a":{"x":1}}')
    const config = await load('app.json', {})
    write('app.json', '{\n"b":0,\n"a":{"x":2}}')
    expect(await config.reload()).toEqual([{ kind: 'changed', path: ['a', 'x'], before: 1, after: 2 }])
    expect(config.explain('a.x').winner.span?.start).toEqual({ line: 3, column: 10, offset: 18 })
    expect(await config.reload()).toEqual([])
  })

  it('is remembered as the last known good', async () => {
    write('app.json', '{"a":{"x":1},"b":?}')
    let isLocked = false
    const inner = file('app.json', { section: 'a' })
    const source: Source = {
      ...inner,
      read(context) {
        if (isLocked) throw new ConfigError({ code: 'SOURCE_UNREADABLE', severity: 'error', message: 'locked' })
        return inner.read(context)
      },
    }
    const options = { cwd, env: {}, lastKnownGood: { file: 'good' } }
    const first = await createConfig({ sources: [source] }, options)
    await first.close()
    isLocked = true
    const second = await createConfig({ sources: [source] }, options)
    expect(second.value).toEqual({ a: { x: 1 } })
    await second.close()
  })
})
