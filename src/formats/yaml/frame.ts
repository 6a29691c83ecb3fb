import type { AliasEvent, ScalarEvent } from 'js-yaml'
import type { Value } from '../../values/value.ts'
import type { Range } from './problem.ts'

/** The event that wrote a key. */
export type KeyEvent = ScalarEvent | AliasEvent

/** A value that aliases may name. Its size is known when it is closed; an alias before that would contain itself. */
export interface Anchor {
  readonly place: Range
  closed: boolean
  value: Value
  /** Values in it, with every alias written out. */
  size: number
  /** Levels of maps and lists in it. */
  height: number
  /** The text as written, when it is a scalar: it may become a key. */
  readonly text: string | undefined
}

interface FrameBase {
  /** The event that opened it. */
  readonly start: number
  readonly anchor: Anchor | undefined
  /** True when the collection itself stands where a key is expected. */
  readonly isKey: boolean
  size: number
  height: number
}

export interface ListFrame extends FrameBase {
  readonly kind: 'list'
  readonly items: Value[]
}

export interface MapFrame extends FrameBase {
  readonly kind: 'map'
  readonly keys: string[]
  readonly values: Value[]
  /** Same order as `keys`. */
  readonly keyEvents: KeyEvent[]
  /** Indexes into `keys` of the `<<` whose value is to be merged in; `undefined` in most maps. */
  merges: number[] | undefined
  pending: PendingKey | undefined
}

/** A key that waits for its value. */
export type PendingKey =
  | { readonly kind: 'key' | 'merge'; readonly text: string; readonly event: KeyEvent }
  /** A key that was refused: the value behind it is dropped. */
  | { readonly kind: 'refused' }

export interface RootFrame extends FrameBase {
  readonly kind: 'root'
  value: Value
}

export type Frame = ListFrame | MapFrame | RootFrame
