import { ConfigError } from '../errors/config-error.ts'
import { type Path, parsePath } from '../values/path.ts'

/** As many steps as files may have levels. */
const deepest = 500

/**
 * What somebody wants to be told of, part by part: a key, `*` for any key or element, and, as the last part, `**` for every
 * single change below.
 */
export interface Pattern {
  readonly parts: Path
  /** Whether it ends in `**`, which is not among the parts. */
  readonly everything: boolean
}

/** @throws ConfigError OPTION_INVALID */
export function parsePattern(text: string): Pattern {
  // From JavaScript it may be no text at all.
  const path = typeof text === 'string' ? parsePath(text.replaceAll('[*]', '.*').replace(/^\./, '')) : undefined
  if (path === undefined) throw notAPattern(text)
  const everything = path.at(-1) === '**'
  const parts = everything ? path.slice(0, -1) : path
  // Nothing lies deeper than that.
  if (parts.includes('**') || parts.length > deepest) throw notAPattern(text)
  return { parts, everything }
}

function notAPattern(text: unknown): ConfigError {
  return new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `${JSON.stringify(text) ?? typeof text} is neither a path nor a pattern`,
    hint: 'write "server.port", "hosts[0]", "server.*", or "server.**" for everything below',
  })
}
