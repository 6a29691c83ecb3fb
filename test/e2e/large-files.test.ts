import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError, createConfig, type FileOptions, file } from 'configmanage'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Issue } from '../../src/errors/issue.ts'

/** Megabytes of the file in the test of memory; `npm run campaign` asks for 100. */
const megabytes = Number(process.env.LARGE_FILE_MB ?? 8)

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'large-'))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

const write = (name: string, text: string | Uint8Array) => writeFileSync(join(cwd, name), text)
const load = (name: string, options: FileOptions = {}, limits = {}) =>
  createConfig<unknown>({ sources: [file(name, options)], limits }, { cwd, env: {} })

async function refused(action: Promise<unknown>): Promise<readonly Issue[]> {
  const error: unknown = await action.catch((thrown: unknown) => thrown)
  if (!ConfigError.is(error)) throw new Error('nothing was refused', { cause: error })
  return error.issues
}

/** Over a megabyte: from there on a file is held once. */
const items = Array.from({ length: 20_000 }, (_, id) => ({ id, name: `item ${id}`, note: 'ein Gerät' }))
const catalog = JSON.stringify({ server: { port: 80 }, catalog: { items }, last: { x: 1 } }, null, 2)

describe('a large file', () => {
  it('is read, explained and read again like any other', async () => {
    write('large.json', catalog)
    const config = await load('large.json')
    expect(config.get('catalog.items[19999].name')).toBe('item 19999')
    expect(config.explain('last.x')?.winner?.span?.start).toEqual({
      line: catalog.split('\n').length - 2,
      column: 10,
      offset: catalog.indexOf('1', catalog.indexOf('"x"')),
    })
    expect(config.status()).toMatchObject([{ sizeBytes: Buffer.byteLength(catalog) }])
    expect(await config.reload()).toEqual([])
    write('large.json', catalog.replace('"item 7"', '"changed"'))
    expect((await config.reload()).map(({ path }) => path)).toEqual([['catalog', 'items', 7, 'name']])
    await config.close()
  })

  it.each<readonly [string, Uint8Array]>([
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${catalog}`)],
    ['UTF-16', Buffer.from(`\uFEFF${catalog}`, 'utf16le')],
  ])('may be %s', async (_, bytes) => {
    write('large.json', bytes)
    const config = await load('large.json')
    expect(config.get('catalog.items[3].note')).toBe('ein Gerät')
    expect(await config.reload()).toEqual([])
    await config.close()
  })

  it('is refused with the place of a byte that is no text', async () => {
    const bytes = Buffer.from(catalog)
    bytes[catalog.indexOf('item 4')] = 0xff
    write('large.json', bytes)
    expect(await refused(load('large.json'))).toMatchObject([{ code: 'SOURCE_ENCODING', span: { start: { line: 29 } } }])
  })

  it('is larger than the limit says', async () => {
    write('large.json', catalog)
    expect(await refused(load('large.json', {}, { maxBytes: 1_000_000 }))).toMatchObject([{ code: 'SOURCE_TOO_LARGE' }])
    expect(await refused(load('large.json', {}, { maxNodes: 50_000 }))).toMatchObject([{ code: 'FORMAT_TOO_LARGE' }])
  })
})

describe('a section', () => {
  const text = '{\n  "a": [1],\n  "café": {\n    "on": true, "items": { "x": 1,\n      "y": "two" } },\n  "z": 0\n}\n'

  it.each(['s.json', 's.jsonc', 's.json5', 's.yaml'])(
    'of %s is all that counts, at its own path and its own place',
    async (name) => {
      write(name, text)
      const config = await load(name, { section: 'café.items' })
      expect(config.value).toEqual({ café: { items: { x: 1, y: 'two' } } })
      expect(config.explain('café.items.y')?.winner?.span).toMatchObject({
        file: name,
        start: { line: 5, column: 12, offset: text.indexOf('"two"') },
      })
      expect(config.explain('café.items.x')?.winner?.span).toMatchObject({
        start: { line: 4, column: 33 },
        end: { line: 4, column: 34 },
      })
      await config.close()
    },
  )

  it('is read anew when the file changes', async () => {
    write('s.json', text)
    const config = await load('s.json', { section: 'café.items' })
    expect(await config.reload()).toEqual([])
    write('s.json', text.replace('"two"', '"three"').replace('[1]', '[2, 3]'))
    expect(await config.reload()).toMatchObject([{ path: ['café', 'items', 'y'] }])
    await config.close()
  })

  it('may stand in a file of which nothing else is sound', async () => {
    write('s.json', '{"x": nonsense, "a": {"b": 1}, never closed')
    const config = await load('s.json', { section: 'a' })
    expect(config.value).toEqual({ a: { b: 1 } })
    await config.close()
  })

  it('may be two of one file', async () => {
    write('s.json', text)
    const sources = [file('s.json', { section: 'a' }), file('s.json', { section: 'z' })]
    const config = await createConfig<unknown>({ sources }, { cwd, env: {} })
    expect(config.value).toEqual({ a: [1], z: 0 })
    await config.close()
  })

  it('reports mistakes at their place in the file', async () => {
    write('s.json', '{"x": 1,\n  "a": {"b": 1,\n "c": tru} }')
    expect(await refused(load('s.json', { section: 'a' }))).toMatchObject([
      { code: 'FORMAT_SYNTAX', span: { file: 's.json', start: { line: 3, column: 7, offset: 31 } } },
    ])
    write('s.json', '{"x": 1, "a": {"__proto__": 1} }')
    expect(await refused(load('s.json', { section: 'a' }))).toMatchObject([
      { code: 'MERGE_UNSAFE_KEY', path: ['a', '__proto__'], span: { start: { column: 16 } } },
    ])
    write('s.json', '{"x": 1, "a": {"b": 1, "b": 2} }')
    const config = await load('s.json', { section: 'a' })
    expect(config.current.warnings).toMatchObject([
      {
        code: 'FORMAT_DUPLICATE_KEY',
        path: ['a', 'b'],
        span: { start: { column: 24 } },
        related: [{ span: { start: { column: 16 } } }],
      },
    ])
    await config.close()
  })

  it('is missed, unless it is optional', async () => {
    write('s.json', text)
    expect(await refused(load('s.json', { section: 'café.itms' }))).toMatchObject([
      { code: 'SOURCE_MISSING', message: 's.json has no section "café.itms"', hint: 'did you mean "items"?' },
    ])
    const config = await load('s.json', { section: 'other', optional: true })
    expect(config.value).toEqual({})
    await config.close()
  })

  it.each(['', 'a[0]', 'a..b'])('cannot be %j', (section) => {
    expect(() => file('s.json', { section })).toThrow(expect.objectContaining({ code: 'OPTION_INVALID' }))
  })

  it('holds in memory only what it is', { timeout: 600_000 }, () => {
    const path = join(cwd, 'huge.json')
    // In ASCII: any other character makes the text in memory twice as long.
    const part = JSON.stringify(items).replaceAll('ä', 'ae')
    const parts = Math.ceil((megabytes * 1_048_576) / part.length)
    write('huge.json', `{${Array.from({ length: parts }, (_, index) => `"part${index}":${part}`).join(',\n')},"tail":{"x":1}}`)
    const none = peakOf('')
    const parsed = peakOf(`JSON.parse(readFileSync(${JSON.stringify(path)}, 'utf8'))`)
    const loaded = peakOf(`await createConfig({ sources: [file(${JSON.stringify(path)})], limits })`)
    const section = peakOf(`await createConfig({ sources: [file(${JSON.stringify(path)}, { section: 'tail' })], limits })`)
    // The file is in memory while it is searched, and nothing is made of it.
    expect(section - none).toBeLessThan(megabytes * 1.1 + 15)
    expect(loaded - none).toBeLessThan((parsed - none) * 1.2 + 15)
  })
})

/** Megabytes that a process has had in memory at most when it held on to what an expression gives. */
function peakOf(expression: string): number {
  const code = `import { readFileSync } from 'node:fs'
    import { createConfig, file } from 'configmanage'
    const limits = { maxBytes: 2 ** 30, maxNodes: 1e9 }
    globalThis.held = ${expression || 'limits'}
    console.log(process.resourceUsage().maxRSS / 1024)`
  const flags = ['--conditions=configmanage-source', '--disable-warning=ExperimentalWarning', '--input-type=module']
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--eval', code], { encoding: 'utf8' })
  expect(stderr).toBe('')
  return Number(stdout)
}

describe('deep nesting', () => {
  const nested = (levels: number): string => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}\n`
  const path = (levels: number): string => Array.from({ length: levels }, () => 'a').join('.')

  it.each(['json', 'jsonc', 'json5', 'yaml'])('of 100 levels is nothing special in %s', async (kind) => {
    write(`deep.${kind}`, kind === 'yaml' ? nested(100).replaceAll(':', ': ') : nested(100))
    const config = await load(`deep.${kind}`)
    expect(config.get(path(100))).toBe(1)
    expect(config.explain(path(100))?.winner?.span).toBeDefined()
    await config.close()
  })

  it.each(['json', 'jsonc', 'json5', 'yaml'])('of 10,000 levels is refused in %s', async (kind) => {
    write(`deep.${kind}`, kind === 'yaml' ? nested(10_000).replaceAll(':', ': ') : nested(10_000))
    expect(await refused(load(`deep.${kind}`))).toMatchObject([
      { code: 'FORMAT_TOO_DEEP', message: 'nested deeper than 500 levels' },
    ])
  })

  it.each(['json', 'jsonc', 'json5'])('of 10,000 levels is read in %s when the limit allows it', async (kind) => {
    write(`deep.${kind}`, nested(10_000))
    const config = await load(`deep.${kind}`, {}, { maxDepth: 10_000 })
    expect(config.get(path(10_000))).toBe(1)
    expect(config.explain(path(10_000))?.winner?.span?.start.column).toBe(50_001)
    await config.close()
  })

  it('of 10,000 levels is too much for YAML with any limit', async () => {
    write('deep.yaml', nested(10_000).replaceAll(':', ': '))
    expect(await refused(load('deep.yaml', {}, { maxDepth: 20_000 }))).toMatchObject([
      { code: 'FORMAT_TOO_DEEP', message: 'nested deeper than YAML can be read' },
    ])
  })
})
