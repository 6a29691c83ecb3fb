import { errnoOf, readFailure } from '../runtime/file-errors.ts'
import { nodeFileSystem, nodePath } from '../runtime/file-system.ts'
import { expandBraces, matchesSegment, parseSegment } from './glob-pattern.ts'
import { isPattern } from './is-pattern.ts'
import { withSlashes } from './location.ts'

interface Step {
  /** As written, with forward slashes; `undefined` for the working directory, empty for the root. */
  readonly folder: string | undefined
  /** Index of the segment to match next. */
  readonly segment: number
}

/**
 * The files a pattern stands for now, sorted by code points, written as the pattern is. `**` goes through any
 * number of folders but not through hidden ones and not through links, which may lead in a circle.
 * @throws ConfigError SOURCE_UNREADABLE for a folder that cannot be listed
 */
export function filesMatching(pattern: string, cwd: string): readonly string[] {
  const found = new Set<string>()
  for (const alternative of expandBraces(withSlashes(pattern))) {
    for (const file of walk(alternative, cwd, noTrace)) found.add(file)
  }
  return [...found].sort((a, b) => (a < b ? -1 : 1))
}

/** Where a pattern looks: a new name in one of the folders, or one of the files, may be what it stands for next. */
export function placesOf(
  pattern: string,
  cwd: string,
): { readonly folders: readonly string[]; readonly files: readonly string[] } {
  const trace = { folders: new Set<string>(), files: new Set<string>() }
  for (const alternative of expandBraces(withSlashes(pattern))) {
    for (const file of walk(alternative, cwd, trace)) trace.files.add(file)
  }
  const absolute = (path: string): string => nodePath().resolve(cwd, path)
  return { folders: [...trace.folders].map(absolute), files: [...trace.files].map(absolute) }
}

/** Notes what is looked at. */
interface Trace {
  readonly folders: { add(folder: string): unknown }
  /** Also those that are not there. */
  readonly files: { add(file: string): unknown }
}

const noTrace: Trace = { folders: { add: () => undefined }, files: { add: () => undefined } }

function walk(pattern: string, cwd: string, trace: Trace): readonly string[] {
  const segments = pattern.split('/')
  const found: string[] = []
  const steps: Step[] = [{ folder: undefined, segment: 0 }]
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    const text = segments[step.segment] as string
    const isLast = step.segment === segments.length - 1
    const isListed = text === '**' || isPattern(text)
    if (isListed) trace.folders.add(step.folder === undefined ? '.' : `${step.folder}/`)
    else if (isLast) trace.files.add(join(step, text))
    if (text === '**') steps.push(...through(step, cwd, isLast, found))
    else if (!isListed) goOn(step, text, isLast, cwd, steps, found)
    else {
      const tokens = parseSegment(text)
      const names = list(step.folder, cwd).filter(
        (entry) => matchesSegment(tokens, entry.name) && (!isLast || !entry.isDirectory()),
      )
      for (const { name } of names) goOn(step, name, isLast, cwd, steps, found)
    }
  }
  return found
}

function goOn(step: Step, name: string, isLast: boolean, cwd: string, steps: Step[], found: string[]): void {
  const path = join(step, name)
  if (!isLast) steps.push({ folder: path, segment: step.segment + 1 })
  else if (isFile(path, cwd)) found.push(path)
}

/** A link to nothing counts as a file: reading it says what is wrong. */
function isFile(path: string, cwd: string): boolean {
  const fs = nodeFileSystem()
  const absolute = nodePath().resolve(cwd, path)
  const stats = fs.statSync(absolute, { throwIfNoEntry: false })
  return stats === undefined ? fs.lstatSync(absolute, { throwIfNoEntry: false }) !== undefined : !stats.isDirectory()
}

/** `**`: no folder, or one more. As the last segment it stands for all files below. */
function through(step: Step, cwd: string, isLast: boolean, found: string[]): readonly Step[] {
  const entries = list(step.folder, cwd).filter((entry) => !entry.name.startsWith('.'))
  if (isLast) found.push(...entries.map((entry) => join(step, entry.name)).filter((path) => isFile(path, cwd)))
  const deeper = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => ({ folder: join(step, entry.name), segment: step.segment }))
  return isLast ? deeper : [...deeper, { folder: step.folder, segment: step.segment + 1 }]
}

function join(step: Step, name: string): string {
  return step.folder === undefined ? name : `${step.folder}/${name}`
}

function list(folder: string | undefined, cwd: string): readonly import('node:fs').Dirent[] {
  const absolute = folder === undefined ? cwd : nodePath().resolve(cwd, `${folder}/`)
  try {
    return nodeFileSystem().readdirSync(absolute, { withFileTypes: true })
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return []
    throw readFailure(error, folder ?? cwd)
  }
}
