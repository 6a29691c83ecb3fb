import { ConfigError } from '../errors/config-error.ts'
import { type Path, parsePath } from '../values/path.ts'

/** As many steps as files may have levels. */
const deepest = 500

/** The part `*`. The key `"*"`, in quotes, is one like any other. */
export const anyKey = Symbol('*')

/**
 * What somebody wants to be told of, part by part: a key, `*` for any key or element, and, as the last part, `**` for every
 * single change below.
 */
export interface Pattern {
  readonly parts: readonly (string | number | typeof anyKey)[]
  /** Whether it ends in `**`, which is not among the parts. */
  readonly everything: boolean
}

/** Keys in quotes, which mean what they say, and elements of a list. */
const quotedOrElement = /"(?:\\.|[^"\\])*"|'[^']*'|\[\*\]/g

/** @throws ConfigError OPTION_INVALID */
export function parsePattern(text: string): Pattern {
  // From JavaScript it may be no text at all.
  if (typeof text !== 'string') throw notAPattern(text)
  const written = text.replace(quotedOrElement, (found) => (found === '[*]' ? '.*' : found)).replace(/^\./, '')
  const path = parsePath(written)
  if (path === undefined) throw notAPattern(text)
  const steps = unquoted(written, path)
  const everything = steps.at(-1) === '**'
  const parts = path.map((part, index) => (steps[index] === '*' ? anyKey : part))
  if (everything) parts.pop()
  // Nothing lies deeper than that.
  if (steps.slice(0, parts.length).includes('**') || parts.length > deepest) throw notAPattern(text)
  return { parts, everything }
}

/** The parts of a path, of which those in quotes have another text than `*`. */
function unquoted(text: string, path: Path): Path {
  if (!/["']/.test(text)) return path
  return parsePath(text.replace(quotedOrElement, (found) => found.replaceAll('*', '+'))) ?? path
}

function notAPattern(text: unknown): ConfigError {
  return new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `${JSON.stringify(text) ?? typeof text} is neither a path nor a pattern`,
    hint: 'write "server.port", "hosts[0]", "server.*", or "server.**" for everything below',
  })
}
