import type { ConfigError } from '../errors/config-error.ts'
import type { Value } from '../values/value.ts'

/** What a configuration would have been that was refused, by the error that says why: for those who want to look at it. */
const trees = new WeakMap<ConfigError, Value>()

export function withTree(error: ConfigError, tree: Value): ConfigError {
  trees.set(error, tree)
  return error
}

/** An error in other words, of the same configuration. */
export function withTreeOf(error: ConfigError, before: ConfigError): ConfigError {
  const tree = trees.get(before)
  return tree === undefined ? error : withTree(error, tree)
}

/** `undefined` if it never came to a tree. Secrets in it may be in the open. */
export function treeOf(error: ConfigError): Value | undefined {
  return trees.get(error)
}
