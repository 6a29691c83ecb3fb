import { createHmac, randomBytes } from 'node:crypto'
import type { Fingerprint } from '../values/mask.ts'

/** The key of this run, by its environment: made when the first secret is shown. */
const keysOfRuns = new WeakMap<object, Uint8Array>()

/**
 * Four digits that are equal for equal secrets. Keyed, so that nobody can try words against them: by
 * CONFIGMANAGE_FINGERPRINT_KEY where digits should be comparable between runs, else by a key of this run.
 */
export function fingerprinter(env: Readonly<Record<string, string | undefined>>): Fingerprint {
  const key = env.CONFIGMANAGE_FINGERPRINT_KEY || keyOfRun(env)
  return (content) =>
    createHmac('sha256', key)
      .update(JSON.stringify(String(content)))
      .digest('hex')
      .slice(0, 4)
}

function keyOfRun(env: object): Uint8Array {
  const key = keysOfRuns.get(env) ?? randomBytes(32)
  keysOfRuns.set(env, key)
  return key
}
