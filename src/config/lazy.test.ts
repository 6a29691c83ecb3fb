import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { ConfigError } from '../errors/config-error.ts'
import { s } from '../schema/index.ts'
import { env } from '../sources/env.ts'
import { file } from '../sources/file.ts'
import { lazy } from '../sources/lazy.ts'
import { object } from '../sources/object.ts'
import type { Source } from '../sources/source.ts'
import { when } from '../sources/when.ts'
import { defineRule, defineTransition } from '../validation/rule.ts'
import { createConfig, createConfigSync } from './create-config.ts'
import type { ConfigDefinition } from './definition.ts'
import type { ConfigOptions } from './plan.ts'
import { failure, text, world } from './text-source.fixture.ts'

/** A source that counts how often it is read, and may have to be waited for. */
function counted(name: string, content: string, waits = false): Source & { content: string; reads: number } {
  const inner = text(name, content)
  const source = {
    ...inner,
    content,
    reads: 0,
    read: (context: Parameters<Source['read']>[0]) => {
      source.reads++
      inner.content = source.content
      const reading = inner.read(context)
      return waits ? Promise.resolve(reading) : reading
    },
  }
  return source
}

const start = (sources: readonly Source[], more: Partial<ConfigDefinition> = {}, options: ConfigOptions = {}) =>
  createConfig({ ...more, sources }, { ...world, ...options })

const base = () => object({ shop: { name: 'tea house', catalog: { currency: 'USD' } }, port: 80 }, { name: 'base' })
const catalog = '{"shop":{"catalog":{"currency":"EUR","items":{"tea":3}}}}'

describe('a lazy part', () => {
  it('is not read until something in it is, and then at once', async () => {
    const source = counted('catalog.json', catalog)
    const config = await start([base(), lazy('shop.catalog', source)])
    expect([config.get('port'), config.get('shop.name'), config.has('prot'), source.reads]).toEqual([80, 'tea house', false, 0])
    expect(config.get('shop.catalog.items.tea')).toBe(3)
    expect(config.get('shop.catalog.currency')).toBe('EUR')
    expect([source.reads, config.current.generation]).toEqual([1, 2])
  })

  it.each<[string, (config: Awaited<ReturnType<typeof start>>) => unknown, unknown]>([
    ['at it', (config) => config.get('shop.catalog'), { currency: 'EUR', items: { tea: 3 } }],
    ['around it', (config) => config.get('shop'), { name: 'tea house', catalog: { currency: 'EUR', items: { tea: 3 } } }],
    [
      'of everything',
      (config) => (config.value as { shop: { catalog: unknown } }).shop.catalog,
      { currency: 'EUR', items: { tea: 3 } },
    ],
    ['of what is not there', (config) => config.find('shop.catalog.coffee'), undefined],
    ['that only asks', (config) => config.has('shop.catalog.items'), true],
    ['of an explanation', (config) => config.explain('shop.catalog.currency').winner.source, 'catalog.json'],
    ['by a handle', (config) => config.at('shop.catalog.items.tea').value, 3],
    ['by a handle around it', (config) => Object.keys(config.at('shop').value as object), ['name', 'catalog']],
    [
      'under an override',
      (config) => [config.override({ 'shop.catalog.items.tea': 4 }), config.get('shop.catalog.items.tea')][1],
      4,
    ],
  ])('is loaded by a read %s', async (_, read, expected) => {
    const source = counted('catalog.json', catalog)
    const config = await start([base(), lazy('shop.catalog', source)])
    expect(read(config)).toEqual(expected)
    expect(source.reads).toBe(1)
  })

  it('tells of a missing key as any part does, once it is loaded', async () => {
    const config = await start([lazy('catalog', text('catalog.json', '{"catalog":{"items":1}}'))])
    const error = await failure(() => config.get('catalog.itmes'))
    expect(error.issues).toMatchObject([{ code: 'KEY_MISSING', hint: 'did you mean "catalog.items"?' }])
  })

  it('shows in handles that were there before it was', async () => {
    const config = await start([base(), lazy('shop.catalog', text('catalog.json', catalog))])
    const handles = [config.at('shop.catalog.currency'), config.at('shop'), config.at('port')]
    await config.load('shop')
    expect(handles.map((handle) => Object.hasOwn(handle, 'value'))).toEqual([true, true, true])
    expect(handles[0]?.value).toBe('EUR')
  })

  it('is loaded by load(), with everything that a path needs, and only once', async () => {
    const [one, other] = [counted('a.json', '{"a":{"x":1}}', true), counted('b.json', '{"b":{"c":{"y":1}}}', true)]
    const config = await start([lazy('a', one), lazy('b.c', other)])
    const changes = await config.load('b')
    expect(changes).toEqual([{ kind: 'added', path: ['b'], after: { c: { y: 1 } } }])
    expect([one.reads, other.reads, config.get('b.c.y')]).toEqual([0, 1, 1])
    expect(await config.load()).toHaveLength(1)
    expect([await config.load(), await config.load('a.x'), await config.load('a..x' as 'a')]).toEqual([[], [], []])
    expect([one.reads, other.reads, config.value]).toEqual([1, 1, { a: { x: 1 }, b: { c: { y: 1 } } }])
  })

  it('is read once for many that ask at the same time', async () => {
    const source = counted('a.json', '{"a":{"x":{"y":1}}}', true)
    const config = await start([base(), lazy('a', source)])
    await Promise.all([config.load('a'), config.load('a'), config.load('a.x'), config.load(), config.load('a')])
    expect([source.reads, config.current.generation]).toEqual([1, 2])
  })

  it('stays loaded, and is read again by reloads from then on', async () => {
    const source = counted('a.json', '{"a":1}')
    const config = await start([base(), lazy('a', source)])
    await config.reload()
    expect(source.reads).toBe(0)
    await config.load('a')
    source.content = '{"a":2}'
    expect(await config.reload()).toEqual([{ kind: 'changed', path: ['a'], before: 1, after: 2 }])
    expect(config.get('a')).toBe(2)
  })

  it('is loaded together with a reload that is asked for', async () => {
    const [one, other] = [counted('a.json', '{"a":1}', true), counted('b.json', '{"b":1}', true)]
    const config = await start([one, lazy('b', other)])
    one.content = '{"a":2}'
    await Promise.all([config.reload(), config.load('b'), config.reload()])
    expect([config.value, other.reads]).toEqual([{ a: 2, b: 1 }, 1])
  })

  it('that is read during a reload is in what comes of the reload', async () => {
    const [one, other] = [counted('a.json', '{"a":1}', true), counted('b.json', '{"b":1}')]
    const config = await start([one, lazy('b', other)])
    one.content = '{"a":2}'
    const reloading = config.reload()
    expect(config.get('b')).toBe(1)
    await reloading
    expect(config.value).toEqual({ a: 2, b: 1 })
  })

  it('of a source that has to be waited for is an error for who reads it, and fine after load()', async () => {
    const config = await start([base(), lazy('a', counted('a.json', '{"a":1}', true))])
    for (const read of [() => config.get('a'), () => config.value, () => config.explain('a'), () => config.at('a').value]) {
      const { issues } = await failure(read)
      expect(issues).toMatchObject([
        {
          code: 'SOURCE_NOT_LOADED',
          message: '"a" is lazy and not loaded yet: its source or a validator has to be waited for',
          path: ['a'],
          source: 'a.json',
          hint: 'load it first: await config.load("a")',
        },
      ])
    }
    expect(config.rejected).toBeUndefined()
    await config.load('a')
    expect(config.get('a')).toBe(1)
  })

  it('is not loaded by a read that a veto would have to be asked about', async () => {
    const config = await start([base(), lazy('a', text('a.json', '{"a":1}'))])
    const veto = config.veto(({ changes }) => (changes.length === 1 ? 'not today' : undefined))
    expect((await failure(() => config.get('a'))).message).toContain('a veto has to be asked first')
    expect((await failure(() => config.load('a'))).issues).toMatchObject([{ code: 'CHANGE_REFUSED', message: 'not today' }])
    veto[Symbol.dispose]()
    expect(config.get('a')).toBe(1)
  })

  it('is not in a snapshot that was taken before', async () => {
    const config = await start([base(), lazy('a', text('a.json', '{"a":1}'))])
    const { current } = config
    expect(config.current).toBe(current)
    expect(config.get('a')).toBe(1)
    for (const read of [() => current.find('a'), () => current.value, () => current.explain('a')]) {
      expect((await failure(read)).issues).toMatchObject([
        { code: 'SOURCE_NOT_LOADED', message: '"a" is lazy and not loaded yet' },
      ])
    }
    expect([current.find('port'), current.explain('port')?.value]).toEqual([80, 80])
    expect(config.current.find('a')).toBe(1)
    expect(config.current.version).not.toBe(current.version)
  })

  it('is left alone by a configuration that was closed', async () => {
    const config = await start([base(), lazy('a', text('a.json', '{"a":1}'))])
    await config.close()
    expect((await failure(() => config.get('a'))).code).toBe('CONFIG_CLOSED')
    expect((await failure(() => config.load('a'))).code).toBe('CONFIG_CLOSED')
    expect(config.get('port')).toBe(80)
  })

  it('that is wrong changes nothing, says what is wrong each time, and is loaded once it is right', async () => {
    const source = counted('a.json', '{"a":')
    const config = await start([base(), lazy('a', source)])
    const told: unknown[] = []
    config.on('rejected', ({ issues }) => told.push(issues[0]?.code))
    for (const read of [() => config.get('a'), () => config.get('a')]) {
      expect((await failure(read)).issues).toMatchObject([{ code: 'FORMAT_SYNTAX', source: 'a.json', span: { file: 'a.json' } }])
    }
    expect([told, config.current.generation]).toEqual([['FORMAT_SYNTAX'], 1])
    expect(config.status()).toMatchObject([{ kind: 'fresh' }, { kind: 'failed', source: 'a.json' }])
    source.content = '{"a":1}'
    expect([config.get('a'), config.rejected]).toEqual([1, undefined])
  })

  it('has nothing outside of it', async () => {
    const content = '{"shop":{"catalog":{"x":1},"name":"other"},"port":1}'
    const config = await start([base(), lazy('shop.catalog', text('a.json', content))])
    const { issues } = await failure(() => config.load('shop.catalog'))
    expect(issues).toMatchObject([
      { code: 'SOURCE_OUTSIDE', path: ['shop', 'name'], source: 'a.json', span: { start: { line: 1, column: 28 } } },
      { code: 'SOURCE_OUTSIDE', path: ['port'] },
    ])
    expect(config.get('shop.name')).toBe('tea house')
  })

  it.each([
    ['5', 'a'],
    ['{"shop":5}', 'shop'],
  ])('is not %s in place of a map', async (content) => {
    const config = await start([base(), lazy('shop.catalog', text('a.json', content))])
    expect((await failure(() => config.load())).code).toMatch(/SOURCE_OUTSIDE|VALUE_TYPE/)
  })

  it('may be removed by its source, and say how it is merged', async () => {
    const content = '{"shop":{"catalog":{"items":1},"$merge":{"catalog":"replace"}}}'
    const config = await start([base(), lazy('shop.catalog', text('a.json', content))])
    expect(config.get('shop.catalog')).toEqual({ items: 1 })
    const removed = await start([base(), lazy('shop.catalog', text('a.json', '{"shop":{"catalog":"!unset"}}'))])
    expect(removed.find('shop.catalog')).toBeUndefined()
  })

  it.each([[[]], [['catalog.json' as never]], [[null as never]]])('cannot be set by what is no source: %j', async (sources) => {
    const { issues } = await failure(() => lazy('catalog', ...sources))
    expect(issues).toMatchObject([{ code: 'OPTION_INVALID', message: 'lazy("catalog") needs sources that set it' }])
  })

  it.each([[''], ['a..b'], ['list[0]'], [5 as never]])('cannot be %j', async (part) => {
    const { issues } = await failure(() => lazy(part, base()))
    expect(issues).toMatchObject([
      { code: 'OPTION_INVALID', message: `${JSON.stringify(part)} is no part that a source can be lazy about` },
    ])
  })

  it('is told by status', async () => {
    const config = await start([base(), lazy('a.b', text('a.json', '{"a":{"b":1}}'))])
    expect(config.status()).toMatchObject([{ kind: 'fresh' }, { kind: 'unloaded', source: 'a.json', part: ['a', 'b'] }])
    await config.load()
    expect(config.status()).toMatchObject([{ kind: 'fresh' }, { kind: 'fresh', source: 'a.json' }])
  })

  it('can be a source of its own making, and one under a condition', async () => {
    const own = { ...counted('own.json', '{"own":1}'), part: ['own'] }
    const definition = {
      profiles: { dev: {}, prod: { sources: [lazy('more', text('more.json', '{"more":1}'))] } },
      sources: [own, when('prod', lazy('us', text('us.json', '{"us":1}')))],
    }
    const config = await createConfig(definition, { ...world, profile: 'prod' })
    expect(config.status().map(({ kind }) => kind)).toEqual(['unloaded', 'unloaded', 'unloaded'])
    expect([config.get('us'), config.get('own'), config.get('more')]).toEqual([1, 1, 1])
    await config.switchProfile('dev')
    expect([config.get('own'), config.find('us')]).toEqual([1, undefined])
  })

  it('is read at the start where that is asked for', async () => {
    const source = counted('a.json', '{"a":1}')
    const config = await start([base(), lazy('a', source)], {}, { eager: true })
    expect([source.reads, config.status().every(({ kind }) => kind === 'fresh')]).toEqual([1, true])
    const error = await failure(() => start([base()], {}, { eager: 'yes' as never }))
    expect(error.issues).toMatchObject([{ code: 'OPTION_INVALID', message: '"eager" must be true or false' }])
  })

  it('of one source may lie in that of another', async () => {
    const [outer, inner] = [counted('o.json', '{"a":{"x":1,"b":{"y":1}}}'), counted('i.json', '{"a":{"b":{"y":2}}}')]
    const config = await start([lazy('a', outer), lazy('a.b', inner)])
    expect([config.get('a.x'), outer.reads, inner.reads]).toEqual([1, 1, 0])
    expect([config.get('a.b.y'), inner.reads]).toEqual([2, 1])
  })

  it('of one source may stand for another lazy one', async () => {
    const nested = (waits: boolean) => start([lazy('shop', lazy('shop.x', counted('x.json', '{"shop":{"x":1}}', waits)))])
    expect((await nested(false)).get('shop.x')).toBe(1)
    const config = await nested(true)
    await config.load()
    expect(config.value).toEqual({ shop: { x: 1 } })
  })

  it('that is overridden by a reference to what it overrides is loaded for it', async () => {
    const content = '{"a":{"b":{"size":"${c}"}}}'
    const config = await start([lazy('a.b', text('a.json', content)), object({ a: '${a.b}', c: 9 })])
    expect(config.get('a.size')).toBe(9)
  })

  it('is known to variables that are matched against keys, once it is loaded', async () => {
    const sources = [lazy('a', text('a.json', '{"a":{"maxItems":1}}')), env({ prefix: 'APP_', separator: '_' })]
    const config = await start(sources, {}, { env: { APP_A_MAX_ITEMS: '5' } })
    await config.load()
    const eager = await start(sources, {}, { env: { APP_A_MAX_ITEMS: '5' }, eager: true })
    expect(config.value).toEqual(eager.value)
  })
})

describe('a listener', () => {
  it('hears of a part that is loaded, and may read another one', async () => {
    const sources = [lazy('a', text('a.json', '{"a":{"x":1}}')), lazy('b', text('b.json', '{"b":1}'))]
    const config = await start(sources)
    const heard: unknown[] = []
    config.watch('a.x', (value, previous) => heard.push(value, previous, config.get('b')))
    expect(config.get('a.x')).toBe(1)
    expect(heard).toEqual([1, undefined, 1])
  })
})

describe('a reference', () => {
  const lazyCatalog = () => counted('catalog.json', '{"catalog":{"currency":"EUR","via":"${port}"}}')

  it.each([
    ['a value', '{"price":"${catalog.currency}"}', 'EUR'],
    ['a value with something instead', '{"price":"${catalog.currency:-none}"}', 'EUR'],
    ['one that is not there', '{"price":"${catalog.none:-none}"}', 'none'],
    ['the part through another reference', '{"price":"${all.currency}","all":"${catalog}"}', 'EUR'],
    ['a reference in it', '{"price":"${catalog.via}"}', 80],
  ])('to %s of a part loads it, at the start too', async (_, content, expected) => {
    const source = lazyCatalog()
    const config = await start([base(), lazy('catalog', source), text('a.json', content)])
    expect(source.reads).toBe(1)
    expect(config.get('price')).toBe(expected)
    expect(config.explain('price').derivation).toBeDefined()
  })

  it('loads it also with a schema, and from a source that has to be waited for', async () => {
    const source = counted('catalog.json', '{"catalog":{"size":"5"}}', true)
    const config = await start([base(), lazy('catalog', source), object({ size: '${catalog.size}' })], {
      schema: { type: 'object' },
    })
    expect(config.get('size')).toBe('5')
  })

  it('that comes with a reload or an override loads it', async () => {
    const source = lazyCatalog()
    const changing = text('a.json', '{}')
    const config = await start([base(), lazy('catalog', source), changing])
    changing.content = '{"price":"${catalog.currency}"}'
    await config.reload()
    expect([config.get('price'), source.reads]).toEqual(['EUR', 1])

    const other = await start([base(), lazy('catalog', lazyCatalog())])
    using _ = other.override({ price: '${catalog.currency}' })
    expect(other.get('price')).toBe('EUR')
  })

  it('to a part that is wrong is an error, and a part that only refers outside waits', async () => {
    const wrong = await failure(() => start([lazy('a', text('a.json', '{')), object({ b: '${a.x}' })]))
    expect(wrong.issues).toMatchObject([{ code: 'FORMAT_SYNTAX', source: 'a.json' }])
    const source = lazyCatalog()
    const config = await start([base(), lazy('catalog', source)])
    expect([source.reads, config.get('catalog.via')]).toEqual([0, 80])
  })

  it('of an override that leads nowhere leaves all as it is', async () => {
    const config = await start([base(), lazy('catalog', lazyCatalog())])
    const error = await failure(() => config.override({ price: '${catalog.nothing}' }))
    expect(error.code).toBe('REFERENCE_UNKNOWN')
    expect(config.has('price')).toBe(false)
    config.override({ other: 1 })
    expect(config.get('other')).toBe(1)
  })
})

describe('what judges a configuration', () => {
  const schema = s.object({
    port: s.port(),
    catalog: s.object({ currency: s.enum(['EUR', 'USD']), tax: s.number().default(7) }),
  })
  const some = () => object({ port: 80 })

  it('asks for what is required in a part when it is loaded', async () => {
    const source = counted('a.json', '{"catalog":{}}')
    const config = await start([some(), lazy('catalog', source)], { schema })
    expect(config.get('port')).toBe(80)
    const error = await failure(() => config.get('catalog'))
    expect(error.issues).toMatchObject([{ code: 'VALUE_MISSING', path: ['catalog', 'currency'] }])
    source.content = '{"catalog":{"currency":"EUR"}}'
    expect(config.get('catalog')).toEqual({ currency: 'EUR', tax: 7 })
  })

  it('does not miss a map that only leads to a part', async () => {
    const nested = s.object({ shop: s.object({ catalog: s.object({ size: s.number() }) }) })
    const sources = [object({ shop: 'none' }), lazy('shop.catalog', text('a.json', '{"shop":{"catalog":{"size":1}}}'))]
    const config = await start(sources, { schema: nested })
    expect(config.get('shop')).toEqual({ catalog: { size: 1 } })
    const { issues } = await failure(() =>
      start([lazy('shop.catalog', text('a.json', '{}'))], { schema: nested }).then((c) => c.load()),
    )
    expect(issues).toMatchObject([{ code: 'VALUE_MISSING', path: ['shop', 'catalog', 'size'] }])
  })

  it('still judges the rest, and defaults of a part are not shown before it', async () => {
    const error = await failure(() => start([object({ port: 'x' }), lazy('catalog', text('a.json', '{}'))], { schema }))
    expect(error.issues).toMatchObject([{ path: ['port'] }])
    const config = await start([some(), lazy('catalog', counted('a.json', '{"catalog":{"currency":"USD"}}', true))], { schema })
    expect((await failure(() => config.get('catalog.tax'))).code).toBe('SOURCE_NOT_LOADED')
    expect(Object.hasOwn(config.at('catalog.tax'), 'value')).toBe(false)
  })

  it('of a library has to allow for a part that is not there', async () => {
    const part = z.object({ currency: z.string() })
    const sources = () => [object({ port: '80' }), lazy('catalog', text('a.json', '{"catalog":{"currency":"EUR"}}'))]
    const { issues } = await failure(() => start(sources(), { schema: z.object({ port: z.coerce.number(), catalog: part }) }))
    expect(issues).toMatchObject([
      { path: ['catalog'], hint: '"catalog" is lazy and not loaded yet: let the schema allow that, as with optional()' },
    ])
    const allowing = z.object({ port: z.coerce.number(), catalog: part.optional() })
    const config = await start(sources(), { schema: allowing })
    expect([config.get('port'), config.get('catalog.currency')]).toEqual([80, 'EUR'])
    const wrong = await failure(() => start([object({ port: {} }), lazy('catalog', text('a.json', '{}'))], { schema: allowing }))
    expect(wrong.issues).toMatchObject([{ path: ['port'] }])
  })

  it('runs rules once the parts that they look at are loaded', async () => {
    const asked: unknown[] = []
    const rules = [
      defineRule({ name: 'all', paths: ['catalog.*.price'], check: (values) => void asked.push(values) }),
      defineRule({ name: 'port', paths: ['port'], check: ({ port }) => (port === 81 ? 'no' : undefined) }),
      defineTransition({
        name: 'prices',
        paths: ['catalog.tea.price'],
        check: (before, after) => void asked.push(before, after),
      }),
    ]
    const source = counted('a.json', '{"catalog":{"tea":{"price":3}}}')
    const config = await start([some(), object({ catalog: { tea: { price: 1 } } }), lazy('catalog', source)], { rules })
    expect(asked).toEqual([])
    await config.load()
    expect(asked).toEqual([{ 'catalog.*.price': 3 }])
    source.content = '{"catalog":{"tea":{"price":4}}}'
    await config.reload()
    expect(asked.slice(1)).toEqual([{ 'catalog.*.price': 4 }, { 'catalog.tea.price': 3 }, { 'catalog.tea.price': 4 }])
  })

  it('does not hold back until a restart what is loaded for the first time', async () => {
    const restart = { type: 'object', properties: { catalog: { type: 'object', properties: { size: { 'x-restart': true } } } } }
    const source = counted('a.json', '{"catalog":{"size":3}}')
    const config = await start([some(), lazy('catalog', source)], { schema: restart })
    expect([config.get('catalog.size'), config.pendingRestart]).toEqual([3, []])
    source.content = '{"catalog":{"size":4}}'
    await config.reload()
    expect([config.get('catalog.size'), config.pendingRestart.length]).toEqual([3, 1])
  })

  it('is waited for by load() if it has to be', async () => {
    const schema = z.object({ a: z.number().optional() }).refine(async () => true)
    const config = await start([lazy('a', text('a.json', '{"a":1}'))], { schema })
    expect((await failure(() => config.get('a'))).code).toBe('SOURCE_NOT_LOADED')
    await config.load('a')
    expect(config.get('a')).toBe(1)
  })
})

describe('files that are lazy', () => {
  let cwd = ''
  beforeEach(() => {
    cwd = mkdtempSync(join(tmpdir(), 'lazy-'))
  })
  afterEach(() => rmSync(cwd, { recursive: true }))
  const write = (name: string, content: string) => writeFileSync(join(cwd, name), content)
  const until = async (isTrue: () => boolean) => {
    for (let tries = 0; !isTrue() && tries < 500; tries++) await new Promise((resolve) => setTimeout(resolve, 10))
  }

  it('are read in any format by a read, patterns and sections too', () => {
    write('a.yaml', 'a: {x: 1}\n')
    write('b1.toml', '[b]\nx = 1\n')
    write('b2.toml', '[b]\ny = 2\n')
    write('c.json', '{"c":{"d":{"x":1},"e":1},"f":1}')
    const sources = [lazy('a', file('a.yaml')), lazy('b', file('b*.toml')), lazy('c.d', file('c.json', { section: 'c.d' }))]
    const config = createConfigSync<unknown>({ sources: [object({ port: 1 }), ...sources] }, { cwd, env: {} })
    expect(config.status().map(({ source }) => source)).toEqual(['object', 'file:a.yaml', 'file:b*.toml', 'file:c.json#c.d'])
    expect(config.value).toEqual({ port: 1, a: { x: 1 }, b: { x: 1, y: 2 }, c: { d: { x: 1 } } })
    expect(config.explain('b.y').winner.span?.file).toBe('b2.toml')
  })

  it('may be missing if they say so, and import only what is in their part', async () => {
    write('a.json', '{"$import":"more.json","a":{"x":1}}')
    write('more.json', '{"a":{"y":2}}')
    const config = await createConfig(
      { sources: [lazy('a', file('a.json')), lazy('b', file('b.json', { optional: true }))] },
      { cwd, env: {} },
    )
    expect([config.get('a'), config.find('b')]).toEqual([{ x: 1, y: 2 }, undefined])
    write('more.json', '{"a":{"y":2},"c":1}')
    const other = await createConfig({ sources: [lazy('a', file('a.json'))] }, { cwd, env: {} })
    expect((await failure(() => other.get('a'))).issues).toMatchObject([
      { code: 'SOURCE_OUTSIDE', path: ['c'], file: 'more.json' },
    ])
    const missing = await createConfig({ sources: [lazy('a', file('none.json'))] }, { cwd, env: {} })
    expect((await failure(() => missing.get('a'))).code).toBe('SOURCE_MISSING')
  })

  it('are watched once they are loaded', async () => {
    write('a.json', '{"a":1}')
    write('b.json', '{"b":1}')
    const sources = [file('a.json'), lazy('b', file('b.json'))]
    await using config = await createConfig<{ a: number; b: number }>({ sources }, { cwd, env: {}, watch: true })
    write('b.json', '{"b":2}')
    write('a.json', '{"a":2}')
    await until(() => config.get('a') === 2)
    expect(config.status()[1]?.kind).toBe('unloaded')
    expect(config.get('b')).toBe(2)
    await new Promise((resolve) => setTimeout(resolve, 100))
    write('b.json', '{"b":3}')
    await until(() => config.get('b') === 3)
    expect(config.get('b')).toBe(3)
  })

  it('keep what they said when all was well, as long as they are not loaded', async () => {
    write('a.json', '{"a":1}')
    write('b.json', '{"b":{"x":1}}')
    const options = { cwd, env: {}, lastKnownGood: { file: 'good' } }
    const failing: { now: boolean } = { now: false }
    const inner = file('b.json')
    const source: Source = {
      ...inner,
      read: (context) => {
        if (failing.now) throw new ConfigError({ code: 'SOURCE_UNREADABLE', severity: 'error', message: 'b.json is locked' })
        return inner.read(context)
      },
    }
    const begin = () =>
      createConfig<{ a: number; b: Record<string, unknown> }>({ sources: [file('a.json'), lazy('b', source)] }, options)
    const first = await begin()
    expect(first.get('b')).toEqual({ x: 1 })
    await first.close()
    const second = await begin()
    await second.close()
    failing.now = true
    const third = await begin()
    expect(third.get('b')).toEqual({ x: 1 })
    expect(third.status()).toMatchObject([{ kind: 'fresh' }, { kind: 'stale', fromDisk: true }])
    await third.close()
  })
})
