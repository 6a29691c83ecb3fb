import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import { printPath } from '../values/path.ts'
import { isUnsafeKey, isUnsafePair } from '../values/safe-keys.ts'
import type { Value, ValueMap } from '../values/value.ts'
import { keysOf, valuesOf } from '../values/wide-maps.ts'
import type { Limits } from './format.ts'
import { isPlainlySound } from './plainly-sound.ts'

type Locate = (path: Path, part?: 'key') => Span | undefined

/** A list or a map that has to be looked into. */
interface Node {
  readonly value: Value
  readonly trusted: Value | undefined
  readonly key: string | number | undefined
  readonly parent: Node | undefined
  readonly depth: number
}

/**
 * Checks what every reader must hold, whatever parsed the text: bounded depth and size (aliases counted as
 * written out), no keys that reach a prototype. Iterative, so it may be given anything.
 *
 * `trusted` is an earlier tree that passed; subtrees identical to it are not walked again.
 * @throws ConfigError FORMAT_TOO_DEEP, FORMAT_TOO_LARGE, MERGE_UNSAFE_KEY
 */
export function checkTree(root: Value, limits: Limits, locate: Locate, trusted?: Value): void {
  if (trusted === undefined && isPlainlySound(root, limits)) return
  const issues: Issue[] = []
  const stack: Node[] = []
  let nodes = 1
  let node: Node | undefined = isToCheck(root, trusted)
    ? { value: root, trusted, key: undefined, parent: undefined, depth: 0 }
    : undefined
  for (; node !== undefined; node = stack.pop()) {
    if (node.depth >= limits.maxDepth) throw tooDeep(pathOf(node), limits, locate)
    nodes += pushChildren(node, stack, issues, locate)
    if (nodes > limits.maxNodes) throw tooLarge(limits, locate([]))
  }
  if (issues.length > 0) throw new ConfigError(issues)
}

function isToCheck(value: Value, trusted: Value | undefined): value is readonly Value[] | ValueMap {
  return typeof value === 'object' && value !== null && value !== trusted
}

/** Puts those children on the stack that have to be looked into. The answer is how many there are of all kinds. */
function pushChildren(parent: Node, stack: Node[], issues: Issue[], locate: Locate): number {
  // Whatever was here before: a scalar has no members that could be met again.
  const before = Object(parent.trusted) as Readonly<Record<string | number, Value>>
  const depth = parent.depth + 1
  if (Array.isArray(parent.value)) {
    const list = parent.value as readonly Value[]
    for (let key = 0; key < list.length; key++) {
      const value = list[key] as Value
      if (isToCheck(value, before[key])) stack.push({ value, trusted: before[key], key, parent, depth })
    }
    return list.length
  }
  const map = parent.value as ValueMap
  const keys = keysOf(map)
  const values = valuesOf(map, keys)
  for (let place = 0; place < keys.length; place++) {
    const key = keys[place] as string
    const value = values[place] as Value
    if (isUnsafeKey(key) || isUnsafePair(parent.key, key)) issues.push(unsafeKey([...pathOf(parent), key], locate))
    const earlier = Object.hasOwn(before, key) ? before[key] : undefined
    if (isToCheck(value, earlier)) stack.push({ value, trusted: earlier, key, parent, depth })
  }
  return keys.length
}

function pathOf(node: Node): Path {
  const path: (string | number)[] = []
  for (let current: Node | undefined = node; current?.key !== undefined; current = current.parent) path.unshift(current.key)
  return path
}

function tooDeep(path: Path, limits: Limits, locate: (path: Path) => Span | undefined): ConfigError {
  return new ConfigError({
    code: 'FORMAT_TOO_DEEP',
    severity: 'error',
    message: `nested deeper than ${limits.maxDepth} levels`,
    path: path.slice(0, 20),
    span: locate(path) ?? locate([]),
    hint: 'flatten the data, or raise maxDepth',
  })
}

function tooLarge(limits: Limits, span: Span | undefined): ConfigError {
  return new ConfigError({
    code: 'FORMAT_TOO_LARGE',
    severity: 'error',
    message: `more than ${limits.maxNodes} values, with every alias written out`,
    span,
    hint: 'remove nested aliases, or raise maxNodes',
  })
}

function unsafeKey(path: Path, locate: Locate): Issue {
  return {
    code: 'MERGE_UNSAFE_KEY',
    severity: 'error',
    message: `the key ${printPath(path)} could reach a prototype and is refused`,
    path,
    span: locate(path, 'key') ?? locate(path),
    hint: 'rename the key',
  }
}
