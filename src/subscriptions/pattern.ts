import { ConfigError } from '../errors/config-error.ts'
import { type Path, parsePath } from '../values/path.ts'

/**
 * What somebody wants to be told of, part by part: a key, `*` for any key or element, and, as the last part, `**` for every
 * single change below.
 */
export interface Pattern {
  readonly text: string
  readonly parts: readonly string[]
  /** Whether it ends in `**`, which is not among the parts. */
  readonly everything: boolean
  /** Without any `*`, it means one path. */
  readonly isPath: boolean
}

/** @throws ConfigError OPTION_INVALID */
export function parsePattern(text: string): Pattern {
  // From JavaScript it may be no text at all.
  const path = typeof text === 'string' ? parsePath(text.replaceAll('[*]', '.*').replace(/^\./, '')) : undefined
  if (path === undefined) throw notAPattern(text)
  return patternOf(text, path)
}

function patternOf(text: string, path: Path): Pattern {
  const all = path.map(String)
  const everything = all.at(-1) === '**'
  const parts = everything ? all.slice(0, -1) : all
  if (parts.includes('**')) throw notAPattern(text)
  return { text, parts, everything, isPath: !everything && !parts.includes('*') }
}

function notAPattern(text: unknown): ConfigError {
  return new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `${JSON.stringify(text) ?? typeof text} is neither a path nor a pattern`,
    hint: 'write "server.port", "hosts[0]", "server.*", or "server.**" for everything below',
  })
}
