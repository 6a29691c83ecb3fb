import type { Random } from '../../fuzz/random.ts'

/** What stands at the end of a path: text that nothing else in its document has, or a number. */
export class Leaf {
  readonly content: string
  readonly isNumber: boolean
  constructor(content: string, isNumber: boolean) {
    this.content = content
    this.isNumber = isNumber
  }
}

export interface TreeMap {
  readonly [key: string]: Tree
}
export type Tree = TreeMap | readonly Tree[] | Leaf

/** How odd keys and values may be in a language. */
export interface TreeRules {
  readonly keys: readonly string[]
  readonly lists: boolean
  readonly numbers: boolean
  readonly depth: number
}

export const plainKeys: readonly string[] = ['port', 'host', 'server', 'max-size', 'pool_size', 'Case', 'case', 'x1', 'on', 'yes']

/** Keys that need quotes somewhere, or more than one code unit. */
export const oddKeys: readonly string[] = [
  ...['a.b', 'über', 'two words', '😀', 'say "hi"', "it's", 'back\\slash', '#hash', 'x: y', 'x=y', '[0]', '1', 'true', 'null'],
  ...['~', 'sl/ash', '-', '- a', '&a', '*a', '!t', '@at', '%p', ',', '{', ']', 'e\u0301', '\u{1f468}\u200d\u{1f469}', 'a\tb'],
]

export const isMap = (tree: Tree): tree is TreeMap => !(tree instanceof Leaf) && !Array.isArray(tree)
export const isList = (tree: Tree): tree is readonly Tree[] => Array.isArray(tree)

/** Grows trees whose leaves all differ. */
export class TreeMaker {
  #leaves = 0
  readonly random: Random
  readonly rules: TreeRules
  constructor(random: Random, rules: TreeRules) {
    this.random = random
    this.rules = rules
  }

  map(depth: number = this.rules.depth): TreeMap {
    const entries = Array.from({ length: 1 + this.random.below(4) }, (): [string, Tree] => [
      this.random.pick(this.rules.keys),
      this.#value(depth - 1),
    ])
    return Object.fromEntries(entries)
  }

  #value(depth: number): Tree {
    const dice = this.random.below(10)
    if (depth > 0 && dice < 4) return this.map(depth)
    if (depth > 0 && this.rules.lists && dice < 6)
      return Array.from({ length: 1 + this.random.below(3) }, () => this.#value(depth - 1))
    const number = ++this.#leaves
    if (this.rules.numbers && this.random.below(2) === 0) return new Leaf(String(7_000_000 + number), true)
    return new Leaf(`mk${number}z`, false)
  }
}
