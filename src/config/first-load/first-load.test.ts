import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { env } from '../../sources/env.ts'
import { file } from '../../sources/file.ts'
import { object } from '../../sources/object.ts'
import type { Source } from '../../sources/source.ts'
import { createConfigSync } from '../create-config.ts'
import type { ConfigDefinition } from '../definition.ts'
import { firstLoad } from './first-load.ts'

const folder = mkdtempSync(join(tmpdir(), 'first-load-'))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string) => writeFileSync(join(folder, name), text)
write('app.json', '{ "server": { "port": 8080, "host": "localhost" }, "tags": ["a"] }')
write('reference.json', `{ "url": "http://\${server.host}" }`)
write('unset.json', '{ "server": { "port": "!unset" } }')
write('escape.json', '{ "path": "a\\\\b" }')
write('broken.json', '{ "server": ')
write('sealed.json', '{ "password": "ENC[AES256_GCM,data:YQ==,iv:YQ==,tag:YQ==,type:str]" }')
write('list.json', '[]')
write('long.json', JSON.stringify({ text: 'x'.repeat(20_000) }))
write('huge.json', JSON.stringify({ text: 'x'.repeat(1_100_000) }))
write('conflict.json', '{ "server": 7 }')
write('app.yaml', 'server: { port: 1 }')

const world = { cwd: folder, env: { APP_SERVER__PORT: '9999' } }
const app = file('app.json')
const isTaken = (definition: ConfigDefinition, options: object = {}) =>
  firstLoad(definition, { ...world, ...options }, true) !== undefined

describe('the first load', () => {
  it('takes JSON files, the environment and objects', () => {
    const sources = [object({ tags: [] }), app, file('missing.json', { optional: true }), env({ prefix: 'APP_' })]
    const loaded = firstLoad({ name: 'app', sources }, world, false)
    expect(loaded?.generation.value).toEqual({ tags: ['a'], server: { port: '9999', host: 'localhost' } })
    expect(loaded?.sources).toBe(4)
  })

  it.each([
    'reference.json',
    'unset.json',
    'escape.json',
    'broken.json',
    'sealed.json',
    'list.json',
    'long.json',
    'huge.json',
    'conflict.json',
    'app.yaml',
    'app.json',
    'missing.json',
    '.',
  ])('leaves %s to the general engine', (name) => {
    expect(isTaken({ sources: [app, file(name)] })).toBe(false)
  })

  it.each([{ limits: {} }, { schema: {} }, { profiles: {} }, { merge: {} }, { root: folder }, { nmae: 'app' }, { name: 7 }])(
    'leaves a definition with %j to the general engine',
    (part) => {
      expect(isTaken({ sources: [app], ...(part as object) })).toBe(false)
    },
  )

  it('leaves definitions to the general engine that have more behind them than their own parts', () => {
    expect(isTaken(Object.create({ schema: {} }, { sources: { value: [app], enumerable: true } }) as ConfigDefinition)).toBe(
      false,
    )
    expect(isTaken({ sources: [] })).toBe(false)
    expect(isTaken({ sources: app as never })).toBe(false)
    expect(firstLoad(null as never, world, true)).toBeUndefined()
    expect(firstLoad({ sources: [app] }, null as never, true)).toBeUndefined()
  })

  it.each([{ profile: 'prod' }, { above: [] }, { signal: undefined }, { cwd: 7 }, { env: [] }])(
    'leaves a call with %j to the general engine',
    (option) => {
      expect(isTaken({ sources: [app] }, option)).toBe(false)
    },
  )

  it('reads a source that is not ours once, and not before it is sure of it', () => {
    let reads = 0
    const own: Source = {
      ...app,
      name: 'own',
      read(context) {
        reads++
        return app.read(context)
      },
    }
    expect(createConfigSync({ sources: [own] }, world).get('server.port' as never)).toBe(8080)
    expect(reads).toBe(1)
  })

  it('is left behind by the first reload', async () => {
    const config = createConfigSync<{ server: { port: number; host: string }; tags: string[] }>({ sources: [app] }, world)
    const { tags } = config.value
    write('app.json', '{ "server": { "port": 8081, "host": "localhost" }, "tags": ["a"] }')
    expect(await config.reload()).toMatchObject([{ kind: 'changed', path: ['server', 'port'] }])
    expect(config.value.tags).toBe(tags)
    expect(config.current.generation).toBe(2)
    expect(config.explain('server.port').winner.span).toMatchObject({ file: 'app.json', start: { line: 1, column: 23 } })
  })
})
