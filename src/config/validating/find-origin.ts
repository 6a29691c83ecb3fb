import type { Replay } from '../../merge/layer-value.ts'
import { replayPath } from '../../merge/replay.ts'
import { placeBelow } from '../../schema/fields/json-schema.ts'
import type { Span } from '../../text/position.ts'
import { type Path, printPath } from '../../values/path.ts'
import type { Layer } from '../layer.ts'
import type { Provenance } from './provenance.ts'

/** Where a value came from: a layer, or a default of the schema. */
export type Origin = LayerOrigin | DefaultOrigin

export interface LayerOrigin {
  readonly kind: 'layer'
  readonly layer: Layer
  /** The path that was found: the one asked for, or the nearest one around it that a layer has. */
  readonly found: Path
  /** The same inside the layer, where lists were put together. */
  readonly at: Path
  readonly replay: Replay
  /** The layer takes the key away. */
  readonly isRemoval: boolean
}

export interface DefaultOrigin {
  readonly kind: 'default'
  readonly found: Path
  /** The value's own place: `schema.json#/properties/server/default/port`. */
  readonly rule: string
  /** The default it is part of. */
  readonly filledBy: string
}

/**
 * The origin of a path, or of the nearest map, list or text around it: what is inside a text that was read as a list, or
 * inside a map that came by reference, stands in no layer itself.
 */
export function findOrigin(
  path: Path,
  { layers, plan, defaults }: Pick<Provenance, 'layers' | 'plan' | 'defaults'>,
  { mayBeRemoved = false } = {},
): Origin | undefined {
  for (let length = path.length; length > 0; length--) {
    const found = path.slice(0, length)
    const replay = replayPath(layers, found, { strategies: plan.strategies })
    const removal = mayBeRemoved && length === path.length ? replay.shadowed.find(({ effect }) => effect === 'unsets') : undefined
    const winner = replay.winner ?? removal
    if (winner !== undefined) {
      const layer = layers[winner.layer] as Layer
      return { kind: 'layer', layer, found, at: winner.path, replay, isRemoval: replay.winner === undefined }
    }
    const filledBy = defaults.get(printPath(found))
    if (filledBy !== undefined) return { kind: 'default', found, rule: placeBelow(filledBy, ...path.slice(length)), filledBy }
  }
  return undefined
}

/** The place of a path in a layer, or what the layer calls it; else those of what it is part of. */
export function placeIn(
  layer: Layer,
  path: Path,
  part: 'key' | 'value',
): { readonly span?: Span | undefined; readonly name?: string | undefined } {
  for (let length = path.length; length > 0; length--) {
    const at = path.slice(0, length)
    // An element of a list has no key.
    const span = (length === path.length && part === 'key' ? layer.locate(at, 'key') : undefined) ?? layer.locate(at)
    const name = layer.nameOf(at)
    if (span !== undefined || name !== undefined) return { span, name }
  }
  return {}
}
