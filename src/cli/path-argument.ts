import { type Path, parsePath } from '../values/path.ts'
import { usageError } from './usage-error.ts'

/**
 * The path that an argument names.
 * @throws ConfigError CLI_USAGE
 */
export function readPath(text: string): Path {
  const path = parsePath(text)
  if (path !== undefined) return path
  throw usageError(`${JSON.stringify(text)} is not a path`, 'write server.port, servers[0].host, "a.b".c or /servers/0/host')
}

/** A path with at least one step: there is no key called nothing. */
export function readKeyPath(text: string): Path {
  const path = readPath(text)
  if (path.length > 0) return path
  throw usageError('the path is empty', 'name a key')
}
