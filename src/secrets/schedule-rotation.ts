import { ConfigError } from '../errors/config-error.ts'
import type { CallContext } from '../runtime/runtime.ts'
import { callContext } from './call-context.ts'
import { checkOverlap, type RotateSecretOptions, type Rotation, rotateSecret } from './rotate-secret.ts'
import type { SecretStore } from './secret-provider.ts'
import { parseSecretRef } from './secret-ref.ts'

export interface ScheduleRotationOptions extends RotateSecretOptions {
  /** A version gets this old, in milliseconds, counted from when it was stored: also across restarts. */
  readonly everyMs: number
  /** Told of a rotation that failed. It is tried again after a tenth of the interval, at most an hour. */
  readonly onFailed?: (error: unknown) => void
}

/** Rotations to come. Disposing of it ends them; one that has begun is finished. */
export interface ScheduledRotation extends AsyncDisposable {
  /** When the next one is due, in milliseconds since 1970; `undefined` before the store was asked. */
  readonly dueAt: number | undefined
}

type Scheduled = ScheduleRotationOptions & { readonly context: CallContext }

/** Timers overflow after 24 days, and a laptop that slept should notice soon. */
const longestSleepMs = 3_600_000

/**
 * Rotates a secret whenever its current version has reached an age. Several processes may do so with the same secret: who
 * comes second finds a new version and waits for that one to age.
 * @throws ConfigError OPTION_INVALID
 */
export function scheduleRotation(given: ScheduleRotationOptions): ScheduledRotation {
  checkInterval(given)
  const options: Scheduled = { ...given, context: given.context ?? callContext() }
  const ended = new AbortController()
  const signal = AbortSignal.any([ended.signal, options.context.signal])
  let dueAt: number | undefined
  const running = rotateForEver(options, signal, (at) => {
    dueAt = at
  })
  return {
    get dueAt() {
      return dueAt
    },
    async [Symbol.asyncDispose]() {
      ended.abort()
      await running
    },
  }
}

async function rotateForEver(options: Scheduled, signal: AbortSignal, tell: (at: number) => void): Promise<void> {
  const { context, everyMs } = options
  while (!signal.aborted) {
    const waitMs = await step(options, tell).catch(async (error: unknown) => {
      context.logger.warn('a secret could not be rotated', { code: ConfigError.is(error) ? error.code : 'INTERNAL' })
      await tellOf(error, options)
      return Math.min(everyMs / 10, longestSleepMs)
    })
    // The only thing that a sleep fails with is the end of all this.
    await context.clock.sleep(waitMs, signal).catch(() => undefined)
  }
}

/** Who is told may fail as well: that neither ends the schedule nor the process. What they throw may quote anything. */
async function tellOf(failure: unknown, { context, onFailed }: Scheduled): Promise<void> {
  try {
    await onFailed?.(failure)
  } catch {
    context.logger.warn('onFailed of a scheduled rotation failed', { code: 'SECRET_ROTATION' })
  }
}

/** Rotates if it is time. A rotation that has begun is not cut in two. @returns how long to wait then */
async function step(options: Scheduled, tell: (at: number) => void): Promise<number> {
  const dueAt = await nextTime(options)
  tell(dueAt)
  const waitMs = dueAt - options.context.clock.now()
  if (waitMs > 0) return Math.min(waitMs, longestSleepMs)
  await rotateOrPass(options)
  return 0
}

/** @returns `undefined` when somebody else did it */
async function rotateOrPass(options: RotateSecretOptions): Promise<Rotation | undefined> {
  try {
    return await rotateSecret(options)
  } catch (error) {
    if (ConfigError.is(error) && error.code === 'SECRET_CHANGED') return undefined
    throw error
  }
}

/** A secret that is not there yet is due at once. */
async function nextTime({ store, name, everyMs, context }: Scheduled): Promise<number> {
  const changedAt = await changeOf(store, parseSecretRef(name).name, context)
  return changedAt === undefined ? 0 : changedAt + everyMs
}

async function changeOf(store: SecretStore, name: string, context: CallContext): Promise<number | undefined> {
  for await (const summary of store.list(name, context)) if (summary.name === name) return summary.changedAt
  return undefined
}

function checkInterval({ everyMs, overlapMs = 0 }: ScheduleRotationOptions): void {
  checkOverlap(overlapMs)
  const message = !(everyMs >= 1_000)
    ? 'the interval of a rotation is at least a second'
    : overlapMs > everyMs
      ? 'the overlap of a rotation is longer than its interval'
      : undefined
  if (message !== undefined) throw new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message })
}
