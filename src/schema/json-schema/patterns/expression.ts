import type { Characters } from './characters.ts'

/** A regular expression as a tree. Groups have no node of their own: whether a text matches does not depend on them. */
export type Expression =
  | { readonly kind: 'one'; readonly of: Characters }
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'either'; readonly options: readonly Expression[] }
  /** `most` is infinite for `*`, `+` and `{3,}`. */
  | { readonly kind: 'repeat'; readonly part: Expression; readonly least: number; readonly most: number }
  | { readonly kind: 'edge'; readonly edge: 'start' | 'end' | 'word' | 'not word' }
  | { readonly kind: 'look'; readonly part: Expression }
  /** A reference to what a group matched. */
  | { readonly kind: 'back' }
