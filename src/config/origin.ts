import type { Replay } from '../merge/layer-value.ts'
import { replayPath } from '../merge/replay.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import type { Generation } from './generation.ts'
import { stepsOf } from './importing/import-step.ts'
import type { Layer } from './layer.ts'
import type { Plan } from './plan.ts'
import { sealSecrets } from './seal-secrets.ts'

/** One layer's say about a path. */
export interface Origin {
  /** Name of the source. */
  readonly source: string
  readonly uri: string
  /** The name in the source's own language: an environment variable, a flag. */
  readonly name: string | undefined
  readonly file: string | undefined
  readonly span: Span | undefined
  /** The places of the imports that lead to the file, the nearest first. Empty for a source. */
  readonly importedBy: readonly Span[]
  /** As this layer has it, references unresolved. */
  readonly value: Value
  /** Set while the source cannot be reached: when what it says here was read, and whether by an earlier process. */
  readonly stale?: { readonly readAt: number; readonly fromDisk: boolean } | undefined
}

/** What one layer has at a path, for people. */
export function originOf(plan: Plan, layers: readonly Layer[], contribution: Contribution, path: Path): Origin {
  const layer = layers[contribution.layer] as Layer
  return {
    source: layer.source.name,
    uri: layer.uri,
    name: layer.nameOf(contribution.path),
    file: layer.file,
    span: layer.locate(contribution.path),
    importedBy: stepsOf(layer.importedBy).flatMap((step) => step.span ?? []),
    value: sealSecrets(contribution.value, path, plan.schema),
  }
}

export type Contribution = NonNullable<Replay['winner']>

/** The path itself; or, inside a map that came by reference, the path of the reference. */
export function writtenPath(
  plan: Plan,
  layers: readonly Layer[],
  path: Path,
  isDefault: boolean,
): { readonly path: Path; readonly replay: Replay } {
  let current = path
  let replay = replayPath(layers, current, { strategies: plan.strategies })
  while (replay.winner === undefined && current.length > 0 && !isDefault) {
    current = current.slice(0, -1)
    replay = replayPath(layers, current, { strategies: plan.strategies })
  }
  return { path: current, replay }
}

/** The default of a path as an origin, if the schema has one: below all layers. */
export function defaultOrigin({ checker, schema }: Plan, { checked }: Generation, path: Path): Origin | undefined {
  const found = checker?.defaultAt(path, checked)
  if (found === undefined) return undefined
  return {
    source: 'default',
    uri: found.rule,
    name: undefined,
    file: found.span?.file,
    span: found.span,
    importedBy: [],
    value: sealSecrets(found.value, path, schema),
  }
}
