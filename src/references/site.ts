import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'

/** How a value was computed. */
export interface Derivation {
  /** The text as it was written. */
  readonly expression: string
  readonly uses: readonly Operand[]
  readonly secret: boolean
}

/** One thing that an expression used. */
export interface Operand {
  readonly expression: string
  /** The path it names, if it names one. */
  readonly path?: Path
  /** What was there, if anything was; secret where what is computed from it is. */
  readonly value?: Value
  /** True when the default behind `:-` was taken. */
  readonly fallback: boolean
}

/** In place of a value that could not be computed; the reason is among the issues. */
export const failed: unique symbol = Symbol('failed')

export type Outcome = Value | typeof failed

/** A text with references, computed: kept for the next run, which takes it over when everything it read is as it was. */
export interface Site {
  readonly text: string
  readonly outcome: Outcome
  readonly reads: readonly Read[]
  /** How it came about, if references had a part in it. */
  readonly derivation: Derivation | undefined
  /** The longest way through other computed values, itself counted. */
  readonly height: number
  /** What it adds to a printed configuration. */
  readonly weight: Weight
}

/** A map or list that holds references, filled in. */
export interface Filled {
  /** As merged. */
  readonly raw: Value
  readonly outcome: Value
  readonly height: number
  /** Those of its keys that lead to references, and what came of each. */
  readonly keys: readonly (string | number)[]
  readonly children: readonly Filled[]
}

/** Something that a computed value was made of, as it was at that moment. */
export type Read = PathRead | AnswerRead

export interface PathRead {
  readonly kind: 'path'
  readonly path: Path
  /** A reference to its own path, which means the value below. */
  readonly own: boolean
  /** Defaults around it. */
  readonly nesting: number
  /** Before anything in it was sealed. */
  readonly value: Value | undefined
}

export interface AnswerRead {
  readonly kind: 'answer'
  readonly name: string
  readonly argument: string
  readonly value: Value | undefined
  readonly version: unknown
}

export interface Weight {
  readonly characters: number
  readonly nodes: number
}
