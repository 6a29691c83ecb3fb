import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'

/** What one layer has at a path. */
export interface LayerValue {
  readonly layer: number
  /** The path inside the layer; differs from the one asked for where lists were put together. */
  readonly path: Path
  /** As the layer has it: not merged, not coerced. */
  readonly value: Value
  /**
   * `sets`: the value, or part of it, comes from here. `hidden`: a higher layer replaced it. `unsets`: the layer
   * removes the key. `removes`: the layer takes elements or keys away from what lies below.
   */
  readonly effect: 'sets' | 'hidden' | 'unsets' | 'removes'
}

/** How a path got its value: highest layer first. */
export interface Replay {
  /** The highest layer that gives the value or a part of it; `undefined` when the path is absent. */
  readonly winner: LayerValue | undefined
  /** All other layers that say something about the path, those that give parts included. */
  readonly shadowed: readonly LayerValue[]
}
