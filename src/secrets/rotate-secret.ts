import { ConfigError } from '../errors/config-error.ts'
import type { CallContext } from '../runtime/runtime.ts'
import { Secret } from '../values/secret.ts'
import { callContext } from './call-context.ts'
import { type GeneratorName, generateSecret } from './generate.ts'
import { Redactor } from './redactor.ts'
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
  const { store, generate, overlapMs = 0, check, onRotated, context = callContext() } = options
  const ref = parseSecretRef(options.name)
  const before = await store.read({ name: ref.name }, context)
  const value = typeof generate === 'function' ? await generate() : generateSecret(generate)
  await guarded(ref, value, 'the new value was refused, the old one stays', async () => check?.(value, context.signal))
  const version = await store.write(ref, value, context, { overlapMs, ifVersion: before?.version ?? 'none' })
  const rotation: Rotation = {
    name: options.name,
    version,
    ...(before !== undefined && { previous: { version: before.version, validUntil: context.clock.now() + overlapMs } }),
  }
  await guarded(ref, value, 'was rotated, but not all who should know were told', async () => onRotated?.(rotation))
  return rotation
}

/** What a stranger's function says of its failure may quote the secret it was given. */
async function guarded(ref: SecretRef, value: Secret, meaning: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    const said = new Redactor([value.reveal()]).text(error instanceof Error ? error.message : 'something else than an error')
    throw new ConfigError(
      {
        code: 'SECRET_ROTATION',
        severity: 'error',
        message: `the secret ${JSON.stringify(printSecretRef(ref))}: ${meaning}: ${said}`,
        hint: 'look at what the function of this rotation does',
      },
      { cause: new Secret(error) },
    )
  }
}
