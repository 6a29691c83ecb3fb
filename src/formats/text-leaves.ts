import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { DateTime } from '../values/date-time.ts'
import { type Path, printPath } from '../values/path.ts'
import { isList, isMap, kindOf, type Value } from '../values/value.ts'

/** A value as a text-only format can hold it. No text: a map or list with nothing in it. */
export interface TextLeaf {
  readonly path: Path
  readonly text: string | null | undefined
}

/** What a text-only format can represent beyond texts. */
export interface TextAbility {
  readonly format: string
  readonly maxDepth: number
  readonly nesting: boolean
  readonly lists: boolean
  readonly emptyMaps: boolean
  readonly nulls: boolean
  /** Characters that no text may have, because a file with them could not be read back. */
  readonly unwritable?: RegExp
}

/**
 * The leaves of a value as texts, in order: numbers, booleans and dates as they print. Iterative.
 * @throws ConfigError FORMAT_UNSUPPORTED_VALUE naming each path that the format has no words for, FORMAT_TOO_DEEP
 */
export function textLeaves(root: Value, ability: TextAbility, base: Path = []): readonly TextLeaf[] {
  const leaves: TextLeaf[] = []
  const issues: Issue[] = []
  const stack: { value: Value; path: Path }[] = [{ value: root, path: base }]
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { value, path } = entry
    if (path.length > ability.maxDepth) throw tooDeep(path, ability)
    const children = childrenOf(value, path, ability)
    if (children === undefined) addLeaf(leaves, issues, value, path, ability)
    else for (let index = children.length - 1; index >= 0; index--) stack.push(children[index] as { value: Value; path: Path })
  }
  if (issues.length > 0) throw new ConfigError(issues.slice(0, 100))
  return leaves
}

/** `undefined` for what is a leaf here, or is refused here. */
function childrenOf(value: Value, path: Path, ability: TextAbility): { value: Value; path: Path }[] | undefined {
  if (path.length > 0 && !ability.nesting) return undefined
  if (isList(value) && ability.lists && path.length > 0 && value.length > 0) {
    return value.map((child, index) => ({ value: child, path: [...path, index] }))
  }
  if (!isMap(value)) return undefined
  const keys = Object.keys(value)
  if (keys.length === 0 && path.length > 0) return undefined
  return keys.map((key) => ({ value: value[key] as Value, path: [...path, key] }))
}

function addLeaf(leaves: TextLeaf[], issues: Issue[], value: Value, path: Path, ability: TextAbility): void {
  if (path.length > 0) {
    const isEmptyMap = isMap(value) && ability.nesting && ability.emptyMaps
    const text = value === null && ability.nulls ? null : scalarText(value)
    if (typeof text === 'string' && ability.unwritable?.test(text)) {
      const hint = 'remove NUL and halves of surrogate pairs, or encode the value'
      issues.push(unwritable(path, `${ability.format} has no way to write a character of this text`, hint).issues[0])
      return
    }
    if (text !== undefined || isEmptyMap) {
      leaves.push({ path, text })
      return
    }
  }
  issues.push(unsupported(value, path, ability))
}

function scalarText(value: Value): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  return value instanceof DateTime ? value.text : undefined
}

function unsupported(value: Value, path: Path, ability: TextAbility): Issue {
  const kind = kindOf(value)
  const what = kind === 'null' ? 'null' : `a ${kind}`
  return {
    code: 'FORMAT_UNSUPPORTED_VALUE',
    severity: 'error',
    message: `${ability.format} has no words for ${path.length === 0 ? `${what} as the whole document` : `${what} at ${printPath(path)}`}`,
    path,
    hint: hints[kind] ?? 'write a text, or choose another format',
  }
}

const hints: Readonly<Record<string, string>> = {
  map: 'write its keys one by one, or choose a format with nesting',
  list: 'write it as one text, or choose a format with lists',
  null: 'leave the key out, or write an empty text',
  secret: 'reveal it first if it may be written in the clear',
}

function tooDeep(path: Path, ability: TextAbility): ConfigError {
  return new ConfigError({
    code: 'FORMAT_TOO_DEEP',
    severity: 'error',
    message: `nested deeper than ${ability.maxDepth} levels`,
    path: path.slice(0, 20),
    hint: 'flatten the data, or raise maxDepth',
  })
}

/** A value that the format cannot write in a way that reads back. */
export function unwritable(path: Path, problem: string, hint: string): ConfigError {
  return new ConfigError({
    code: 'FORMAT_UNSUPPORTED_VALUE',
    severity: 'error',
    message: `${printPath(path)}: ${problem}`,
    path,
    hint,
  })
}
