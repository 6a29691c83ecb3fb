import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { directiveKey } from '../merge/directive-key.ts'
import type { Source } from '../sources/source.ts'
import { getAt } from '../values/get.ts'
import { type Path, parsePath, printPath } from '../values/path.ts'
import { mapFrom } from '../values/safe-keys.ts'
import { isMap, type Value, type ValueMap } from '../values/value.ts'
import type { Layer } from './layer.ts'

/** A source that is not read yet. */
export interface LeftOut {
  readonly source: Source
  /** What it is about. */
  readonly part: Path
}

interface Hidden extends LeftOut {
  /** Where nothing is shown: the part, or a value on the way that is no map, and would be none if the part were there. */
  at: Path
}

/** Which parts of a configuration are loaded: those whose sources wait until something in them is needed. */
export class LazyParts {
  readonly #loaded: Set<string>
  readonly #asked: ReadonlySet<string>
  readonly #leftOut: Hidden[] = []
  readonly #wanted = new Map<string, Path>()

  /** Parts that were loaded before stay so; those asked for come along. */
  constructor(before: LazyParts | undefined, asked: readonly Path[]) {
    this.#loaded = new Set(before?.loaded)
    this.#asked = new Set(asked.map(printPath))
  }

  /** Printed paths. */
  get loaded(): ReadonlySet<string> {
    return this.#loaded
  }

  get leftOut(): readonly LeftOut[] {
    return this.#leftOut
  }

  /** Parts that are not loaded and that references led to since this was asked last. */
  takeWanted(): readonly Path[] {
    const wanted = [...this.#wanted.values()]
    this.#wanted.clear()
    return wanted
  }

  /** Decides whether a source is read this time. */
  leavesOut(source: Source, part: Path): boolean {
    const text = printPath(part)
    if (this.#loaded.has(text) || this.#asked.has(text)) {
      this.#loaded.add(text)
      return false
    }
    this.#leftOut.push({ source, part, at: part })
    return true
  }

  /** Takes note of what the other layers make. */
  lieIn(tree: Value): void {
    for (const each of this.#leftOut) each.at = hiddenBy(each.part, tree)
  }

  /** Whether what is at a path depends on a part that is not loaded: at it, in it or around it. `*` stands for any key. */
  concerns(path: Path | string): boolean {
    return this.neededFor(path).length > 0
  }

  /** The parts that have to be loaded before a path can be read. */
  neededFor(path: Path | string): readonly Path[] {
    const parsed = typeof path === 'string' ? parsePath(path) : path
    return parsed === undefined ? [] : this.#leftOut.filter(({ at }) => meets(parsed, at)).map(({ part }) => part)
  }

  /** Whether what is at a path, or is missing there, cannot be judged yet: in a part, or on the way to one. */
  explains(path: Path, tree: Value): boolean {
    return this.#leftOut.some(({ at }) => meets(path, at) && (at.length <= path.length || getAt(tree, path) === undefined))
  }

  /** A reference looks at a path. */
  lookAt(path: Path): void {
    for (const part of this.neededFor(path)) this.#wanted.set(printPath(part), part)
  }

  /** A tree without the parts that are not loaded: what other layers say of them is not the whole truth. */
  hide(tree: Value): Value {
    return this.#leftOut.reduce((rest, { part }) => without(rest, part, printPath(part)), tree)
  }

  /** What is said of a path that cannot be read yet. */
  refusal(path: string, reason?: string): ConfigError {
    const { source, part } = this.#leftOut.find((each) => meets(parsePath(path) ?? [], each.at)) as LeftOut // it is about one
    const text = printPath(part)
    return new ConfigError({
      code: 'SOURCE_NOT_LOADED',
      severity: 'error',
      message: `${JSON.stringify(text)} is lazy and not loaded yet${reason === undefined ? '' : `: ${reason}`}`,
      path: part,
      source: source.name,
      hint: `load it first: await config.load(${JSON.stringify(text)})`,
    })
  }
}

function hiddenBy(part: Path, tree: Value): Path {
  const depth = part.findIndex((_, index) => {
    const value = getAt(tree, part.slice(0, index + 1))
    return value === undefined || !isMap(value)
  })
  return depth < 0 || getAt(tree, part.slice(0, depth + 1)) === undefined ? part : part.slice(0, depth + 1)
}

/** Whether one path is the other, or leads there. */
function meets(one: Path, other: Path): boolean {
  const length = Math.min(one.length, other.length)
  for (let index = 0; index < length; index++) {
    if (one[index] !== '*' && String(one[index]) !== String(other[index])) return false
  }
  return true
}

/** Maps with something hidden, by what they are made of: what did not change stays the same object. */
const hidden = new WeakMap<ValueMap, Map<string, ValueMap>>()

function without(tree: Value, part: Path, name: string): Value {
  const [key, ...rest] = part
  if (key === undefined || !isMap(tree) || !Object.hasOwn(tree, key)) return tree
  const at = `${part.length} ${name}`
  const known = hidden.get(tree)?.get(at)
  if (known !== undefined) return known
  // What is no map on the way would not be there if the part were.
  const isLast = rest.length === 0 || !isMap(tree[key] as Value)
  const made = isLast ? withoutKey(tree, String(key)) : withChild(tree, String(key), rest, name)
  hidden.set(tree, (hidden.get(tree) ?? new Map<string, ValueMap>()).set(at, made))
  return made
}

function withoutKey(map: ValueMap, key: string): ValueMap {
  return mapFrom(Object.entries(map).filter(([name]) => name !== key))
}

function withChild(map: ValueMap, key: string, rest: Path, name: string): ValueMap {
  const before = map[key] as Value // it was looked for
  const after = without(before, rest, name)
  return after === before ? map : mapFrom(Object.entries(map).map(([each, value]) => [each, each === key ? after : value]))
}

/** What a layer sets outside of the part that it may set. */
export function outsideOf(part: Path, layer: Layer): readonly Issue[] {
  return strangersIn(layer.value, part, 0).map((path) => ({
    code: 'SOURCE_OUTSIDE',
    severity: 'error',
    message: `${JSON.stringify(printPath(path))} is not in ${JSON.stringify(printPath(part))}, the part that this source is lazy about`,
    path,
    source: layer.source.name,
    span: layer.locate(path, 'key') ?? layer.locate(path),
    file: layer.file,
    hint: 'move it to another file, or take lazy() away',
  }))
}

function strangersIn(value: Value, part: Path, depth: number): readonly Path[] {
  if (depth === part.length) return []
  const way = part.slice(0, depth)
  if (!isMap(value)) return [way]
  const key = String(part[depth])
  return Object.entries(value).flatMap(([name, child]): readonly Path[] => {
    if (name === key) return strangersIn(child, part, depth + 1)
    const isDirective = name === directiveKey && isMap(child) && Object.keys(child).every((each) => each === key)
    return isDirective ? [] : [[...way, name]]
  })
}
