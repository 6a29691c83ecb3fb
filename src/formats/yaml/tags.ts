import type { DocumentEvent } from 'js-yaml'
import type { Problem } from './problem.ts'

const core = 'tag:yaml.org,2002:'

/** The full name of a tag as written: `!!int` is `tag:yaml.org,2002:int` unless a %TAG line says otherwise. */
export function fullTag(written: string, head: DocumentEvent): string {
  if (written.startsWith('!<')) return written.slice(2, -1)
  const end = written.indexOf('!', 1)
  const handle = end < 0 ? '!' : written.slice(0, end + 1)
  const prefix = prefixOf(handle, head)
  return prefix + decodeSuffix(written.slice(handle.length))
}

function prefixOf(handle: string, head: DocumentEvent): string {
  for (const directive of head.directives) {
    if (directive.kind === 'tag' && directive.handle === handle) return directive.prefix
  }
  return handle === '!!' ? core : handle
}

function decodeSuffix(suffix: string): string {
  try {
    return decodeURIComponent(suffix)
  } catch {
    return suffix
  }
}

/** `int` for the tag of the core schema, `undefined` for a tag of another kind. */
export function coreName(full: string): string | undefined {
  return full.startsWith(core) ? full.slice(core.length) : undefined
}

const hints: Readonly<Record<string, string>> = {
  binary: 'write the base64 text in quotes, and decode it where it is used',
  timestamp: 'write the date as text, without the tag',
  set: 'write a list',
  omap: 'write a list of maps with one key each, without the tag',
  pairs: 'write a list of lists, without the tag',
}

/** Its name is not repeated: it may be a password that begins with `!`. */
const localTag: Problem = {
  code: 'FORMAT_UNSUPPORTED_VALUE',
  message: 'a tag of an application is not supported',
  hint: 'remove the tag and write the value as plain data, or put a text that begins with ! in quotes',
}

/** Tags can stand for programs in other readers; here an unknown one is never more than an error. */
export function unsupportedTag(written: string, full: string): Problem {
  const name = coreName(full)
  if (!written.startsWith('!!')) return localTag
  return {
    code: 'FORMAT_UNSUPPORTED_VALUE',
    message: `the tag "${written}" is not supported`,
    hint: (name === undefined ? undefined : hints[name]) ?? 'remove the tag and write the value as plain data',
  }
}

export function unfitTag(written: string): Problem {
  return {
    code: 'FORMAT_UNSUPPORTED_VALUE',
    message: `the value is not what its tag "${written}" says`,
    hint: 'remove the tag, or correct the value',
  }
}
