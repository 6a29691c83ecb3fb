import { malformed } from '../../crypto/failures.ts'
import { describeKey } from '../../crypto/keys/key-provider.ts'
import { type OpenedFile, plainContent } from '../../crypto/sops/open.ts'
import { resealSops } from '../../crypto/sops/seal.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { Document, Edit, Format } from '../../formats/format.ts'
import { type Path, printPath } from '../../values/path.ts'
import { mapFrom } from '../../values/safe-keys.ts'
import { isMap, type ValueMap } from '../../values/value.ts'
import { mergeTrees } from './merge-trees.ts'

/** Three versions of a sealed file, all verified. The base is absent where both sides added the file. */
export interface Versions {
  readonly base: OpenedFile | undefined
  readonly ours: OpenedFile
  readonly theirs: OpenedFile
}

/**
 * The sealed text of the merge, and what is left to somebody who decides. Beside conflicts of values there is a text as well: who
 * settles them has to find everything else merged, or would lose what the other side changed besides.
 */
export interface SealedMerge {
  readonly text?: string
  readonly conflicts: readonly Issue[]
}

/**
 * Merges opened files in memory. The result is our file with what the other side changed: our layout, comments, readers and
 * data key, and the sealed texts of everything that did not change on our side.
 */
export function mergeSealed({ base, ours, theirs }: Versions, format: Format, file: string, now: number): SealedMerge {
  if (theirs.text === ours.text || theirs.text === base?.text) return agreed(ours)
  if (ours.text === base?.text) return agreed(theirs)
  const changed = changedSealing({ base, ours, theirs })
  if (changed !== undefined) return { conflicts: [conflict(file, changed.message, changed.hint)] }
  const [oldText, ourText, theirText] = [base, ours, theirs].map((side) => (side === undefined ? undefined : plainText(side)))
  if (ourText === theirText || theirText === oldText) return agreed(ours)
  const reader = ours.store.name === 'dotenv' ? lineFormat : format
  const trees = treesOf([base, ours, theirs], reader, file)
  if (trees === undefined)
    return { conflicts: [conflict(file, 'both sides changed a file that can only be taken as a whole', takeOne)] }
  const { edits, conflicts: paths } = mergeTrees(...trees)
  const conflicts = paths.map((path) => conflict(file, 'both sides changed this value', takeValue, path))
  if (conflicts.length > 0 && edits.length === 0) return { conflicts }
  const merged = unquoted(file, () => reader.edit(ourText as string, edits, file)) // ours is always there
  return { text: resealSops(ours, Buffer.from(merged), now, { relative: theirs, fileSeal: hasFileSeal(theirs) }), conflicts }
}

function agreed({ text }: OpenedFile): SealedMerge {
  return { text, conflicts: [] }
}

const takeOne = 'take one side with "git checkout --ours" or "--theirs", and change it with "configmanage edit"'
const takeValue = 'our value is kept, all others are merged: set it with "configmanage edit", then "git add" the file'

function conflict(file: string, message: string, hint: string, path?: Path): Issue {
  const place = path === undefined ? {} : { path, name: printPath(path) }
  return { code: 'CRYPTO_MERGE', severity: 'error', message, file, hint, ...place }
}

/** Readers, rules and data keys are decisions about who may know what: they are never merged by a guess. */
function changedSealing({ base, ours, theirs }: Versions): { readonly message: string; readonly hint: string } | undefined {
  if (base !== undefined && hasFileSeal(base) && !(hasFileSeal(ours) && hasFileSeal(theirs)))
    return {
      message: `${hasFileSeal(ours) ? 'the other' : 'our'} side lost the file seal`,
      hint: 'look at what that side changed, seal it again there with "configmanage rotate --reseal", and merge then',
    }
  const [mine, other, old] = [sealingOf(ours), sealingOf(theirs), base && sealingOf(base)]
  if (other !== mine && other !== old)
    return {
      message: 'the other side changed who can open the file, or what of it is sealed',
      hint: 'take the other side with "git checkout --theirs", and make our changes in it with "configmanage edit"',
    }
  const isKnownKey = [ours, base].some((side) => side !== undefined && Buffer.from(side.dataKey).equals(theirs.dataKey))
  if (isKnownKey) return undefined
  return {
    message: 'the other side rotated the key of the file',
    hint: 'take the other side with "git checkout --theirs", and make our changes in it with "configmanage edit"',
  }
}

function hasFileSeal({ metadata }: OpenedFile): boolean {
  return metadata.seal !== undefined
}

function sealingOf({ metadata: { groups, threshold, rule, macOnlyEncrypted } }: OpenedFile): string {
  const readers = groups.map((group) => group.map(describeKey).sort())
  return JSON.stringify([readers, threshold, rule.name, rule.pattern, macOnlyEncrypted])
}

function plainText(opened: OpenedFile): string {
  return Buffer.from(plainContent(opened)).toString(opened.store.name === 'binary' ? 'latin1' : 'utf8')
}

/** Maps of the three sides; `undefined` for files that are not one map. */
function treesOf(
  sides: readonly (OpenedFile | undefined)[],
  reader: Pick<Format, 'parse' | 'parseAll'>,
  file: string,
): readonly [ValueMap, ValueMap, ValueMap] | undefined {
  const maps: ValueMap[] = []
  for (const side of sides) {
    if (side?.store.name === 'binary') return undefined
    const documents = side === undefined ? [] : unquoted(file, () => allDocuments(reader, plainText(side), file))
    const value = side === undefined ? {} : documents[0]?.value
    if (documents.length > 1 || value === undefined || !isMap(value)) return undefined
    maps.push(value)
  }
  return maps as unknown as readonly [ValueMap, ValueMap, ValueMap] // one for each of the three sides
}

function allDocuments(reader: Pick<Format, 'parse' | 'parseAll'>, text: string, file: string): readonly Document[] {
  return reader.parseAll?.(text, file) ?? [reader.parse(text, file)]
}

/** What readers and editors say of opened text may quote it, so only that they refused is told. */
function unquoted<T>(file: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    throw malformed('the opened content cannot be read or merged', { file, hint: 'look at it with "configmanage edit"' })
  }
}

/** .env as SOPS sees it: quotes and variables are part of a value, so nothing is expanded by a merge. */
const lineFormat: Pick<Format, 'parse' | 'parseAll' | 'edit'> = {
  parse: (text) => ({
    value: mapFrom(linesOf(text).flatMap(({ key, value }) => (key === undefined ? [] : [[key, value]]))),
    warnings: [],
    locate: () => undefined,
  }),
  edit: (text, edits) => {
    const changes = new Map(edits.map((edit) => [String(edit.path[0]), edit]))
    const kept = linesOf(text).flatMap(({ key, line }) => {
      const change = key === undefined ? undefined : changes.get(key)
      if (key === undefined || change === undefined) return [line]
      changes.delete(key)
      return lineOf(key, change)
    })
    return `${[...kept, ...[...changes].flatMap(([key, change]) => lineOf(key, change))].join('\n')}\n`
  },
}

function lineOf(key: string, change: Edit): readonly string[] {
  return change.kind === 'set' ? [`${key}=${String(change.value)}`] : []
}

function linesOf(text: string): readonly { readonly key?: string; readonly value: string; readonly line: string }[] {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => {
      const at = line.indexOf('=')
      return at < 0 || line.startsWith('#') ? { value: '', line } : { key: line.slice(0, at), value: line.slice(at + 1), line }
    })
}
