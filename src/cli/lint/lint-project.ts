import { dirname, relative, resolve } from 'node:path'
import type { ConfigDefinition } from '../../config/definition.ts'
import { schemaOf } from '../../config/validating/make-checker.ts'
import { type FoundRules, findRules } from '../../crypto/sops/find-rules.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { formatForFile, formatNamed, loadFormat } from '../../formats/choose.ts'
import { decode } from '../../formats/decode.ts'
import type { Format } from '../../formats/format.ts'
import type { LintSubject } from '../../lint/subject.ts'
import { findManifest } from '../../manifest/find-manifest.ts'
import type { Field } from '../../schema/fields/field.ts'
import type { TextReading } from '../../sources/source.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { findDefinition } from '../find-definition.ts'
import { pathOf } from '../paths.ts'
import { readInput } from '../read-input.ts'
import { lintFile, type ReadFile } from './lint-file.ts'
import type { LoadedProfile } from './lint-profile.ts'
import { loadOpenable, otherFiles } from './load-openable.ts'
import { sealingOf } from './sealing-of.ts'
import { trackedFiles } from './tracked-files.ts'
import { unreadFiles } from './unread-files.ts'

/** What is to be looked at, and what could not be read. */
export interface Collected {
  readonly subject: LintSubject
  readonly failures: readonly Issue[]
  /** The definition, unless files were named. */
  readonly definition: ConfigDefinition | undefined
  /** As issues would name it. */
  readonly manifest?: string | undefined
}

/** The manifest's project: every profile, and every file that one of them reads. */
export async function collectProject(context: CliContext, flags: GlobalFlags): Promise<Collected> {
  const definition = await findDefinition(context, flags)
  const root = definition.root ?? context.cwd
  const names = Object.keys(definition.profiles ?? {})
  const loaded: LoadedProfile[] = []
  const failures = new Map<string, Issue>()
  for (const name of names.length === 0 ? [undefined] : names) {
    const { profile, issues } = await loadOpenable(context, definition, flags, name)
    if (profile !== undefined) loaded.push(profile)
    // A file that several profiles share has its problems once.
    for (const issue of issues)
      failures.set(JSON.stringify([issue.code, issue.message, issue.file, issue.path, issue.span]), issue)
  }
  context.frames.hidden = {
    spans: loaded.flatMap(({ hidden }) => hidden.spans),
    texts: loaded.flatMap(({ hidden }) => hidden.texts),
  }
  const read = await readFiles(definition, root, loaded)
  const manifest = manifestOf(context, flags)
  const others = failures.size === 0 ? [] : await otherFiles({ ...context, cwd: root }, definition, read)
  const files = [...read, ...others, ...(await readManifestFile(context, manifest, root))]
  const isTracked = await trackedFiles(
    context,
    files.flatMap(({ path }) => path ?? []),
  )
  const secrets = uniqueSecrets(loaded)
  const rules = creationRules(context, (issues) => {
    for (const issue of issues) failures.set(JSON.stringify(issue), issue)
  })
  const subject: LintSubject = {
    files: files.map((file) =>
      lintFile(
        file,
        secrets.filter(({ span }) => span?.file === file.file),
        file.path === undefined ? undefined : isTracked(file.path),
        sealingOf(file, rules),
      ),
    ),
    project: {
      profiles: loaded.map(({ profile }) => profile),
      isComplete: failures.size === 0,
      schema: fieldsOf(definition),
      unread: unreadFiles({
        root,
        sources: definition.sources.map(({ name }) => name),
        profiles: names,
        read: new Set(read.flatMap(({ path }) => path ?? [])),
      }),
      otherVariables: definition.profile?.env === undefined ? [] : [definition.profile.env],
    },
  }
  return { subject, failures: [...failures.values()], definition, manifest: manifest && relative(root, manifest) }
}

/** A rule that cannot be used would leave secrets in plain text, so it is told. */
function creationRules(context: CliContext, tell: (issues: readonly Issue[]) => void): FoundRules | undefined {
  try {
    return findRules(context.cwd, context.env)
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    tell(error.issues)
    return undefined
  }
}

/** A schema that cannot be used is reported by whoever loads the profiles; nobody knows what it describes. */
function fieldsOf(definition: ConfigDefinition): Field | undefined {
  try {
    return schemaOf(definition).field
  } catch (error) {
    if (ConfigError.is(error)) return undefined
    throw error
  }
}

function uniqueSecrets(loaded: readonly LoadedProfile[]): LoadedProfile['secrets'] {
  const all = loaded.flatMap(({ secrets }) => secrets)
  return [...new Map(all.map((secret) => [JSON.stringify([secret.span?.file, secret.span?.start.offset]), secret])).values()]
}

async function readFiles(
  definition: ConfigDefinition,
  root: string,
  loaded: readonly LoadedProfile[],
): Promise<readonly ReadFile[]> {
  const readings = new Map(loaded.flatMap(({ readings: all }) => all).map((reading) => [reading.file, reading]))
  return Promise.all(
    [...readings.values()].filter(isWhole).map(async (reading): Promise<ReadFile> => {
      const { file, bytes, encoding } = reading
      const format = await formatOf(definition, reading)
      const text = decode(bytes, file, encoding)
      const path = reading.uri.startsWith('stdin:') ? undefined : resolve(root, file)
      return { file, path, text, format, documents: documentsOf(format, text, file) }
    }),
  )
}

/** Of a file of which one section was read, the rest need not even be sound. */
function isWhole({ section }: TextReading): boolean {
  return section === undefined
}

function documentsOf(format: Format, text: string, file: string): ReadFile['documents'] {
  const several = format.parseAll?.(text, file) ?? []
  return several.length > 0 ? several : [format.parse(text, file)]
}

/** As the engine chooses: the reading's own, one of the definition, one of the library. */
async function formatOf({ formats = [] }: ConfigDefinition, { file, format, formatOptions }: TextReading): Promise<Format> {
  if (typeof format === 'object') return format
  const own = formats.find((each) =>
    format === undefined ? each.extensions.some((extension) => file.endsWith(extension)) : each.name === format,
  )
  if (own !== undefined) return own
  const name = format === undefined ? formatForFile(file) : formatNamed(format)
  return (await loadFormat(name))(formatOptions)
}

function manifestOf(context: CliContext, flags: GlobalFlags): string | undefined {
  return flags.config === undefined ? findManifest(context.cwd) : pathOf(context, flags.config)
}

/** A manifest that is data may hold values itself. */
async function readManifestFile(context: CliContext, path: string | undefined, root: string): Promise<readonly ReadFile[]> {
  if (path === undefined || /\.[mc]?[jt]s$/.test(path)) return []
  const name = dirname(path) === root ? path.slice(root.length + 1) : path
  const input = await readInput({ ...context, cwd: root }, name, {})
  return [{ ...input, path }]
}

/** Files named on the command line, each on its own. */
export async function collectFiles(
  context: CliContext,
  names: readonly string[],
  flags: GlobalFlags & { readonly from?: string },
): Promise<Collected> {
  const read: ReadFile[] = []
  const failures: Issue[] = []
  for (const name of names) {
    try {
      read.push({ ...(await readInput(context, name, flags)), path: name === '-' ? undefined : pathOf(context, name) })
    } catch (error) {
      if (!ConfigError.is(error)) throw error
      failures.push(...error.issues)
    }
  }
  const isTracked = await trackedFiles(
    context,
    read.flatMap(({ path }) => path ?? []),
  )
  const rules = creationRules(context, (issues) => failures.push(...issues))
  const files = read.map((file) =>
    lintFile(file, [], file.path === undefined ? undefined : isTracked(file.path), sealingOf(file, rules)),
  )
  return { subject: { files }, failures, definition: undefined }
}
