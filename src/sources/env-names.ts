import { childOf } from '../values/get.ts'
import type { Path } from '../values/path.ts'
import { isList, isMap, type Value } from '../values/value.ts'
import { canonical } from './canonical.ts'
import { naming } from './later.ts'
import type { NearNames } from './near-names.ts'
import type { KnownKeys } from './source.ts'

/** What a name stands for. */
export type NameReading =
  /** Exactly one key that exists. */
  | { readonly kind: 'known'; readonly path: Path }
  /** Several keys that exist. */
  | { readonly kind: 'ambiguous'; readonly paths: readonly Path[] }
  /** No key that exists; `near` are paths that it may be a mistyped word for. */
  | { readonly kind: 'new'; readonly path: Path; readonly near: readonly Path[] }
  /** No path at all: an empty level. */
  | { readonly kind: 'malformed' }

export interface NameRules {
  /** Between two levels. */
  readonly separator: string
  readonly keys: KnownKeys
}

/** A key that exists, with the keys below it. */
export interface Known {
  readonly part: string | number
  readonly children: () => readonly Known[]
}

/** Names are short; a search that takes longer is a search through keys made to be slow. */
export const mostSteps = 10_000
const mostWords = 100

/**
 * Matches names like `DB__POOL_SIZE` and `DB_POOL_SIZE` against the keys that exist. Case, `-`, `_` and
 * camel case do not count inside a key; a level ends at the separator or, in a name without any, at a `_`.
 */
export class EnvNames {
  readonly #separator: string
  readonly #root: readonly Known[]
  #near: NearNames | undefined

  constructor({ separator, keys }: NameRules) {
    this.#separator = separator
    this.#root = knownKeys(keys)
  }

  /** Reads the name of a variable, without its prefix. */
  read(name: string): NameReading {
    const levels = name.split(this.#separator)
    if (levels.some((level) => level === '')) return { kind: 'malformed' }
    const found = levels.length > 1 ? this.#byLevels(levels) : this.#byWords(name)
    return oneOf(found) ?? this.#readNew(name, levels, (level) => level.toLowerCase())
  }

  /** Reads a path that somebody typed, as on a command line. What matches nothing is kept as it was typed. */
  readPath(path: Path): NameReading {
    const levels = path.map(String)
    const exact = this.#byLevels(levels).find((found) => found.every((part, index) => String(part) === levels[index]))
    if (exact !== undefined) return { kind: 'known', path: exact }
    return oneOf(this.#byLevels(levels)) ?? this.#readNew(levels.join('.'), levels, (level) => level)
  }

  /** Each level names one key: `DB__POOLSIZE`. */
  #byLevels(levels: readonly string[]): readonly Path[] {
    let reached: readonly { path: Path; children: readonly Known[] }[] = [{ path: [], children: this.#root }]
    for (const level of levels) {
      reached = reached.flatMap(({ path, children }) =>
        matching(children, level).map((known) => ({ path: [...path, known.part], children: known.children() })),
      )
    }
    return reached.map(({ path }) => path)
  }

  /** Each level names one or more words, divided in every way that fits: `DB_POOL_SIZE`. */
  #byWords(name: string): readonly Path[] {
    const words = name.split('_').filter((word) => word !== '')
    if (words.length > mostWords) return []
    const found: Path[] = []
    let steps = 0
    const open = [{ path: [] as Path, children: this.#root, used: 0 }]
    for (let at = open.pop(); at !== undefined && steps++ < mostSteps && found.length < 10; at = open.pop()) {
      for (let end = at.used + 1; end <= words.length; end++) {
        for (const known of matching(at.children, words.slice(at.used, end).join(''))) {
          const path = [...at.path, known.part]
          if (end === words.length) found.push(path)
          else open.push({ path, children: known.children(), used: end })
        }
      }
    }
    return found
  }

  /** As much as exists is written as it exists; `spell` writes the rest. */
  #readNew(name: string, levels: readonly string[], spell: (level: string) => string): NameReading {
    let children: readonly Known[] = this.#root
    let depth = 0
    for (; depth < levels.length; depth++) {
      const [only, ...others] = matching(children, levels[depth] as string)
      if (only === undefined || others.length > 0) break
      children = only.children()
    }
    const known = this.#byLevels(levels.slice(0, depth))[0] ?? []
    const path = [...known, ...levels.slice(depth).map((level) => newPart(spell(level), children))]
    const isElement = typeof path[depth] === 'number'
    if (isElement) return { kind: 'new', path, near: [] }
    this.#near ??= new (naming().NearNames)(this.#root, (wanted) => this.#byLevels(wanted))
    return { kind: 'new', path, near: this.#near.of(name, levels, known, children) }
  }
}

/** Beside numbers a number is one too: `HOSTS__2` appends to a list of two. */
function newPart(level: string, siblings: readonly Known[]): string | number {
  const isIndex = /^\d{1,9}$/.test(level) && siblings.some((sibling) => typeof sibling.part === 'number')
  return isIndex ? Number(level) : level
}

function oneOf(found: readonly Path[]): NameReading | undefined {
  const [first, second] = found
  if (first === undefined) return undefined
  return second === undefined ? { kind: 'known', path: first } : { kind: 'ambiguous', paths: found }
}

function matching(children: readonly Known[], name: string): readonly Known[] {
  const typed = canonical(name)
  return children.filter((child) => canonical(String(child.part)) === typed)
}

interface Declared {
  readonly children: Map<string | number, Declared>
}

function knownKeys(keys: KnownKeys): readonly Known[] {
  const declared: Declared = { children: new Map() }
  for (const { path } of keys.declared) {
    let node = declared
    for (const part of path) {
      const next = node.children.get(part) ?? { children: new Map() }
      node.children.set(part, next)
      node = next
    }
  }
  return childrenOf(keys.lower, declared)
}

/** Looked at on demand: of a large configuration, few names touch few keys. */
function childrenOf(lower: Value | undefined, declared: Declared | undefined): readonly Known[] {
  const parts = new Set<string | number>(declared?.children.keys())
  if (isList(lower)) for (const index of lower.keys()) parts.add(index)
  else if (isMap(lower)) for (const key of Object.keys(lower)) parts.add(key)
  return [...parts].map((part) => {
    let children: readonly Known[] | undefined
    const below = (): readonly Known[] => {
      children ??= childrenOf(lower === undefined ? undefined : childOf(lower, part), declared?.children.get(part))
      return children
    }
    return { part, children: below }
  })
}
