import fs from 'node:fs'
import nodeModule, { createRequire } from 'node:module'
import os from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import { moduleFailure } from './module/module-failure.ts'
import { contextOf } from './read-context.fixture.ts'
import type { ValueReading } from './source.ts'

let cwd = ''
beforeEach(() => {
  cwd = fs.realpathSync(fs.mkdtempSync(join(os.tmpdir(), 'module-hooks-')))
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.resetModules()
  fs.rmSync(cwd, { recursive: true, force: true })
})

const at = (name: string): string => join(cwd, name)
const urlOf = (name: string): string => pathToFileURL(at(name)).href

/** What the module that is being loaded calls. */
const duringLoad: { action: () => void } = { action: () => undefined }
Object.assign(globalThis, { duringLoad })

interface Hooks {
  readonly resolve: (specifier: string, context: object, next: () => { url: string }) => { url: string }
  readonly load: (url: string, context: object, next: () => { format: string }) => { format: string; source?: string }
}

/** The hooks that a load hands to Node, and the files it heard of; `action` runs while the module is loaded. */
async function load(action: (hooks: Hooks) => void): Promise<{ readonly hooks: Hooks; readonly files: readonly string[] }> {
  let hooks: Hooks | undefined
  vi.spyOn(nodeModule, 'registerHooks').mockImplementation((given) => {
    hooks = given as unknown as Hooks
    return { deregister: () => undefined }
  })
  vi.resetModules()
  const { importFresh } = await import('./module/import-fresh.ts')
  fs.writeFileSync(at('a.mjs'), 'globalThis.duringLoad.action()\nexport default 1')
  duringLoad.action = () => action(hooks as Hooks)
  const files: string[] = []
  expect((await importFresh(urlOf('a.mjs'), (file) => files.push(file)))['default']).toBe(1)
  return { hooks: hooks as Hooks, files }
}

describe('what a module imports', () => {
  const parent = () => ({ parentURL: `${urlOf('a.mjs')}?configmanage-load=1`, conditions: ['import'] })
  const resolve = (hooks: Hooks, url: string, context: object = parent()) => hooks.resolve('x', context, () => ({ url })).url

  it('gets the mark of its load, and is heard of', async () => {
    const { files } = await load((hooks) => {
      expect(resolve(hooks, urlOf('b.mjs'))).toBe(`${urlOf('b.mjs')}?configmanage-load=1`)
      expect(resolve(hooks, `${urlOf('c.mjs')}?raw`)).toBe(`${urlOf('c.mjs')}?raw&configmanage-load=1`)
    })
    expect(files).toEqual([at('a.mjs'), at('b.mjs'), at('c.mjs')])
  })

  it('is left alone in node_modules and in Node itself', async () => {
    const { files } = await load((hooks) => {
      for (const url of ['node:fs', urlOf('node_modules/p/index.js')]) expect(resolve(hooks, url)).toBe(url)
    })
    expect(files).toEqual([at('a.mjs')])
  })

  it('by require keeps its URL, and what that one requires still belongs to the load', async () => {
    const { files } = await load((hooks) => {
      expect(resolve(hooks, urlOf('b.cjs'), { ...parent(), conditions: ['require'] })).toBe(urlOf('b.cjs'))
      expect(resolve(hooks, urlOf('c.cjs'), { parentURL: urlOf('b.cjs'), conditions: ['require'] })).toBe(urlOf('c.cjs'))
    })
    expect(files).toEqual([at('a.mjs'), at('b.cjs'), at('c.cjs')])
  })

  it('outside of a load is none of its business', async () => {
    const { hooks, files } = await load((during) => {
      expect(resolve(during, urlOf('b.mjs'), {})).toBe(urlOf('b.mjs'))
      expect(resolve(during, urlOf('b.mjs'), { parentURL: urlOf('program.mjs') })).toBe(urlOf('b.mjs'))
    })
    expect(resolve(hooks, urlOf('b.mjs'))).toBe(urlOf('b.mjs'))
    expect(files).toEqual([at('a.mjs')])
  })

  it('is required anew, and a program gets the copy back that it had', async () => {
    fs.writeFileSync(at('b.cjs'), 'module.exports = { n: 1 }')
    const require = createRequire(urlOf('program.mjs'))
    const own: unknown = require(at('b.cjs'))
    await load((hooks) => {
      fs.writeFileSync(at('b.cjs'), 'module.exports = { n: 2 }')
      resolve(hooks, urlOf('b.cjs'), { ...parent(), conditions: ['require'] })
      expect(require(at('b.cjs'))).toEqual({ n: 2 })
    })
    expect(require(at('b.cjs'))).toBe(own)
  })
})

describe('a CommonJS module', () => {
  const marked = () => `${urlOf('b.cjs')}?configmanage-load=1`
  const next = (format: string) => () => ({ format })

  it.each([
    ['exports.a = 1\nexports["b c"] = 2\nexports.default = 3', { a: 1, 'b c': 2 }],
    ['module.exports = () => 1', {}],
    ['module.exports = null', {}],
  ])('is handed on with its names: %s', async (text, names) => {
    fs.writeFileSync(at('b.cjs'), text)
    let source = ''
    await load((hooks) => {
      const loaded = hooks.load(marked(), {}, next('commonjs'))
      expect(loaded.format).toBe('module')
      source = loaded.source ?? ''
    })
    fs.writeFileSync(at('bridge.mjs'), source)
    const { default: whole, ...exported } = (await import(urlOf('bridge.mjs'))) as Record<string, unknown>
    expect(exported).toEqual(names)
    expect(whole).toBe(createRequire(urlOf('program.mjs'))(at('b.cjs')))
  })

  it('written in TypeScript is handed on too; what is no CommonJS, or of no load, is not touched', async () => {
    fs.writeFileSync(at('b.cjs'), 'module.exports = 1')
    const { hooks } = await load((during) => {
      expect(during.load(marked(), {}, next('commonjs-typescript')).format).toBe('module')
      expect(during.load(marked(), {}, next('json'))).toEqual({ format: 'json' })
      expect(during.load(urlOf('b.cjs'), {}, next('commonjs'))).toEqual({ format: 'commonjs' })
    })
    expect(hooks.load(marked(), {}, next('commonjs'))).toEqual({ format: 'commonjs' })
  })
})

describe('a module source', () => {
  async function read(previous?: ValueReading): Promise<ValueReading | undefined> {
    const { readModule } = await import('./module/read-module.ts')
    return readModule('a.mjs', 'module:a.mjs', contextOf({ cwd, previous }))
  }

  it('warns where Node cannot tell what is imported', async () => {
    const real = nodeModule.registerHooks
    Object.assign(nodeModule, { registerHooks: undefined })
    try {
      fs.writeFileSync(at('a.mjs'), 'export default { a: 1 }')
      expect(await read()).toMatchObject({
        value: { a: 1 },
        warnings: [{ code: 'SOURCE_STALE_IMPORTS', severity: 'warning', file: 'a.mjs', hint: 'use Node 22.15 or later' }],
      })
    } finally {
      Object.assign(nodeModule, { registerHooks: real })
    }
  })

  it('is absent when its file has gone since', async () => {
    fs.writeFileSync(at('a.mjs'), 'export default { b: 1 }')
    const first = await read()
    expect(first?.value).toEqual({ b: 1 })
    fs.rmSync(at('a.mjs'))
    expect(await read(first)).toBeUndefined()
  })
})

describe('the failure of a module', () => {
  const location = { absolute: '/app/config/a.ts', file: 'config/a.ts' }
  const issueOf = (error: unknown) => moduleFailure(error, location, 'module:config/a.ts').issues[0]
  const failing = (parts: object): Error => Object.assign(new Error('of code'), parts)

  it.each([
    ['ERR_UNKNOWN_FILE_EXTENSION', 'TypeScript needs Node 22.18'],
    ['ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING', 'Node runs no TypeScript inside node_modules'],
    ['ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX', 'write without enum'],
    ['ERR_MODULE_NOT_FOUND', 'correct the import'],
    ['ERR_ANYTHING', 'look at the cause'],
  ])('by %s comes with advice', (code, hint) => {
    expect(issueOf(failing({ code, message: 'first line\nsecond line' }))).toMatchObject({
      code: 'SOURCE_FAILED',
      message: 'the module failed: first line',
      hint: expect.stringContaining(hint),
    })
  })

  it('says nothing that could hold a value, unless it is about code', () => {
    const unclosed = 'hunter2('
    expect(issueOf(new TypeError('hunter2'))?.message).toBe('the module failed: TypeError')
    expect(issueOf(failing({ code: 'EACCES', message: 'hunter2' }))?.message).toBe('the module failed: Error')
    expect(issueOf(new SyntaxError('Unexpected token'))?.message).toBe('the module is not well-formed: Unexpected token')
    expect(issueOf({ code: 'ERR_X', message: 'hunter2' })?.message).toBe('the module failed: object')
    expect(issueOf(thrownBy(() => JSON.parse('hunter2')))?.message).toBe('the module failed: SyntaxError')
    expect(issueOf(thrownBy(() => new RegExp(unclosed)))?.message).toBe('the module failed: SyntaxError')
    expect(issueOf(thrownBy(() => Buffer.alloc('hunter2' as never)))?.message).toBe('the module failed: TypeError')
  })

  it('that is a report already stays what it is', () => {
    const report = new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message: 'wrong' })
    expect(moduleFailure(report, location, 'x')).toBe(report)
  })

  it.each([
    ['a place in the module', '    at file:///app/config/a.ts?configmanage-load=7:3:9', 'config/a.ts:3:9'],
    ['a place in a function', '    at load (file:///app/config/a.ts:3:9)', 'config/a.ts:3:9'],
    ['a place in what it imports', '    at /app/lib/my%20b.ts:4:1', '/app/lib/my b.ts:4:1'],
    ['the caret below a line', '/app/config/a.ts:2\nconst a = ;\n          ^\n', 'config/a.ts:2:11'],
    ['a line without a caret', '/app/config/a.ts:2\nconst a = ;\n', 'config/a.ts:2:1'],
    [
      'the first place outside Node and packages',
      '  at node:internal/x:1:1\n  at file:///app/node_modules/p/i.js:1:1\n  at file:///app/config/a.ts:5:6',
      'config/a.ts:5:6',
    ],
    [
      'no place in this library, though it is what imports the module',
      `    at ${new URL('module/read-module.ts', import.meta.url)}:5:6`,
      undefined,
    ],
    ['no place', '    at <anonymous>', undefined],
  ])('points to %s', (_, stack, place) => {
    const span = issueOf(failing({ stack }))?.span
    expect(span && `${span.file}:${span.start.line}:${span.start.column}`).toBe(place)
  })

  it('without a stack has no place', () => {
    expect(issueOf(failing({ stack: undefined }))?.span).toBeUndefined()
    expect(issueOf('a text')).toMatchObject({ message: 'the module failed: string', span: undefined })
  })
})

function thrownBy(action: () => unknown): unknown {
  try {
    action()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
