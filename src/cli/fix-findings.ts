import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { count } from '../text/words.ts'
import { type PlannedChange, planFixes, textsToFix, writeChange } from './apply-fixes.ts'
import { unifiedDiff } from './change-text.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import { starSecrets } from './star-secrets.ts'
import { starTexts } from './star-spans.ts'

/** Issues that count, and the folder their files are relative to. */
export interface Fixable {
  readonly issues: readonly Issue[]
  readonly root: string
}

/** What was mended, and what prevented the rest. */
export interface Mended<Found> {
  readonly found: Found
  readonly files: readonly { readonly file: string; readonly issues: number }[]
  readonly failures: readonly Issue[]
}

/** A fix may make room for another, but not for ever. */
const mostRounds = 10

/**
 * Mends what can be mended, and checks again until nothing changes any more. The texts are read before each check, so
 * that a fix is only made in the very text for which it was found.
 */
export async function mend<Found extends Fixable>(
  context: CliContext,
  flags: GlobalFlags & { readonly from?: string },
  check: () => Promise<Found>,
): Promise<Mended<Found>> {
  let found = await check()
  const mended = new Map<string, number>()
  const failures: Issue[] = []
  for (let round = 0; round < mostRounds && found.issues.some(({ fix }) => fix); round++) {
    const texts = textsToFix(found.issues, found.root)
    found = await check()
    let isChanged = false
    for (const change of planFixes(found.issues, texts)) {
      const failure = await attempt(context, flags, found.root, change)
      failures.push(...failure)
      if (failure.length > 0) continue
      isChanged = true
      mended.set(change.file, (mended.get(change.file) ?? 0) + change.issues.length)
    }
    if (!isChanged || failures.length > 0) break
  }
  const files = [...mended].map(([file, issues]) => ({ file, issues }))
  return { found: files.length > 0 ? await check() : found, files, failures }
}

async function attempt(
  context: CliContext,
  flags: GlobalFlags & { readonly from?: string },
  root: string,
  change: PlannedChange,
): Promise<readonly Issue[]> {
  try {
    await writeChange(context, flags, { root, from: flags.from }, change)
    return []
  } catch (error) {
    if (ConfigError.is(error)) return error.issues
    throw error
  }
}

/** `fixed 2 issues in config/prod.yaml`, a line for each file. */
export function fixedLines(files: Mended<Fixable>['files']): string {
  return files.map(({ file, issues }) => `fixed ${count(issues, 'issue')} in ${file}\n`).join('')
}

/** The changes that `--fix` would make, as a unified diff. */
export function fixDiff(context: CliContext, { issues, root }: Fixable): string {
  return planFixes(issues, textsToFix(issues, root))
    .map((change) => {
      const { spans, texts } = context.frames.hidden ?? { spans: [], texts: [] }
      const stood = spans
        .filter(({ file }) => file === change.file)
        .map((span) => change.before.slice(span.start.offset, span.end.offset))
      const shown = (text: string): string => starSecrets(starTexts(text, [...stood, ...texts]), context.frames.secrets)
      return unifiedDiff(change.file, change, { before: shown(change.before), after: shown(change.after) })
    })
    .join('')
}
