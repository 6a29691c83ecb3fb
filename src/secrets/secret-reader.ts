import { ConfigError } from '../errors/config-error.ts'
import type { CallContext } from '../runtime/runtime.ts'
import type { Secret } from '../values/secret.ts'
import { askStore } from './ask-store.ts'
import { refuseEnded } from './ended-lease.ts'
import { isUnavailable } from './failover.ts'
import { endOf, renewAfterMs } from './lease-schedule.ts'
import { contentOf } from './secret-field.ts'
import type { SecretProvider, SecretReading } from './secret-provider.ts'
import { parseSecretRef, printSecretRef, type SecretRef } from './secret-ref.ts'

export interface SecretReaderOptions {
  /** By the name that references put before the first slash. Without one, they are asked in this order. */
  readonly stores: Readonly<Record<string, SecretProvider>>
  /** Told of every reading that reached a store, before it is handed out. */
  readonly record?: (event: { readonly store: string; readonly ref: SecretRef; readonly version: string }) => Promise<void>
  /** How long a reading without a lease is used before the store is asked again, in milliseconds. Default: 5 minutes. */
  readonly maxAgeMs?: number
  /** How long after that it may still be used while the store does not answer, in milliseconds. Default: 1 hour. */
  readonly maxStaleMs?: number
  /** From 0 to 1, without 1: spreads renewals. */
  readonly random?: () => number
}

const retryMs = 10_000

interface Held {
  readonly store: string
  readonly reading: SecretReading
  /** Milliseconds since 1970. */
  readonly renewAt: number
  readonly usableUntil: number
}

/** Reads secrets by reference: each once at a time, again when its lease asks for it, an old one while a store is down. */
export class SecretReader {
  readonly #options: SecretReaderOptions
  readonly #held = new Map<string, Held>()
  readonly #flights = new Map<string, Promise<Held | undefined>>()

  constructor(options: SecretReaderOptions) {
    this.#options = options
  }

  /**
   * The secret that a text such as `vault/db#password` means; `undefined` if every store that could have it says no.
   * @throws ConfigError SECRET_REFERENCE, SECRET_DENIED, SECRET_MALFORMED, SECRET_STORE_UNAVAILABLE, SECRET_EXPIRED
   */
  async read(text: string, context: CallContext): Promise<Secret<string> | undefined> {
    const ref = parseSecretRef(text)
    const held = await this.#fresh(ref, context)
    return held && contentOf(held.reading, ref)
  }

  /** When the next reading should be renewed, in milliseconds since 1970. */
  get nextRenewalAt(): number | undefined {
    const times = [...this.#held.values()].map(({ renewAt }) => renewAt)
    return times.length === 0 ? undefined : Math.min(...times)
  }

  /** Which store answered a reference last, and with which version. */
  originOf(text: string): { readonly store: string; readonly version: string } | undefined {
    const held = this.#held.get(keyOf(text) ?? '')
    return held && { store: held.store, version: held.reading.version }
  }

  /** Asks the stores again at the next reading of each secret. What is held still stands in for a store that is down. */
  expire(): void {
    for (const [key, held] of this.#held) this.#held.set(key, { ...held, renewAt: 0 })
  }

  /** As {@link expire}, for what is not leased: reading a leased secret may make a new one, which somebody has to pay for. */
  askAgain(): void {
    for (const [key, held] of this.#held) if (held.reading.lease === undefined) this.#held.set(key, { ...held, renewAt: 0 })
  }

  /** Forgets all but what these references mean: it need not be renewed any more. */
  retain(texts: Iterable<string>): void {
    const kept = new Set([...texts].flatMap((text) => keyOf(text) ?? []))
    for (const key of this.#held.keys()) if (!kept.has(key)) this.#held.delete(key)
  }

  async #fresh(ref: SecretRef, context: CallContext): Promise<Held | undefined> {
    const { field: _, ...whole } = ref
    const key = printSecretRef(whole)
    const held = this.#held.get(key)
    if (held !== undefined && context.clock.now() < held.renewAt) return held
    const flight = this.#flights.get(key) ?? this.#renew(key, whole, held, context).finally(() => this.#flights.delete(key))
    this.#flights.set(key, flight)
    return flight
  }

  async #renew(key: string, ref: SecretRef, held: Held | undefined, context: CallContext): Promise<Held | undefined> {
    try {
      const found = await this.#ask(ref, context)
      if (found === undefined) this.#held.delete(key)
      else this.#held.set(key, found)
      return found
    } catch (error) {
      if (held === undefined || !isUnavailable(error)) throw error
      if (context.clock.now() >= held.usableUntil) throw expired(key, error)
      context.logger.warn('a secret could not be renewed; the last reading stands in', { source: held.store, code: error.code })
      // Whoever waits for the next renewal should not ask a store that is down without a pause.
      this.#held.set(key, { ...held, renewAt: Math.min(context.clock.now() + retryMs, held.usableUntil) })
      return held
    }
  }

  async #ask(ref: SecretRef, context: CallContext): Promise<Held | undefined> {
    const { stores, record } = this.#options
    for (const { store, provider, inStore } of candidates(stores, ref)) {
      const reading = await askStore(printSecretRef(ref), () => provider.read(inStore, context))
      if (reading === undefined) continue
      refuseEnded(reading, inStore, store, context.clock.now())
      await record?.({ store, ref: inStore, version: reading.version })
      return this.#hold(store, reading, context.clock.now())
    }
    return undefined
  }

  #hold(store: string, reading: SecretReading, now: number): Held {
    const { maxAgeMs = 300_000, maxStaleMs = 3_600_000, random = Math.random } = this.#options
    const { lease } = reading
    if (lease === undefined) return { store, reading, renewAt: now + maxAgeMs, usableUntil: now + maxAgeMs + maxStaleMs }
    const renewAt = lease.startedAt + renewAfterMs(lease, random)
    return { store, reading, renewAt, usableUntil: Math.min(endOf(lease), renewAt + maxStaleMs) }
  }
}

/** Of what a reference means, whichever field of it. */
function keyOf(text: string): string | undefined {
  try {
    const { field: _, ...whole } = parseSecretRef(text)
    return printSecretRef(whole)
  } catch {
    return undefined // told when it is read
  }
}

interface Candidate {
  readonly store: string
  readonly provider: SecretProvider
  readonly inStore: SecretRef
}

/** The store that a reference names, else all of them: a name may have slashes of its own. */
function candidates(stores: Readonly<Record<string, SecretProvider>>, ref: SecretRef): readonly Candidate[] {
  const [first = '', ...rest] = ref.name.split('/')
  const named = rest.length > 0 && Object.hasOwn(stores, first) ? stores[first] : undefined
  if (named !== undefined) return [{ store: first, provider: named, inStore: { ...ref, name: rest.join('/') } }]
  return Object.entries(stores).map(([store, provider]) => ({ store, provider, inStore: ref }))
}

function expired(name: string, cause: ConfigError): ConfigError {
  const message = `the secret ${JSON.stringify(name)} is past its time, and its store does not answer`
  const hint = 'make the store reachable again'
  return new ConfigError([{ code: 'SECRET_EXPIRED', severity: 'error', message, hint }, ...cause.issues], { cause })
}
