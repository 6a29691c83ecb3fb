/** What a schema says of `value`, `get`, `find` and `at`, whichever library it comes from. Compiling this file is the test. */
import { type } from 'arktype'
import * as v from 'valibot'
import { z } from 'zod'
import { type Config, createConfigSync, defineConfig } from '../../src/index.ts'
import { s } from '../../src/schema/index.ts'
import type { Secret } from '../../src/values/secret.ts'
import { type Equal, holds } from './equal.ts'

interface Shop {
  server: { port: number; tls?: { cert: string } }
  routes: { path: string; weights: number[] }[]
}

/** Reads the same paths of each configuration. */
function readsShop(config: Config<Shop>) {
  holds<Equal<typeof config.value.server.port, number>>()
  const found = {
    port: config.get('server.port'),
    cert: config.get('server.tls.cert'),
    tls: config.get('server.tls'),
    weight: config.get('routes[0].weights[2]'),
    maybe: config.find('routes[1].path'),
    handle: config.at('server.port').value,
  }
  config.watch('server.port', (value, previous, { path, generation }) => {
    holds<Equal<typeof value, number | undefined>>()
    holds<Equal<typeof previous, number | undefined>>()
    holds<Equal<typeof generation, number>>()
    return path
  })
  config.watch('server.*', (value) => holds<Equal<typeof value, unknown>>())
  config.watch('**', () => undefined)
  config.watch('', () => undefined)
  config.watch('routes')[Symbol.asyncIterator]()
  config.watch('*', { signal: AbortSignal.abort() })[Symbol.asyncIterator]()
  config.veto(({ previous, next }) => {
    holds<Equal<typeof previous.server.port, number>>()
    return next.server.port === 0 ? 'not 0' : undefined
  })
  // @ts-expect-error no such key to be told of
  config.watch('server.prot', () => undefined)
  // @ts-expect-error no such key to be told of
  config.watch('server.prot')
  // @ts-expect-error no such key
  config.get('server.prot')
  // @ts-expect-error no such key below a number
  config.get('server.port.x')
  // @ts-expect-error no such key to hold on to
  config.at('sever')
  // @ts-expect-error a configuration does not change under your feet
  config.value.server.port = 1
  return found
}

type Found = ReturnType<typeof readsShop>
holds<Equal<Found['port'], number>>()
holds<Equal<Found['cert'], string>>()
holds<Equal<Found['tls'], { readonly cert: string }>>()
holds<Equal<Found['weight'], number>>()
holds<Equal<Found['maybe'], string | undefined>>()
holds<Equal<Found['handle'], number>>()

const fromZod = createConfigSync({
  schema: z.object({
    server: z.object({ port: z.number().default(8080), tls: z.object({ cert: z.string() }).optional() }),
    routes: z.array(z.object({ path: z.string(), weights: z.array(z.number()) })),
  }),
  sources: [],
})
const fromValibot = createConfigSync({
  schema: v.object({
    server: v.object({ port: v.optional(v.number(), 8080), tls: v.optional(v.object({ cert: v.string() })) }),
    routes: v.array(v.object({ path: v.string(), weights: v.array(v.number()) })),
  }),
  sources: [],
})
const fromArkType = createConfigSync({
  schema: type({
    server: { port: 'number = 8080', 'tls?': { cert: 'string' } },
    routes: type({ path: 'string', weights: 'number[]' }).array(),
  }),
  sources: [],
})
const fromBuilder = createConfigSync({
  schema: s.object({
    server: s.object({ port: s.port().default(8080), tls: s.object({ cert: s.string() }).optional() }),
    routes: s.list(s.object({ path: s.string(), weights: s.list(s.number()) })),
  }),
  sources: [],
})
const fromDocument = createConfigSync(
  defineConfig({
    schema: {
      type: 'object',
      properties: {
        server: {
          type: 'object',
          properties: {
            port: { type: 'integer', default: 8080 },
            tls: { type: 'object', properties: { cert: { type: 'string' } }, required: ['cert'] },
          },
        },
        routes: {
          type: 'array',
          items: {
            type: 'object',
            properties: { path: { type: 'string' }, weights: { type: 'array', items: { type: 'number' } } },
            required: ['path', 'weights'],
          },
        },
      },
      required: ['server', 'routes'],
    },
    sources: [],
  }),
)
export const exact = [fromArkType, fromBuilder, fromDocument].map((config) => readsShop(config))

/** Zod and Valibot say of what may be missing that it may be `undefined`. */
interface LooseShop {
  server: { port: number; tls?: { cert: string } | undefined }
  routes: { path: string; weights: number[] }[]
}
export const loose = [fromZod, fromValibot].map((config: Config<LooseShop>): string => config.get('server.tls').cert)

// The same through a definition, and each by itself.
const defined = defineConfig({ schema: s.object({ token: s.secret(), kind: s.union([s.integer(), s.null()]) }), sources: [] })
const secrets = createConfigSync(defined)
holds<Equal<ReturnType<typeof readSecrets>, Secret<string>>>()
const readSecrets = () => secrets.get('token')
holds<Equal<typeof secrets.value, { readonly token: Secret<string>; readonly kind: number | null }>>()
// @ts-expect-error a secret has no keys
secrets.get('token.length')
export const zodPort: number = fromZod.get('server.port')
export const valibotPort: number = fromValibot.get('server.port')
export const arkPort: number = fromArkType.get('server.port')
export const documentPath: string = fromDocument.get('routes[0].path')
// @ts-expect-error no such key in the schema of Zod
fromZod.get('server.prot')
// @ts-expect-error no such key in the schema of Valibot
fromValibot.get('server.prot')
// @ts-expect-error no such key in the schema of ArkType
fromArkType.get('server.prot')
// @ts-expect-error no such key in the document
fromDocument.get('server.prot')

// What a library brands as secret is one.
const brandedByZod = createConfigSync({
  schema: z.object({ token: z.string().meta({ secret: true }).brand<'secret'>() }),
  sources: [],
})
export const zodToken: string = brandedByZod.get('token').reveal()
const brandedByValibot = createConfigSync({ schema: v.object({ token: v.pipe(v.string(), v.brand('secret')) }), sources: [] })
export const valibotToken: string = brandedByValibot.value.token.reveal()
const brandedByArkType = createConfigSync({ schema: type({ token: type('string').brand('secret') }), sources: [] })
export const arkToken: string = brandedByArkType.value.token.reveal()
const brandedOtherwise = createConfigSync({ schema: z.object({ id: z.string().brand<'id'>() }), sources: [] })
export const id: string = brandedOtherwise.get('id')

// Maps of several kinds, of which one key tells which.
const store = createConfigSync({
  schema: s.object({
    store: s.discriminated('kind', { file: s.object({ path: s.path() }), s3: s.object({ bucket: s.string() }) }),
    limits: s.map(s.object({ max: s.integer() })),
  }),
  sources: [],
})
export const kind: 'file' | 's3' = store.get('store.kind')
export const bucket: string = store.get('store.bucket')
export const limit: number = store.get('limits.anything.max')

// What contains itself ends, and what is large is still quick.
interface Menu {
  title: string
  items: Menu[]
}
declare const menu: Config<Menu>
export const deep: string = menu.get('items[0].items[1].items[2].title')
export const deeper: unknown = menu.get('items[0].items[0].items[0].items[0].items[0].items[0].items[0].title')

// Without a schema, or with a document that is only known when the program runs, every path is a text.
const untyped = createConfigSync({ sources: [] })
export const anything: unknown = untyped.get('whatever.there[0].is')
const loaded: Readonly<Record<string, unknown>> = JSON.parse('{}')
export const fromFile: unknown = createConfigSync(defineConfig({ schema: loaded, sources: [] })).get('a.b')
