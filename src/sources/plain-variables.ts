import { type Path, printPath } from '../values/path.ts'
import { isMap, type Value, type ValueMap } from '../values/value.ts'
import { canonical } from './canonical.ts'
import type { VariableContext, VariableOptions, Variables } from './variables.ts'

interface MutableMap {
  [key: string]: string | MutableMap
}

interface Named {
  readonly name: string
  readonly path: Path
}

/** Maps that get more keys than this leave the engine's fast mode. */
const mostNames = 20

const nothing: readonly never[] = []
const noFiles: Variables['files'] = new Map()

/**
 * The tree that variables stand for when each of them names, level by level, exactly one key that exists: the usual
 * case, told with a fraction of the code. `undefined` when a name wants a closer look, which `readVariables` takes.
 */
export function readPlainVariables(
  variables: Readonly<Record<string, string | undefined>>,
  options: VariableOptions,
  context: VariableContext,
): Variables | undefined {
  const { foreign, ignoreCase, keys } = context
  if (foreign || ignoreCase || options.map !== undefined || keys.declared.length > 0) return undefined
  const prefix = options.prefix as string
  const value: MutableMap = {}
  const named: Named[] = []
  for (const name of Object.keys(variables)) {
    if (!name.startsWith(prefix) || name === prefix) continue
    const text = variables[name]
    if (text === undefined || text === '') continue
    const path = pathOfName(name.slice(prefix.length), options.separator || '__', keys.lower)
    if (path === undefined || named.length === mostNames || !place(value, path, text)) return undefined
    named.push({ name, path })
  }
  return { value, issues: nothing, warnings: nothing, files: noFiles, nameOf: (path) => nameOf(named, path) }
}

/** `undefined` unless every level is the name of one key of one map. */
function pathOfName(name: string, separator: string, lower: Value): Path | undefined {
  const levels = name.split(separator)
  // Without a separator, the words of a name may be divided in many ways.
  if (levels.length === 1 && name.includes('_')) return undefined
  const path: string[] = []
  let below: Value | undefined = lower
  for (const level of levels) {
    const key: string | undefined = level !== '' && isMap(below) ? onlyKeyLike(below, level) : undefined
    if (key === undefined) return undefined
    path.push(key)
    below = (below as ValueMap)[key]
  }
  return path
}

function onlyKeyLike(map: ValueMap, level: string): string | undefined {
  const typed = canonical(level)
  let found: string | undefined
  for (const key of Object.keys(map)) {
    if (canonical(key) !== typed) continue
    if (found !== undefined) return undefined
    found = key
  }
  return found
}

/** False when another name has set this path, or one above or below it. */
function place(root: MutableMap, path: Path, text: string): boolean {
  let map = root
  const last = path.length - 1
  for (let depth = 0; depth < last; depth++) {
    map[path[depth] as string] ??= {}
    const next = map[path[depth] as string]
    if (typeof next === 'string') return false
    map = next as MutableMap
  }
  const key = path[last] as string
  if (Object.hasOwn(map, key)) return false
  map[key] = text
  return true
}

function nameOf(named: readonly Named[], path: Path): string | undefined {
  const wanted = printPath(path)
  return named.find((each) => printPath(each.path) === wanted)?.name
}
