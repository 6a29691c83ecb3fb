import { type Dirent, existsSync, readdirSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from '../../errors/config-error.ts'
import { formatOfFile } from '../../formats/choose.ts'
import type { CliContext } from '../context.ts'
import { pathOf } from '../paths.ts'

/** A file to look at. `found` tells that it was not named itself, but a folder or a pattern that leads to it. */
export interface NamedFile {
  readonly name: string
  readonly found: boolean
  /** Why there is nothing to look at: SOURCE_MISSING, for a folder or pattern without a file. */
  readonly problem?: ConfigError
}

/**
 * The files that words on the command line mean, one at a time: a folder means every file in it whose format is known,
 * and a pattern what fits it, for shells that do not know `**` and for command lines that would grow too long.
 * @throws ConfigError SOURCE_UNREADABLE
 */
export function* namedFiles(context: CliContext, words: readonly string[]): Generator<NamedFile, undefined> {
  for (const word of words) {
    const kind = kindOf(context, word)
    if (kind === 'file') {
      yield { name: word, found: false }
      continue
    }
    let isEmpty = true
    for (const name of kind === 'folder' ? filesBelow(context, word) : filesFitting(context, word)) {
      isEmpty = false
      yield { name, found: true }
    }
    if (isEmpty) yield { name: word, found: false, problem: nothingThere(word, kind) }
  }
}

function kindOf(context: CliContext, word: string): 'file' | 'folder' | 'pattern' {
  if (word === '-') return 'file'
  const stats = statsOf(context, word)
  // A folder that is called like a file was not meant to be one: its reader says so.
  if (stats?.isDirectory()) return formatOfFile(word) === undefined ? 'folder' : 'file'
  return stats === undefined && /[*?[{]/.test(word) ? 'pattern' : 'file'
}

function* filesBelow(context: CliContext, folder: string): Generator<string, undefined> {
  // Joining every name anew takes as long as listing them.
  const above = join(folder, '_').slice(0, -1)
  for (const entry of entriesOf(context, folder)) {
    const name = above + entry.name
    if (entry.isDirectory()) {
      if (!isPassedBy(entry.name)) yield* filesBelow(context, name)
    } else if (formatOfFile(entry.name) !== undefined && isFile(context, entry, name)) yield name
  }
}

/** Whatever keeps it from being looked at, such as a circle of links, the reader says. */
function statsOf(context: CliContext, name: string): Stats | undefined {
  try {
    return statSync(pathOf(context, name), { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

/** What belongs to other programs. */
function isPassedBy(folder: string): boolean {
  return folder === 'node_modules' || folder === '.git'
}

function* filesFitting(context: CliContext, pattern: string): Generator<string, undefined> {
  const parts = pattern.split('/').filter((part, at, all) => part !== '**' || all[at - 1] !== '**')
  const fixed = parts.findIndex((part) => /[*?[{]/.test(part))
  const seen = new Set<string>()
  const several = parts.filter((part) => part === '**').length > 1
  for (const name of fitting(context, parts.slice(0, fixed).join('/') || (fixed > 0 ? '/' : ''), parts.slice(fixed))) {
    // A second "**" may lead to a file in several ways.
    if (several && seen.has(name)) continue
    if (several) seen.add(name)
    yield name
  }
}

function* fitting(context: CliContext, folder: string, [part, ...rest]: readonly string[]): Generator<string, undefined> {
  if (part === undefined) return
  if (part === '**' && rest.length > 0) yield* fitting(context, folder, rest)
  const fits = part === '**' ? undefined : expressionOf(part)
  for (const entry of entriesOf(context, folder)) {
    if (fits !== undefined && !(fits.test(entry.name) && (part?.startsWith('.') || !entry.name.startsWith('.')))) continue
    const name = folder === '' ? entry.name : join(folder, entry.name)
    if (entry.isDirectory()) {
      if (fits === undefined) yield* isPassedBy(entry.name) ? [] : fitting(context, name, ['**', ...rest])
      else yield* fitting(context, name, rest)
    } else if (rest.length === 0 && isFile(context, entry, name)) yield name
  }
}

/** `*`, `?`, `[a-z]` and `{a,b}` in the name of one file or folder. */
function expressionOf(part: string): RegExp {
  let isInBraces = false
  const source = part.replace(/\*+|\?|\[!?[^\]/]+\]|[{},]|[\\^$.|+()[\]]/g, (found) => {
    if (found.startsWith('*')) return '.*'
    if (found === '?') return '.'
    if (found.length > 2) return found.replace(/^\[!/, '[^').replaceAll('\\', '\\\\')
    if (found === '{' || found === '}') isInBraces = found === '{'
    if (found === ',') return isInBraces ? '|' : ','
    return found === '{' ? '(?:' : found === '}' ? ')' : `\\${found}`
  })
  try {
    return new RegExp(`^${source}$`, 's')
  } catch {
    return /^(?!)/ // No name fits half a pattern.
  }
}

/** In the same order on every machine. @throws ConfigError SOURCE_UNREADABLE */
function entriesOf(context: CliContext, folder: string): readonly Dirent[] {
  const path = pathOf(context, folder)
  if (!existsSync(path)) return []
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (cause) {
    throw new ConfigError(
      {
        code: 'SOURCE_UNREADABLE',
        severity: 'error',
        message: 'the folder cannot be listed',
        file: folder,
        hint: 'allow it to be read, or name the files',
      },
      { cause },
    )
  }
}

/** Links to files count, links to folders do not: they may lead round in a circle. */
function isFile(context: CliContext, entry: Dirent, name: string): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile()
  return statsOf(context, name)?.isFile() === true
}

function nothingThere(word: string, kind: 'folder' | 'pattern'): ConfigError {
  const message =
    kind === 'folder' ? `there is no file of a known format in ${JSON.stringify(word)}` : `no file fits ${JSON.stringify(word)}`
  return new ConfigError({ code: 'SOURCE_MISSING', severity: 'error', message, file: word, hint: 'correct the name' })
}
