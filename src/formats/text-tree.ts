import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import type { Span } from '../text/position.ts'
import { type Path, printPath } from '../values/path.ts'
import { mapFrom } from '../values/safe-keys.ts'
import type { Value } from '../values/value.ts'
import type { Limits } from './format.ts'

/** Where a key and its value stand, as offsets. */
export interface Place {
  readonly keyStart: number
  readonly keyEnd: number
  readonly valueStart: number
  readonly valueEnd: number
}

export interface TreeNode<P extends Place> {
  /** The first place that made this node; for a value that was written twice, the one that counts. */
  place: P | undefined
  /** Set for a value; `null` is a key without one. */
  text: string | null | undefined
  children: Map<string, TreeNode<P>> | undefined
  /** True when the children are numbered. */
  isList: boolean
  /** The finished value, once the tree was turned into one. */
  value: Value | undefined
}

/** More would help nobody, and a hostile file could have a million. */
const mostIssues = 100

/**
 * Builds maps and lists out of lines that each name a whole path, as sections and dotted keys do. Remembers
 * for each node where it was written. Never recurses, so depth is bounded by the limit alone.
 */
export class TextTree<P extends Place> {
  readonly root: TreeNode<P> = newNode<P>(undefined)
  readonly issues: Issue[] = []
  readonly warnings: Issue[] = []
  readonly #nodes: TreeNode<P>[] = [this.root]
  readonly #limits: Limits
  readonly #span: (start: number, end: number) => Span

  constructor(limits: Limits, span: (start: number, end: number) => Span) {
    this.root.children = new Map()
    this.#limits = limits
    this.#span = span
  }

  report(issue: Issue): void {
    if (this.issues.length < mostIssues) this.issues.push(issue)
  }

  /** A map that is there even if nothing is in it. */
  addMap(path: Path, place: P): void {
    const node = this.#reach(path, place)
    if (node === undefined) return
    if (node.text !== undefined) this.#conflict(path, place, node)
    else node.children ??= new Map()
    node.place = place
  }

  /** A value. A second one for the same path is refused, or replaces the first with a warning. */
  addText(path: Path, text: string | null, place: P, second: 'refuse' | 'replace'): void {
    const node = this.#reach(path, place)
    if (node === undefined) return
    if (node.children !== undefined) {
      this.#conflict(path, place, node)
      return
    }
    if (node.text !== undefined) {
      const issue = this.#duplicate(path, place, node, second)
      if (second === 'refuse') {
        this.report(issue)
        return
      }
      if (this.warnings.length < mostIssues) this.warnings.push(issue)
    }
    node.text = text
    node.place = place
  }

  find(path: Path): TreeNode<P> | undefined {
    let node: TreeNode<P> | undefined = this.root
    for (const part of path) {
      node = node.children?.get(String(part))
      if (node === undefined) return undefined
    }
    return node
  }

  /** Every value with its path. */
  *texts(): Generator<readonly [Path, string | null], undefined> {
    const stack: { node: TreeNode<P>; path: Path }[] = [{ node: this.root, path: [] }]
    for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
      const { node, path } = entry
      if (node.text !== undefined) yield [path, node.text]
      for (const [part, child] of node.children ?? [])
        stack.push({ node: child, path: [...path, node.isList ? Number(part) : part] })
    }
  }

  /** The place of a node's key. */
  spanOf(node: TreeNode<P>): Span | undefined {
    return node.place && this.#span(node.place.keyStart, node.place.keyEnd)
  }

  /** The span of a value or key, as `Document.locate` promises. */
  locate(path: Path, part: 'value' | 'key', textLength: number): Span | undefined {
    const node = this.find(path)
    if (node === undefined) return undefined
    if (node.place === undefined) return this.#span(0, textLength)
    return part === 'key'
      ? this.#span(node.place.keyStart, node.place.keyEnd)
      : this.#span(node.place.valueStart, node.place.valueEnd)
  }

  /**
   * The finished value. `textOf` may give another text than the one that was written.
   * @throws ConfigError with everything reported so far
   */
  toValue(textOf?: (node: TreeNode<P>) => string | null): Value {
    if (this.issues.length > 0) throw new ConfigError(this.issues)
    for (const node of this.#nodes) {
      if (node.children === undefined) node.value = textOf === undefined ? (node.text ?? null) : textOf(node)
    }
    for (let index = this.#nodes.length - 1; index >= 0; index--) {
      const node = this.#nodes[index] as TreeNode<P>
      if (node.children !== undefined) node.value = this.#finish(node.children, node)
    }
    if (this.issues.length > 0) throw new ConfigError(this.issues)
    return this.root.value as Value
  }

  #finish(children: Map<string, TreeNode<P>>, node: TreeNode<P>): Value {
    // Every child was made after its parent, so going backwards all children are done.
    if (!node.isList) return mapFrom([...children].map(([key, child]) => [key, child.value as Value]))
    const list: Value[] = []
    for (let index = 0; index < children.size; index++) {
      const child = children.get(String(index))
      if (child === undefined) {
        this.report(this.#hole(node, index))
        break
      }
      list.push(child.value as Value)
    }
    return list
  }

  #reach(path: Path, place: P): TreeNode<P> | undefined {
    if (path.length > this.#limits.maxDepth) throw tooDeep(path, this.#limits, this.#span(place.keyStart, place.keyEnd))
    let node = this.root
    for (let depth = 0; depth < path.length; depth++) {
      const part = path[depth] as string | number
      const inList = typeof part === 'number'
      if (node.text !== undefined || (node.children !== undefined && node.children.size > 0 && node.isList !== inList)) {
        this.#conflict(path.slice(0, depth), place, node)
        return undefined
      }
      node.isList = inList
      node.children ??= new Map()
      let child = node.children.get(String(part))
      if (child === undefined) {
        child = newNode(place)
        node.children.set(String(part), child)
        this.#nodes.push(child)
      }
      node = child
    }
    return node
  }

  #conflict(path: Path, place: P, node: TreeNode<P>): void {
    this.report({
      code: 'FORMAT_DUPLICATE_KEY',
      severity: 'error',
      message: `${JSON.stringify(printPath(path.slice(0, 20)))} is used with a value and with keys inside`,
      path,
      span: this.#span(place.keyStart, place.keyEnd),
      hint: 'rename one of the two',
      related: this.#first(node),
    })
  }

  #duplicate(path: Path, place: P, node: TreeNode<P>, second: 'refuse' | 'replace'): Issue {
    return {
      code: 'FORMAT_DUPLICATE_KEY',
      severity: second === 'refuse' ? 'error' : 'warning',
      message: `the key ${JSON.stringify(printPath(path.slice(0, 20)))} is written twice${second === 'refuse' ? '' : '; the last one counts'}`,
      path,
      span: this.#span(place.keyStart, place.keyEnd),
      hint: 'remove one of the two',
      related: this.#first(node),
    }
  }

  #hole(node: TreeNode<P>, index: number): Issue {
    const place = node.place
    return {
      code: 'FORMAT_SYNTAX',
      severity: 'error',
      message: `a list has no element ${index}, but a later one`,
      span: place && this.#span(place.keyStart, place.keyEnd),
      hint: 'number the elements from 0 without gaps',
    }
  }

  #first(node: TreeNode<P>): Issue['related'] {
    if (node.place === undefined) return undefined
    return [{ message: 'first written here', span: this.#span(node.place.keyStart, node.place.keyEnd) }]
  }
}

function newNode<P extends Place>(place: P | undefined): TreeNode<P> {
  return { place, text: undefined, children: undefined, isList: false, value: undefined }
}

/** For names with more levels than the limit; made before the path is walked. */
export function tooDeep(path: Path, limits: Limits, span: Span): ConfigError {
  return new ConfigError({
    code: 'FORMAT_TOO_DEEP',
    severity: 'error',
    message: `nested deeper than ${limits.maxDepth} levels`,
    path: path.slice(0, 20),
    span,
    hint: 'flatten the data, or raise maxDepth',
  })
}
