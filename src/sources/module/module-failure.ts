import { ConfigError } from '../../errors/config-error.ts'
import { errnoOf } from '../../runtime/file-errors.ts'
import type { Span } from '../../text/position.ts'
import type { Location } from '../location.ts'

/** SOURCE_FAILED for a module that cannot be loaded or that threw, with the place where that happened. */
export function moduleFailure(error: unknown, location: Location, source: string): ConfigError {
  if (ConfigError.is(error)) return error
  const name = error instanceof Error ? error.name : typeof error
  const isAboutCode = isOfLoader(error)
  const kind = name === 'SyntaxError' && isAboutCode ? 'is not well-formed' : 'failed'
  const detail = isAboutCode && error instanceof Error ? firstLine(error.message) : name
  const span = error instanceof Error ? placeOf(error.stack ?? '', location) : undefined
  return new ConfigError(
    {
      code: 'SOURCE_FAILED',
      severity: 'error',
      message: `the module ${kind}: ${detail}`,
      file: location.file,
      span,
      source,
      hint: hintFor(error),
    },
    { cause: error },
  )
}

/**
 * The text of an error of the loader speaks of code: syntax, imports. That of any other may contain a value, also
 * where a function of the language or of Node throws the same kind of error: `JSON.parse` quotes what it was given.
 */
function isOfLoader(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if (error.name !== 'SyntaxError' && errnoOf(error)?.startsWith('ERR_') !== true) return false
  const first = /^ {4}at .*$/m.exec(error.stack ?? '')?.[0]
  const isBuiltIn = first !== undefined && /\(<anonymous>\)|\bnode:/.test(first)
  return !isBuiltIn || first.includes('node:internal/modules/')
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] as string).replaceAll(/\?configmanage-load=\d+/g, '')
}

function hintFor(error: unknown): string {
  switch (errnoOf(error)) {
    case 'ERR_UNKNOWN_FILE_EXTENSION':
      return 'TypeScript needs Node 22.18 or later; with this version write the module in JavaScript (.mjs)'
    case 'ERR_UNSUPPORTED_NODE_MODULES_TYPE_STRIPPING':
      return 'Node runs no TypeScript inside node_modules; name a JavaScript file'
    case 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX':
      return 'Node only removes types; write without enum, namespace and parameter properties'
    case 'ERR_MODULE_NOT_FOUND':
      return 'correct the import, or install the package'
    default:
      return 'look at the cause of this error'
  }
}

/** Where this library lies; a linked one is in no folder of packages. */
const ownFolder = new URL('.', import.meta.url).href

/** The first place outside Node, packages and this library: `file:///app/config.ts?…:3:7`, or `/app/config.ts:3` above a code frame. */
function placeOf(stack: string, location: Location): Span | undefined {
  const lines = stack.replaceAll(/\?configmanage-load=\d+/g, '').split('\n')
  for (const [index, line] of lines.entries()) {
    const match = /(?:file:\/\/)?(\/[^()\n]*?|[A-Za-z]:[\\/][^()\n]*?):(\d+)(?::(\d+))?\)?$/.exec(line)
    if (match === null || ['node:internal', '/node_modules/', ownFolder].some((other) => line.includes(other))) continue
    const [, path = '', row = '1', column] = match
    const file = decodeURI(path) === location.absolute.replaceAll('\\', '/') ? location.file : decodeURI(path)
    return pointAt(file, Number(row), column === undefined ? caretColumn(lines, index) : Number(column))
  }
  return undefined
}

/** A code frame follows: some lines of text, then one with a caret below the place. */
function caretColumn(lines: readonly string[], index: number): number {
  const caret = lines.slice(index + 1, index + 8).find((line) => /^\s*\^+\s*$/.test(line))
  return caret === undefined ? 1 : caret.indexOf('^') + 1
}

/** The offset is not known; nothing is shown by it. */
function pointAt(file: string, line: number, column: number): Span {
  const start = { line, column, offset: 0 }
  return { file, start, end: start }
}
