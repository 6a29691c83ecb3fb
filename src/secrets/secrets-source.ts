import { ConfigError } from '../errors/config-error.ts'
import type { CallContext } from '../runtime/runtime.ts'
import { checkOptions } from '../sources/known-options.ts'
import { lazy as lazyPart } from '../sources/lazy.ts'
import type { ReadContext, Reading, Source } from '../sources/source.ts'
import { getAt } from '../values/get.ts'
import { type Path, parsePath, printPath } from '../values/path.ts'
import { Secret } from '../values/secret.ts'
import { withValue } from '../values/set.ts'
import type { Value, ValueMap } from '../values/value.ts'
import { askStore } from './ask-store.ts'
import { refuseEnded } from './ended-lease.ts'
import { contentOf } from './secret-field.ts'
import type { SecretReading, SecretStore } from './secret-provider.ts'
import { parseSecretRef, printSecretRef } from './secret-ref.ts'

/** Paths of the configuration, and what stands at each: `{ 'db.password': 'shop/db#password' }`. */
export type SecretMapping = Readonly<Record<string, string>>

export interface SecretsSourceOptions {
  readonly store: SecretStore
  /** Only secrets whose names begin so; the beginning is no part of the path. Default: all. */
  readonly prefix?: string
  /** Only secrets for whose names (without the prefix) this is true. */
  readonly filter?: (name: string) => boolean
  /** These secrets at these paths, and no others. Each must be there. Without it, `db/password` is at `db.password`. */
  readonly mapping?: SecretMapping
  /**
   * Read each secret of the mapping when it is first needed, and not at the start: `await config.load('db.password')`. Until
   * then, reading it is SOURCE_NOT_LOADED. For all secrets of a prefix: `lazy('db', secrets({ ... }))`. Default: false.
   */
  readonly lazy?: boolean
  /** Secrets read at once. Default: 8. */
  readonly concurrency?: number
}

/**
 * The secrets of a store as a layer. Every value is a {@link Secret}; of one with several fields, each is a value. To read a
 * secret only where a value needs it, write a reference instead: `${secret:store/name}`.
 * @throws ConfigError OPTION_INVALID
 */
export function secrets(options: SecretsSourceOptions): Source {
  checkOptions('secrets', options)
  checkConcurrency(options)
  if (options.lazy) return lazySecrets(options)
  const { store, prefix = '', mapping } = options
  // Of several that have one secret each, each has a name of its own.
  const [only, ...others] = Object.values(mapping ?? {})
  const what = only !== undefined && others.length === 0 ? ` ${only}` : prefix === '' ? '' : ` ${prefix}*`
  const uri = `secrets:${encodeURIComponent(store.name)}/${encodeURIComponent(what.trim())}`
  return {
    kind: 'secrets',
    name: `secrets ${store.name}${what}`,
    async read(context: ReadContext): Promise<Reading> {
      const wanted =
        options.mapping === undefined ? await askStore(`${prefix}*`, () => listed(options, context)) : mapped(options.mapping)
      const found = await readAll(options, wanted, context)
      let value: ValueMap = {}
      for (const { path, content } of found) value = placed(value, path, content, store.name)
      return {
        kind: 'value',
        uri,
        version: found.map(({ text, version }) => `${text}@${version}`).join('\n'),
        value,
        textOnly: false,
        nameOf: (path) => nameOf(found, path),
      }
    },
  }
}

/** With none at once, there would be no end of it. */
function checkConcurrency({ concurrency = 1 }: SecretsSourceOptions): void {
  if (Number.isSafeInteger(concurrency) && concurrency >= 1) return
  const message = '"concurrency" of a secrets source is a whole number, 1 or more'
  throw new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message })
}

/** One lazy source for each secret: none waits for another. */
function lazySecrets({ lazy: _, ...options }: SecretsSourceOptions): Source {
  const { store, mapping } = options
  if (mapping === undefined)
    throw new ConfigError({
      code: 'OPTION_INVALID',
      severity: 'error',
      message: 'a secrets source can only be lazy about a mapping, which says the paths beforehand',
      hint: 'write a mapping, or lazy("db", secrets({ store })) with the part of the configuration that the secrets are in',
    })
  const sources = Object.entries(mapping).map(([path, text]) =>
    lazyPart(printPath(pathOf(path)), secrets({ ...options, mapping: { [path]: text } })),
  )
  return {
    kind: 'secrets',
    name: `secrets ${store.name}, when they are needed`,
    optional: true,
    read: () => undefined,
    expand: () => sources,
  }
}

interface Wanted {
  readonly text: string
  readonly path: Path
}

interface Found extends Wanted {
  readonly version: string
  readonly content: Value
}

async function listed({ store, prefix = '', filter }: SecretsSourceOptions, context: CallContext): Promise<readonly Wanted[]> {
  const found: Wanted[] = []
  for await (const { name } of store.list(prefix, context)) {
    const rest = name.slice(prefix.length)
    if (rest !== '' && filter?.(rest) !== false)
      found.push({ text: printSecretRef({ name }), path: rest.split('/').filter(Boolean) })
  }
  return found.sort((a, b) => (a.text < b.text ? -1 : 1))
}

function mapped(mapping: SecretMapping): readonly Wanted[] {
  return Object.entries(mapping).map(([path, text]) => ({ text, path: pathOf(path) }))
}

function pathOf(text: string): Path {
  const path = parsePath(text)
  if (path !== undefined && path.length > 0) return path
  const message = `${JSON.stringify(text)} in the mapping of a secrets source is no path`
  throw new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint: 'write db.password' })
}

/** A few at a time: many stores count calls. */
async function readAll(
  { store, mapping, concurrency = 8 }: SecretsSourceOptions,
  wanted: readonly Wanted[],
  context: ReadContext,
): Promise<readonly Found[]> {
  const found: Found[] = []
  for (let start = 0; start < wanted.length; start += concurrency) {
    const some = wanted.slice(start, start + concurrency)
    const readings = await Promise.all(some.map((each) => readOne(store, each, context)))
    for (const [index, reading] of readings.entries()) {
      // Somebody removed it since it was listed.
      if (reading !== undefined) found.push(reading)
      else if (mapping !== undefined) throw missing(store, some[index] as Wanted)
    }
  }
  return found
}

async function readOne(store: SecretStore, { text, path }: Wanted, context: ReadContext): Promise<Found | undefined> {
  const ref = parseSecretRef(text)
  const access = { subject: printSecretRef(ref), place: store.name }
  const reading = await askStore(text, () => store.read(ref, context)).catch(async (error: ConfigError) => {
    if (error.code === 'SECRET_DENIED') await context.recordSecret?.({ action: 'denied', ...access })
    throw error
  })
  if (reading === undefined) return undefined
  refuseEnded(reading, ref, store.name, context.clock.now())
  await context.recordSecret?.({ action: 'read', ...access, version: reading.version })
  const content = ref.field === undefined ? wholeOf(reading) : contentOf(reading, ref)
  if (content === undefined) return undefined
  return { text, path, version: reading.version, content: content as Value } // a Secret is a Value
}

/** Each field is a secret of its own, so that paths lead into it. */
function wholeOf({ value }: SecretReading): Value {
  const content = value.reveal()
  if (typeof content === 'string') return new Secret(content) as Value
  return Object.fromEntries(Object.entries(content).map(([name, field]) => [name, new Secret(field) as Value]))
}

/** `a` and `a/b` cannot both be values. */
function placed(tree: ValueMap, path: Path, content: Value, store: string): ValueMap {
  for (let length = 1; length < path.length; length++)
    if (getAt(tree, path.slice(0, length)) instanceof Secret) throw clash(path.slice(0, length), path, store)
  if (getAt(tree, path) !== undefined) throw clash(path, path, store)
  return withValue(tree, path, content) as ValueMap // a map with a value put into it
}

function nameOf(found: readonly Found[], path: Path): string | undefined {
  const isAt = (each: Found): boolean => each.path.every((step, index) => step === path[index])
  return found.find(isAt)?.text
}

function clash(path: Path, other: Path, store: string): ConfigError {
  return new ConfigError({
    code: 'SECRET_MALFORMED',
    severity: 'error',
    message: `two secrets of ${store} belong at ${printPath(path)}`,
    path: other,
    hint: 'leave one out with "filter", or say where they belong with "mapping"',
  })
}

function missing(store: SecretStore, { text, path }: Wanted): ConfigError {
  return new ConfigError({
    code: 'SECRET_MISSING',
    severity: 'error',
    message: `there is no secret ${JSON.stringify(text)} in ${store.name}`,
    path,
    hint: 'correct the mapping, or set it: configmanage secrets set',
  })
}
