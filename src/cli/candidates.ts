import { catalogue } from '../errors/catalogue.ts'
import { ConfigError } from '../errors/config-error.ts'
import { formatNames } from '../formats/choose.ts'
import { printPath } from '../values/path.ts'
import { isMap, kindOf, type Value } from '../values/value.ts'
import { usualFormats } from './check-format.ts'
import type { CommandEntry, FlagEntry, GlobalFlags } from './command.ts'
import { commandTable } from './command-table.ts'
import { shells } from './completion-scripts.ts'
import type { CliContext } from './context.ts'
import { exportFormats } from './export-formats.ts'
import { findDefinition } from './find-definition.ts'
import { globalFlags } from './global-flags.ts'
import { type InputFlags, openConfig } from './open-config.ts'
import { reporterFileFlag } from './report-flags.ts'
import { reporterNames } from './reporters/table.ts'

/** Something that the word being typed could become. */
export interface Candidate {
  readonly text: string
  readonly meaning: string
}

/** Asks the shell for the names of files. */
const files: Candidate = { text: ':files', meaning: '' }

/** Candidates for the last of the words, which may be empty. Keys and profiles are the real ones. */
export async function candidatesFor(context: CliContext, words: readonly string[]): Promise<readonly Candidate[]> {
  const line = readLine(words)
  const all = await candidatesAt(context, line)
  return all.filter(({ text }) => text === files.text || text.startsWith(line.current))
}

/** A command line that is not finished, understood as far as it goes. */
interface Line {
  readonly current: string
  readonly entry: CommandEntry | undefined
  /** The words that are no flags, the command's own included. */
  readonly plain: readonly string[]
  /** The flag whose value is being typed. */
  readonly open: FlagEntry | undefined
  readonly flags: GlobalFlags & InputFlags
}

function readLine(words: readonly string[]): Line {
  const current = words.at(-1) ?? ''
  const plain: string[] = []
  const found: Record<string, string[]> = {}
  let open: FlagEntry | undefined
  for (const word of words.slice(0, -1)) {
    const flag = open ? undefined : flagNamed(word.split('=')[0] as string, entryNamed(plain))
    if (open) found[longName(open)] = [...(found[longName(open)] ?? []), word]
    else if (!word.startsWith('-')) plain.push(word)
    open = flag && takesValue(flag) && !word.includes('=') ? flag : undefined
  }
  const entry = entryNamed(plain)
  const { file, from, cwd, config, profile } = found
  const flags = {
    ...(file && { file }),
    ...last('from', from),
    ...last('cwd', cwd),
    ...last('config', config),
    ...last('profile', profile),
  }
  return { current, entry, plain, open, flags }
}

function last(name: string, values: readonly string[] | undefined): Readonly<Record<string, string>> {
  const value = values?.at(-1)
  return value === undefined ? {} : { [name]: value }
}

function entryNamed(plain: readonly string[]): CommandEntry | undefined {
  return commandTable.find(({ name, hidden }) => !hidden && (name === plain[0] || name === plain.slice(0, 2).join(' ')))
}

/** The same word may be another flag in another command. */
function flagNamed(word: string, entry: CommandEntry | undefined): FlagEntry | undefined {
  const every = [...(entry?.flags ?? []), ...globalFlags]
  return word.startsWith('-') ? every.find((flag) => flag.flags.split(/[ ,]+/).includes(word)) : undefined
}

function takesValue(flag: FlagEntry): boolean {
  return flag.flags.includes('<')
}

function longName(flag: FlagEntry): string {
  return /--([\w-]+)/.exec(flag.flags)?.[1] ?? flag.flags
}

async function candidatesAt(context: CliContext, line: Line): Promise<readonly Candidate[]> {
  if (line.open) return valuesOf(context, line, line.open)
  if (line.current.startsWith('-')) return flagCandidates(line.entry)
  if (line.entry === undefined) return commandCandidates(line.plain)
  const position = line.plain.length - line.entry.name.split(' ').length
  const argument = line.entry.args[Math.min(position, line.entry.args.length - 1)]?.[0]
  if (argument === undefined) return []
  if (argument.includes('path'))
    return [...(await keyCandidates(context, line)), ...(argument.includes('CODE') ? codeCandidates(line.current) : [])]
  if (line.entry.name === 'profiles show') return profileCandidates(context, line)
  if (argument === '<shell>') return shells.map((text) => ({ text, meaning: '' }))
  return argument === '[value]' ? [] : [files]
}

async function valuesOf(context: CliContext, line: Line, flag: FlagEntry): Promise<readonly Candidate[]> {
  if (flag.choices) return flag.choices.map((text) => ({ text, meaning: '' }))
  const name = longName(flag)
  if (name === 'profile') return profileCandidates(context, line)
  if (name === 'format') return formatsOf(line.entry).map((text) => ({ text, meaning: '' }))
  if (flag.flags.includes('<format>')) return formatNames.map((text) => ({ text, meaning: '' }))
  if (name === 'set' || name === 'only') return keyCandidates(context, line)
  return /<(file|dir|manifest)>/.test(flag.flags) ? [files] : []
}

/** What `--format` takes. */
function formatsOf(entry: CommandEntry | undefined): readonly string[] {
  if (entry?.formats !== 'own') return entry?.formats ?? usualFormats
  if (entry.flags.includes(reporterFileFlag)) return reporterNames
  return entry.name === 'export' ? exportFormats : formatNames
}

function flagCandidates(entry: CommandEntry | undefined): readonly Candidate[] {
  const flags = [...(entry?.flags ?? []), ...globalFlags].map((flag) => ({ text: `--${longName(flag)}`, meaning: flag.meaning }))
  return [...flags, { text: '--help', meaning: 'help' }]
}

/** First words, or the second words of a command that has several. */
function commandCandidates(plain: readonly string[]): readonly Candidate[] {
  const [first] = plain
  const entries = commandTable.filter((entry) => !entry.hidden)
  if (first !== undefined) {
    return entries
      .filter(({ name }) => name.startsWith(`${first} `))
      .map(({ name, summary }) => ({ text: name.slice(first.length + 1), meaning: summary }))
  }
  const words = new Map(entries.map(({ name, summary }) => [name.split(' ')[0] as string, summary]))
  return [...words].map(([text, meaning]) => ({ text, meaning }))
}

function codeCandidates(current: string): readonly Candidate[] {
  if (!/^[A-Z]/.test(current)) return []
  return Object.entries(catalogue).map(([text, entry]) => ({ text, meaning: entry.title }))
}

async function profileCandidates(context: CliContext, line: Line): Promise<readonly Candidate[]> {
  const definition = await orNothing(() => findDefinition(context, line.flags))
  const profiles = Object.entries(definition?.profiles ?? {})
  return profiles.flatMap(([name, { aliases }]) => [
    { text: name, meaning: 'profile' },
    ...(aliases ?? []).map((text) => ({ text, meaning: `alias of ${name}` })),
  ])
}

/** Keys one step further than what is typed, so that a large configuration is not one long list. */
async function keyCandidates(context: CliContext, line: Line): Promise<readonly Candidate[]> {
  const opened = await orNothing(() => openConfig(context, line.flags))
  if (opened === undefined) return []
  // The configuration is plain data.
  const root = opened.config.value as Value
  await opened.config.close()
  const typedSteps = line.current.split('.').slice(0, -1)
  const parent = typedSteps.reduce<Value | undefined>(
    (value, step) => (isMap(value) && Object.hasOwn(value, step) ? value[step] : undefined),
    root,
  )
  if (!isMap(parent)) return []
  return Object.entries(parent).map(([key, value]) => ({
    text: printPath([...typedSteps, key]) + (isMap(value) ? '.' : ''),
    meaning: kindOf(value),
  }))
}

/** While somebody types, a broken file just has no candidates. */
async function orNothing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (ConfigError.is(error)) return undefined
    throw error
  }
}
