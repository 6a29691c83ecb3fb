import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createConfig } from '../../src/config/create-config.ts'
import type { ConfigDefinition } from '../../src/config/definition.ts'
import type { Issue } from '../../src/errors/issue.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import { s } from '../../src/schema/index.ts'
import { file } from '../../src/sources/file.ts'

type Files = Readonly<Record<string, string>>

/** A configuration that follows its files, and a way to save one and wait for what comes of it. */
async function following(files: Files, definition: Omit<ConfigDefinition, 'root'>, clock?: Clock) {
  const root = mkdtempSync(join(tmpdir(), 'configmanage-beside-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const write = (name: string, text: string | undefined): void => {
    if (text === undefined) {
      rmSync(join(root, name))
      return
    }
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, `${name}.new`), text)
    renameSync(join(root, `${name}.new`), join(root, name))
  }
  for (const [name, text] of Object.entries(files)) write(name, text)
  const config = await createConfig({ ...definition, root }, { watch: true, ...(clock && { clock }) })
  onTestFinished(() => config.close())
  // The watcher has had its first look when a save is seen.
  await new Promise((resolve) => setTimeout(resolve, 300))
  const save = async (name: string, text: string | undefined): Promise<unknown> => {
    const changed = new Promise((resolve) => config.on('changed', resolve))
    write(name, text)
    await changed
    return config.value
  }
  const refuse = async (name: string, text: string | undefined): Promise<readonly string[]> => {
    const refused = new Promise<readonly Issue[]>((resolve) => config.on('rejected', ({ issues }) => resolve(issues)))
    write(name, text)
    return (await refused).map(({ code }) => code)
  }
  return { config, save, refuse }
}

/** Nothing is tried again by itself. */
const withoutRetries: Clock = {
  now: () => Date.now(),
  sleep: (_ms, signal) => new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
}

describe('a configuration that follows its files', () => {
  it('follows files that others import', async () => {
    const files = { 'app.yaml': '$import: base.yaml\nb: 1\n', 'base.yaml': '$import: deep.yaml\na: 1\n', 'deep.yaml': 'c: 1\n' }
    const { save } = await following(files, { sources: [file('app.yaml')] })
    expect(await save('base.yaml', '$import: deep.yaml\na: 2\n')).toEqual({ a: 2, b: 1, c: 1 })
    expect(await save('deep.yaml', 'c: 2\n')).toEqual({ a: 2, b: 1, c: 2 })
  })

  it('takes up a file that was imported before it was there, and one that was broken when it was first imported', async () => {
    const files = { 'app.yaml': '$import: base.yaml\nb: 1\n', 'base.yaml': 'a: 1\n', 'broken.yaml': 'd: [\n' }
    const { refuse, save } = await following(files, { sources: [file('app.yaml')] })
    expect(await refuse('base.yaml', '$import: new.yaml\na: 2\n')).toEqual(['SOURCE_MISSING'])
    expect(await save('new.yaml', 'c: 1\n')).toEqual({ a: 2, b: 1, c: 1 })
    expect(await refuse('base.yaml', '$import: broken.yaml\na: 3\n')).toEqual(['FORMAT_SYNTAX'])
    expect(await save('broken.yaml', 'd: 1\n')).toEqual({ a: 3, b: 1, d: 1 })
  })

  it('follows patterns of imports, whatever comes to match them', async () => {
    const files = {
      'app.yaml': '$import: [{ path: "conf.d/*.yaml", optional: true }, { path: later.yaml, optional: true }]\nb: 1\n',
    }
    const { save } = await following(files, { sources: [file('app.yaml')] })
    expect(await save('conf.d/one.yaml', 'a: 1\n')).toEqual({ a: 1, b: 1 })
    expect(await save('conf.d/two.yaml', 'c: 1\n')).toEqual({ a: 1, b: 1, c: 1 })
    expect(await save('conf.d/one.yaml', 'a: 2\n')).toEqual({ a: 2, b: 1, c: 1 })
    expect(await save('later.yaml', 'd: 1\n')).toEqual({ a: 2, b: 1, c: 1, d: 1 })
    expect(await save('conf.d/two.yaml', undefined)).toEqual({ a: 2, b: 1, d: 1 })
  })

  it('follows patterns in imported files, and those of profiles', async () => {
    const files = {
      'app.yaml': '$import: more/base.yaml\nb: 1\n',
      'more/base.yaml': '$import: "{profile}.d/*.yaml"\na: 1\n',
      'more/dev.d/x.yaml': 'x: 1\n',
    }
    const { save } = await following(files, {
      profiles: { dev: {} },
      profile: { default: 'dev' },
      sources: [file('app.yaml')],
    })
    expect(await save('more/dev.d/y.yaml', 'y: 1\n')).toEqual({ a: 1, b: 1, x: 1, y: 1 })
  })

  it('follows files that values refer to', async () => {
    const files = { 'app.yaml': 'key: ${file:key.txt}\n', 'key.txt': 'one\n' }
    const { save } = await following(files, { sources: [file('app.yaml')] })
    expect(await save('key.txt', 'two\n')).toEqual({ key: 'two' })
  })

  it('takes up at once what mends a refused text, although only that text refers to it', async () => {
    const files = { 'app.yaml': 'key: a\n', 'long.txt': 'too long\n', 'part.tmpl': 'key: too long', 'main.yaml.tmpl': 'key: a\n' }
    const schema = s.object({ key: s.string().max(3) })
    const { refuse, save } = await following(files, { sources: [file('app.yaml')], schema }, withoutRetries)
    expect(await refuse('app.yaml', 'key: ${env:NO_SUCH:-${file:new.txt}}\n')).toEqual(['REFERENCE_UNKNOWN'])
    expect(await save('new.txt', 'b\n')).toEqual({ key: 'b' })
    expect(await refuse('app.yaml', 'key: ${file:long.txt}\n')).toEqual(['VALUE_LENGTH'])
    expect(await save('long.txt', 'c\n')).toEqual({ key: 'c' })

    const template = await following(files, { sources: [file('main.yaml.tmpl')], schema }, withoutRetries)
    expect(await template.refuse('main.yaml.tmpl', '{% include "part.tmpl" %}\n')).toEqual(['VALUE_LENGTH'])
    expect(await template.save('part.tmpl', 'key: d')).toEqual({ key: 'd' })
  })

  it('follows what a template includes, and the data that it takes', async () => {
    const files = {
      'app.yaml.tmpl': '{% include "part.tmpl" %}\nn: {{ n }}\n',
      'part.tmpl': 'a: 1',
      'data.yaml': 'n: 1\n',
    }
    const { save } = await following(files, { sources: [file('app.yaml.tmpl', { template: { data: 'data.yaml' } })] })
    expect(await save('part.tmpl', 'a: 2')).toEqual({ a: 2, n: 1 })
    expect(await save('data.yaml', 'n: 2\n')).toEqual({ a: 2, n: 2 })
  })

  it('follows the files of another profile after a switch', async () => {
    const files = { 'dev.yaml': 'a: 1\n', 'prod.yaml': 'a: 2\n' }
    const { config, save } = await following(files, {
      profiles: { dev: {}, prod: {} },
      profile: { default: 'dev' },
      sources: [file('{profile}.yaml')],
    })
    await config.switchProfile('prod')
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(await save('prod.yaml', 'a: 3\n')).toEqual({ a: 3 })
  })
})
