import { ConfigError } from '../../errors/config-error.ts'
import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import { type Document, type FormatFactory, type FormatOptions, type Limits, limitsOf } from '../format.ts'
import { lineEndOf, spansOf } from '../lines.ts'
import { insertLines, type Patch } from '../patches.ts'
import { editTexts, type LineChange } from '../text-edit.ts'
import { type TextAbility, textLeaves, unwritable } from '../text-leaves.ts'
import { TextTree } from '../text-tree.ts'
import { encodeValue } from './encode.ts'
import { decodeEntry, type Scope } from './expand.ts'
import { type DotenvEntry, scan } from './scan.ts'

export interface DotenvOptions extends FormatOptions {
  /** Replace `$NAME` and `${NAME}`. Default: true. */
  readonly expand?: boolean
  /** Texts for names that no line above defines. Default: none; the environment is never read here. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

interface Reading {
  readonly tree: TextTree<DotenvEntry>
  readonly entries: readonly DotenvEntry[]
}

/**
 * .env: a flat map of names as they are written to texts.
 *
 * `export` in front is ignored. A `#` begins a comment only behind a blank. A value may go over several lines in
 * quotes; CRLF inside is read as LF. A name that is there twice counts with its last value, and a warning. For
 * quotes, escapes and variables see {@link decodeEntry}. Since `\n` in double quotes is a line end in every tool,
 * so it is here in `"C:\new"`: write Windows paths plain or in single quotes. What other tools do differently is
 * in `docs/formats-dotenv.md`.
 */
export const dotenv: FormatFactory = (options = {}) => {
  const limits = limitsOf(options)
  const expand = readExpand(options.expand)
  const env = readEnv(options.env)
  const ability: TextAbility = {
    unwritable: /\0|\p{Surrogate}/u,
    format: '.env',
    maxDepth: limits.maxDepth,
    nesting: false,
    lists: false,
    emptyMaps: false,
    nulls: false,
  }
  return {
    name: 'dotenv',
    extensions: ['.env'],
    mediaTypes: ['text/x-dotenv'],
    textOnly: true,
    parse(text, file): Document {
      const { tree } = read(text, file, limits, expand, env)
      return {
        value: tree.toValue(),
        warnings: tree.warnings,
        locate: (path, part = 'value') => tree.locate(path, part, text.length),
      }
    },
    print: (value) => printDotenv(value, ability),
    edit: (text, edits, file) =>
      editTexts<DotenvEntry>(text, edits, file, ability, (current) => {
        // Without expansion: an edit may change what other lines expand to, but not what they say.
        const { tree, entries } = read(current, file, limits, false, env)
        return { tree, patches: (changes) => patchesFor(current, entries, changes) }
      }),
  }
}

function read(text: string, file: string, limits: Limits, expand: boolean, env: Readonly<Record<string, unknown>>): Reading {
  const span = spansOf(text, file)
  const tree = new TextTree<DotenvEntry>(limits, span)
  const entries = scan(text, (code, message, start, end, hint) => {
    tree.report({ code, severity: 'error', message, span: span(start, end), hint })
  })
  if (tree.issues.length > 0) throw new ConfigError(tree.issues)

  const known = new Map<string, string>()
  let budget = limits.maxExpansion
  const scope: Scope = {
    expand,
    lookUp: (name) => known.get(name) ?? ownText(env, name),
    span: (entry) => span(entry.valueStart, entry.valueEnd),
    spend(amount, entry) {
      budget -= amount
      if (budget < 0) throw tooLarge(entry, limits, scope)
    },
  }
  for (const entry of entries) {
    const value = decodeEntry(entry, scope)
    known.set(entry.name, value)
    tree.addText([entry.name], value, entry, 'replace')
  }
  return { tree, entries }
}

function tooLarge(entry: DotenvEntry, limits: Limits, scope: Scope): ConfigError {
  return new ConfigError({
    code: 'FORMAT_TOO_LARGE',
    severity: 'error',
    message: `variables add more than ${limits.maxExpansion} characters`,
    path: [entry.name],
    span: scope.span(entry),
    hint: 'shorten the values, or raise maxExpansion',
  })
}

function ownText(env: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const text = Object.hasOwn(env, name) ? env[name] : undefined
  return typeof text === 'string' ? text : undefined
}

function printDotenv(value: Value, ability: TextAbility): string {
  const lines = textLeaves(value, ability).map(({ path, text }) => `${checkedName(path)}=${encodeValue(text ?? '')}\n`)
  return lines.join('')
}

function checkedName(path: Path): string {
  const name = String(path[0])
  if (/^[A-Za-z0-9_.-]+$/.test(name)) return name
  throw unwritable(path, 'not a name that .env can hold', 'use letters, digits, _, . and - only')
}

function patchesFor(
  text: string,
  entries: readonly DotenvEntry[],
  changes: readonly LineChange<DotenvEntry>[],
): readonly Patch[] {
  const patches: Patch[] = []
  const removed = new Set<string>()
  const added: string[] = []
  for (const change of changes) {
    const name = String(change.path[0])
    if (change.kind === 'remove') removed.add(name)
    else if (change.kind === 'change') patches.push(changeValue(change.place, change.text ?? ''))
    else added.push(`${checkedName(change.path)}=${encodeValue(change.text ?? '')}`)
  }
  for (const entry of entries) if (removed.has(entry.name)) patches.push({ start: entry.lineStart, end: entry.lineEnd, text: '' })
  if (added.length > 0) patches.push(insertLines(text, text.length, added, lineEndOf(text)))
  return patches
}

function changeValue(entry: DotenvEntry, text: string): Patch {
  return { start: entry.valueStart, end: entry.valueEnd, text: encodeValue(text, entry.quote) }
}

function readExpand(given: unknown): boolean {
  if (given === undefined || typeof given === 'boolean') return given ?? true
  throw invalidOption('expand', 'true or false')
}

function readEnv(given: unknown): Readonly<Record<string, unknown>> {
  if (given === undefined) return {}
  if (typeof given === 'object' && given !== null) return given as Readonly<Record<string, unknown>>
  throw invalidOption('env', 'a map of names to texts')
}

function invalidOption(key: string, expected: string): ConfigError {
  return new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `the .env option ${JSON.stringify(key)} must be ${expected}`,
    path: [key],
    expected,
    hint: `give ${expected}, or leave it out`,
  })
}
