import { ConfigError } from '../errors/config-error.ts'
import type { CallContext } from '../runtime/runtime.ts'
import { Secret } from '../values/secret.ts'
import { askStore } from './ask-store.ts'
import { callContext } from './call-context.ts'
import { type GeneratorName, generateSecret } from './generate.ts'
import type { SecretStore } from './secret-provider.ts'
import { parseSecretRef, printSecretRef, type SecretRef } from './secret-ref.ts'

export interface RotateSecretOptions {
  readonly store: SecretStore
  /** As in a reference, without the store: `db/password`, or `db#password` for one field. */
  readonly name: string
  /** How the new value is made: by a generator of ours, or by asking whoever makes it. */
  readonly generate: GeneratorName | (() => Secret | Promise<Secret>)
  /** For how long the version before stays good, in milliseconds. Default: 0. */
  readonly overlapMs?: number
  /**
   * Called with the new value before it is stored: set it in the service and try it. When it throws, nothing is stored and
   * the version before stays the current one.
   */
  readonly check?: (value: Secret, signal: AbortSignal) => void | Promise<void>
  /** Called when it is stored. */
  readonly onRotated?: (rotation: Rotation) => void | Promise<void>
  /** Default: this process, see {@link callContext}. */
  readonly context?: CallContext
}

/** What a rotation did. */
export interface Rotation {
  readonly name: string
  readonly version: string
  /** The version before, and until when it is good, in milliseconds since 1970. */
  readonly previous?: { readonly version: string; readonly validUntil: number }
}

/**
 * Gives a secret a new value: makes it, has it checked, stores it. If somebody else changed the secret meanwhile, theirs stays.
 * @throws ConfigError SECRET_ROTATION, SECRET_CHANGED, OPTION_INVALID, and those of the store
 */
export async function rotateSecret(options: RotateSecretOptions): Promise<Rotation> {
  const { store, overlapMs = 0, check, onRotated, context = callContext() } = options
  checkOverlap(overlapMs)
  const ref = parseSecretRef(options.name)
  const before = await askStore(ref.name, () => store.read({ name: ref.name }, context))
  const value = await newValue(ref, options.generate)
  await guarded(ref, 'the new value was refused, the old one stays', async () => check?.(value, context.signal))
  const change = { overlapMs, ifVersion: before?.version ?? 'none' }
  const version = await askStore(ref.name, () => store.write(ref, value, context, change))
  const rotation: Rotation = {
    name: options.name,
    version,
    ...(before !== undefined && { previous: { version: before.version, validUntil: context.clock.now() + overlapMs } }),
  }
  await guarded(ref, 'was rotated, but not all who should know were told', async () => onRotated?.(rotation))
  return rotation
}

/** @throws ConfigError OPTION_INVALID: with a time that is none, the version before would be good for ever or not at all */
export function checkOverlap(overlapMs: unknown): void {
  if (Number.isSafeInteger(overlapMs) && Number(overlapMs) >= 0) return
  const message = 'the overlap of a rotation is a whole number of milliseconds, 0 or more'
  throw new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message })
}

/** Nothing is stored that is no secret, or an empty one: a service would lock everybody out, or let everybody in. */
async function newValue(ref: SecretRef, generate: RotateSecretOptions['generate']): Promise<Secret> {
  if (typeof generate !== 'function') return generateSecret(generate)
  const meaning = 'no new value was made, the old one stays'
  const made: unknown = await guarded(ref, meaning, async () => generate())
  if (!(made instanceof Secret)) throw failed(ref, `${meaning}: the generator gave something else than a Secret`)
  const content: unknown = made.reveal()
  if (typeof content !== 'string' || content === '') throw failed(ref, `${meaning}: the generator gave no text, or an empty one`)
  return new Secret(content)
}

/** What a stranger's function says of its failure may quote the secrets it knows, old and new ones: it is not shown. */
async function guarded<T>(ref: SecretRef, meaning: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const kind = error instanceof Error ? error.constructor.name : typeof error
    throw failed(ref, `${meaning}: a function of this rotation failed with ${kind}`, { cause: new Secret(error) })
  }
}

function failed(ref: SecretRef, reason: string, options?: { readonly cause: Secret<unknown> }): ConfigError {
  const message = `the secret ${JSON.stringify(printSecretRef(ref))}: ${reason}`
  const hint = 'look at what the functions of this rotation do; what they threw is the cause, behind reveal()'
  return new ConfigError({ code: 'SECRET_ROTATION', severity: 'error', message, hint }, options)
}
