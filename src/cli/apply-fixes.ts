import { resolve } from 'node:path'
import { ConfigError } from '../errors/config-error.ts'
import type { Fix, Issue, TextChange } from '../errors/issue.ts'
import { decode } from '../formats/decode.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import { updateFileBytes } from '../runtime/update-file.ts'
import { changeText } from './change-text.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import { fileFormat } from './file-format.ts'
import { haveOverlap, TakenChanges } from './taken-changes.ts'

/** The texts of files when they were checked, by the name that issues use. */
export type CheckedTexts = ReadonlyMap<string, string>

/** What is to be done to one file, and the issues that it mends. */
export interface PlannedChange {
  readonly file: string
  readonly before: string
  readonly after: string
  readonly changes: readonly TextChange[]
  readonly issues: readonly Issue[]
}

/** Where the files of the issues are, and how they are read. */
export interface FixPlace {
  /** Absolute. */
  readonly root: string
  readonly from?: string | undefined
}

/** The texts of the files that the fixes of some issues would change. What cannot be read is left out. */
export function textsToFix(issues: readonly Issue[], root: string): CheckedTexts {
  const files = new Set(issues.flatMap(({ fix }) => fix?.changes.map(({ span }) => span.file) ?? []))
  const texts = [...files].map((file): readonly [string, string | undefined] => [file, readText(root, file)])
  return new Map(texts.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

function readText(root: string, file: string): string | undefined {
  if (file.startsWith('<')) return undefined
  const content = readFileBytes(resolve(root, file), { file })
  return content && decode(content.bytes, file)
}

/** The fixes that can be made together: of two that touch the same place, the first; a fix is made whole or not at all. */
export function planFixes(issues: readonly Issue[], texts: CheckedTexts): readonly PlannedChange[] {
  const taken = new TakenChanges()
  const mended = new Map<string, Set<Issue>>()
  for (const issue of issues) {
    const { fix } = issue
    if (fix === undefined || !isPossible(fix, texts)) continue
    const isMade = fix.changes.every((change) => taken.has(change))
    if (!isMade && fix.changes.some((change) => taken.touches(change))) continue
    for (const change of fix.changes) {
      if (!isMade) taken.add(change)
      const { file } = change.span
      mended.set(file, (mended.get(file) ?? new Set()).add(issue))
    }
  }
  return taken.files().map(([file, changes]) => {
    const before = texts.get(file) as string // possible fixes change known texts only
    return { file, before, after: changeText(before, changes), changes, issues: [...(mended.get(file) ?? [])] }
  })
}

function isPossible({ changes }: Fix, texts: CheckedTexts): boolean {
  const fits = changes.every(({ span }) => {
    const text = texts.get(span.file)
    return text !== undefined && span.start.offset <= span.end.offset && span.end.offset <= text.length
  })
  return fits && changes.length > 0 && !haveOverlap(changes)
}

/**
 * Writes a planned change, under the file's lock, if the file still has the text that was checked and can be read
 * afterwards as before.
 * @throws ConfigError FILE_CHANGED, FILE_LOCKED, FILE_WRITE, FORMAT_EDIT
 */
export async function writeChange(
  context: CliContext,
  flags: GlobalFlags,
  { root, from }: FixPlace,
  { file, before, after }: PlannedChange,
): Promise<void> {
  const format = await fileFormat(context, flags, { file, asked: from })
  const parses = (text: string): boolean => succeeds(() => format.parseAll?.(text, file) ?? format.parse(text, file))
  if (parses(before) && !parses(after)) throw brokenBy(file)
  await updateFileBytes(
    resolve(root, file),
    (bytes) => {
      if (bytes === undefined || decode(bytes, file) !== before) throw changedMeanwhile(file)
      if (isUtf16(bytes)) throw notInUtf16(file)
      return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? `\ufeff${after}` : after
    },
    { file },
  )
}

function succeeds(attempt: () => unknown): boolean {
  try {
    attempt()
    return true
  } catch (error) {
    if (ConfigError.is(error)) return false
    throw error
  }
}

function isUtf16([first, second]: Uint8Array): boolean {
  return (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
}

function notInUtf16(file: string): ConfigError {
  const message = 'files in UTF-16 can be read but not changed'
  return new ConfigError({ code: 'SOURCE_ENCODING', severity: 'error', message, file, hint: 'save the file as UTF-8' })
}

function changedMeanwhile(file: string): ConfigError {
  const message = 'the file changed while it was checked, so it is not mended'
  return new ConfigError({ code: 'FILE_CHANGED', severity: 'error', message, file, hint: 'run the command again' })
}

function brokenBy(file: string): ConfigError {
  const message = 'the file could not be read any more with these fixes, so it is left as it is'
  return new ConfigError({ code: 'FORMAT_EDIT', severity: 'error', message, file, hint: 'make the change by hand' })
}
