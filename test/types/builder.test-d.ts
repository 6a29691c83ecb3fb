/** What the builder's schemas say of types. Compiling this file is the test: `npm test` does it with the type check. */
import { type AnySchema, type Infer, type InferInput, type Schema, s } from '../../src/schema/index.ts'
import type { DateTime } from '../../src/values/date-time.ts'
import type { Secret } from '../../src/values/secret.ts'
import { type Equal, holds } from './equal.ts'

const server = s.object({
  host: s.host().default('0.0.0.0'),
  port: s.port().default(8080).env('PORT'),
  timeout: s.duration().default('30s'),
  tls: s.object({ cert: s.path(), key: s.secret().min(20) }).optional(),
  level: s.choice(['debug', 'info']).default('info').describe('how much is said'),
})

holds<
  Equal<
    Infer<typeof server>,
    {
      host: string
      port: number
      timeout: number
      tls?: { cert: string; key: Secret<string> }
      level: 'debug' | 'info'
    }
  >
>()
holds<
  Equal<
    InferInput<typeof server>,
    { host?: string; port?: number; timeout?: number | string; tls?: { cert: string; key: string }; level?: 'debug' | 'info' }
  >
>()
holds<Equal<s.infer<typeof server>, Infer<typeof server>>>()

// Presence: a default makes a key present, whatever else is said of it.
const presence = s.object({
  both: s.string().optional().default('x'),
  turned: s.string().default('x').optional(),
  nullable: s.string().optional().nullable(),
  kept: s.integer().default(1).nullable(),
  hidden: s.string().optional().secret(),
})
holds<
  Equal<
    Infer<typeof presence>,
    { both: string; turned: string; nullable?: string | null; kept: number | null; hidden?: Secret<string> }
  >
>()

// Kinds.
holds<Equal<Infer<ReturnType<typeof s.null>>, null>>()
holds<Equal<Infer<ReturnType<typeof s.any>>, unknown>>()
holds<Equal<Infer<ReturnType<typeof s.date>>, string | DateTime>>()
const kinds = s.object({
  one: s.literal('a'),
  list: s.list(s.integer()).nonEmpty().unique(),
  pair: s.tuple([s.string(), s.boolean()]),
  limits: s.map(s.object({ max: s.byteSize() })),
  either: s.union([s.string(), s.list(s.number())]),
  word: s.enum(['a', 1, null]),
})
holds<
  Equal<
    Infer<typeof kinds>,
    {
      one: 'a'
      list: number[]
      pair: [string, boolean]
      limits: Record<string, { max: number }>
      either: string | number[]
      word: 'a' | 1 | null
    }
  >
>()

// A secret hides each of its leaves.
const hidden = s.object({ login: s.object({ user: s.string(), pins: s.list(s.integer()), none: s.null() }).secret() })
holds<Equal<Infer<typeof hidden>, { login: { user: Secret<string>; pins: Secret<number>[]; none: null } }>>()

// A key that tells maps apart.
const store = s.discriminated('kind', { file: s.object({ path: s.path() }), s3: s.object({ bucket: s.string() }) })
const read = (value: Infer<typeof store>): string => (value.kind === 'file' ? value.path : value.bucket)
holds<Equal<ReturnType<typeof read>, string>>()

// Composition.
holds<Equal<Infer<ReturnType<typeof picked>>, { host: string; port: number }>>()
const picked = () => server.pick('host', 'port')
const omitted = server.omit('host', 'tls', 'level', 'timeout')
holds<Equal<Infer<typeof omitted>, { port: number }>>()
const extended = omitted.extend({ port: s.string(), name: s.string().optional() })
holds<Equal<Infer<typeof extended>, { port: string; name?: string }>>()
const partial = s.object({ a: s.string(), b: s.string().default('b') }).partial()
holds<Equal<Infer<typeof partial>, { a?: string; b: string }>>()
const required = s.object({ a: s.string().optional(), b: s.integer().default(1) }).required()
holds<Equal<Infer<typeof required>, { a: string; b: number }>>()
const open = s.object({ a: s.string() }).loose()
holds<Infer<typeof open> extends { a: string; [key: string]: unknown } ? true : false>()

// What contains itself.
interface Menu {
  title: string
  items: Menu[]
}
const menu: Schema<Menu> = s.object({ title: s.string(), items: s.list(s.lazy(() => menu)) })
holds<Equal<Infer<typeof menu>, Menu>>()

// What cannot be said.
// @ts-expect-error a default has the type of the field
s.integer().default('8080')
// @ts-expect-error a text has no unique elements
s.string().unique()
// @ts-expect-error a key that is not there cannot be picked
server.pick('prot')
// @ts-expect-error the default is one of the choices
s.choice(['a', 'b']).default('c')
// @ts-expect-error a merge strategy is one of a few words
s.list(s.string()).merge('mix')
// @ts-expect-error a field is a schema
s.object({ port: 8080 })

export const any: readonly AnySchema[] = [server, presence, kinds, hidden, store, menu, s.secret(), s.duration(), open]
