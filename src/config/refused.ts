import type { ConfigError } from '../errors/config-error.ts'
import type { Value } from '../values/value.ts'
import type { Merged } from './merge-layers-again.ts'

/** What a configuration would have been that was refused. */
export interface Refused {
  /** As far as it came. Secrets in it may be in the open. */
  readonly tree: Value
  /** What it was made of. */
  readonly merged: Merged
}

/** By the error that says why it was refused: for those who want to look at it. */
const refused = new WeakMap<ConfigError, Refused>()

export function withRefused(error: ConfigError, what: Refused): ConfigError {
  refused.set(error, what)
  return error
}

/** An error in other words, of the same configuration. */
export function withRefusedOf(error: ConfigError, before: ConfigError): ConfigError {
  const what = refused.get(before)
  return what === undefined ? error : withRefused(error, what)
}

/** `undefined` if it never came to a tree. */
export function refusedBy(error: ConfigError): Refused | undefined {
  return refused.get(error)
}
