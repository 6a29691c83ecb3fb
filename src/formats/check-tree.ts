import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import { printPath } from '../values/path.ts'
import { isUnsafeKey, isUnsafePair } from '../values/safe-keys.ts'
import type { Value } from '../values/value.ts'
import type { Limits } from './format.ts'

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
export function checkTree(root: Value, limits: Limits, locate: (path: Path, part?: 'key') => Span | undefined, trusted?: Value): void {
  const issues: Issue[] = []
  const stack: Node[] = [{ value: root, trusted, key: undefined, parent: undefined, depth: 0 }]
  let nodes = 0
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    nodes++
    if (nodes > limits.maxNodes) throw tooLarge(limits, locate([]))
    const { value } = node
    if (typeof value !== 'object' || value === null || value === node.trusted) continue
    if (node.depth >= limits.maxDepth) throw tooDeep(pathOf(node), limits, locate)
    pushChildren(node, stack, issues, locate)
  }
  if (issues.length > 0) throw new ConfigError(issues)
}

function pushChildren(node: Node, stack: Node[], issues: Issue[], locate: (path: Path, part?: 'key') => Span | undefined): void {
  const trusted = typeof node.trusted === 'object' && node.trusted !== null ? (node.trusted as Readonly<Record<string | number, Value>>) : undefined
  const depth = node.depth + 1
  if (Array.isArray(node.value)) {
    const list = node.value as readonly Value[]
    for (let index = 0; index < list.length; index++) {
      const child = list[index] as Value
      stack.push({ value: child, trusted: trusted?.[index], key: index, parent: node, depth })
    }
    return
  }
  const map = node.value as Readonly<Record<string, Value>>
  for (const key of Object.keys(map)) {
    if (isUnsafeKey(key) || isUnsafePair(node.key, key)) issues.push(unsafeKey([...pathOf(node), key], locate))
    const before = trusted !== undefined && Object.hasOwn(trusted, key) ? trusted[key] : undefined
    stack.push({ value: map[key] as Value, trusted: before, key, parent: node, depth })
  }
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

function unsafeKey(path: Path, locate: (path: Path, part?: 'key') => Span | undefined): Issue {
  return {
    code: 'MERGE_UNSAFE_KEY',
    severity: 'error',
    message: `the key ${printPath(path)} could reach a prototype and is refused`,
    path,
    span: locate(path, 'key') ?? locate(path),
    hint: 'rename the key',
  }
}
