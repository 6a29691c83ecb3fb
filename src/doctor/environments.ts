import type { Issue } from '../errors/issue.ts'
import { closest } from '../text/closest.ts'
import { didYouMean, listOf } from '../text/words.ts'
import { type Path, printPath } from '../values/path.ts'
import { kindOf, type Value } from '../values/value.ts'
import { walkLeaves } from '../values/walk.ts'
import type { FoundFile } from './found.ts'
import type { ReadData } from './project-files.ts'

/** A file with what is in it. */
export interface EnvironmentFile extends FoundFile {
  readonly data: ReadData
}

/** What files for different environments say of the same keys. */
export interface Comparison {
  readonly keys: number
  readonly agree: number
  readonly issues: readonly Issue[]
}

interface Use {
  readonly file: EnvironmentFile
  readonly path: Path
  readonly value: Value
}

/**
 * Compares files key by key: one type everywhere, and in every environment if the common file does not have it. Values
 * of local files are nobody else's business, so only their types are looked at.
 */
export function compareEnvironments(files: readonly EnvironmentFile[]): Comparison {
  const byKey = usesByKey(files)
  const profiles = files.filter(({ role, data }) => role === 'profile' && data.document !== undefined)
  const issues: Issue[] = []
  let agree = 0
  for (const [key, uses] of byKey) {
    const found = [...drifts(key, uses), ...missing(key, uses, profiles, byKey)]
    if (found.length === 0) agree++
    issues.push(...found)
  }
  return { keys: byKey.size, agree, issues }
}

function usesByKey(files: readonly EnvironmentFile[]): ReadonlyMap<string, readonly Use[]> {
  const byKey = new Map<string, Use[]>()
  for (const file of files) {
    if (file.data.document === undefined || file.role === 'variables' || file.role === 'keys') continue
    walkLeaves(file.data.document.value, (path, value) => {
      if (path.length === 0) return
      const key = printPath(path.slice(0, listAt(path)))
      const uses = byKey.get(key) ?? []
      byKey.set(key, uses)
      // A list is one setting, whatever it holds.
      if (uses.at(-1)?.file !== file)
        uses.push({ file, path: path.slice(0, listAt(path)), value: listAt(path) < path.length ? [] : value })
    })
  }
  return byKey
}

function listAt(path: Path): number {
  const at = path.findIndex((part) => typeof part === 'number')
  return at < 0 ? path.length : at
}

/** The common file is right; else whoever comes first. */
function drifts(key: string, uses: readonly Use[]): readonly Issue[] {
  const typed = uses.filter(({ file, value }) => !file.data.textOnly && value !== null && !isReference(value))
  const usual = typed.find(({ file }) => file.role === 'base') ?? typed[0]
  if (usual === undefined) return []
  return typed
    .filter(({ value }) => kindOf(value) !== kindOf(usual.value))
    .map((use): Issue => {
      const other = usual.file.data.document?.locate(usual.path)
      return {
        code: 'LINT_TYPE_DRIFT',
        severity: 'warning',
        message: `${key} is a ${kindOf(use.value)} here, and a ${kindOf(usual.value)} in ${usual.file.file}`,
        path: use.path,
        file: use.file.file,
        span: use.file.data.document?.locate(use.path),
        related: other === undefined ? [] : [{ message: `a ${kindOf(usual.value)} here`, span: other }],
        hint: 'write the same type in all files',
      }
    })
}

function isReference(value: Value): boolean {
  return typeof value === 'string' && value.includes('${')
}

function missing(
  key: string,
  uses: readonly Use[],
  profiles: readonly EnvironmentFile[],
  byKey: ReadonlyMap<string, readonly Use[]>,
): readonly Issue[] {
  if (profiles.length < 2 || uses.some(({ file }) => file.role === 'base')) return []
  const having = new Set(uses.map(({ file }) => file.profile))
  const without = profiles.filter(({ profile }) => !having.has(profile))
  const [first] = uses.filter(({ file }) => file.role === 'profile')
  if (first === undefined || without.length === 0) return []
  const near = nearKeys(key, without, byKey)
  return [
    {
      code: 'LAYOUT_KEY_MISSING',
      severity: 'warning',
      message: `${key} is set here, and not in ${listOf(without.map(({ file }) => file))}`,
      path: first.path,
      file: first.file.file,
      span: first.file.data.document?.locate(first.path, 'key'),
      hint: near ?? 'add it there, or to the common file',
    },
  ]
}

/** Each pair is compared letter by letter. */
const mostCompared = 500

/** A slip: the other file has a key of its own that is nearly this one. */
function nearKeys(
  key: string,
  files: readonly EnvironmentFile[],
  byKey: ReadonlyMap<string, readonly Use[]>,
): string | undefined {
  const own = [...byKey].filter(([other, uses]) => other !== key && uses.every(({ file }) => files.includes(file)))
  if (own.length > mostCompared) return undefined
  return didYouMean(
    closest(
      key,
      own.map(([other]) => other),
    ),
  )
}

/** How many values a file has; a list counts as one. */
export function countKeys({ document }: ReadData): number | undefined {
  if (document === undefined) return undefined
  const keys = new Set<string>()
  walkLeaves(document.value, (path) => {
    if (path.length > 0) keys.add(printPath(path.slice(0, listAt(path))))
  })
  return keys.size
}
