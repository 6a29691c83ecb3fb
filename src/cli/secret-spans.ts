import { buildGeneration } from '../config/build-generation.ts'
import type { ConfigDefinition } from '../config/definition.ts'
import type { Layer } from '../config/layer.ts'
import { type ConfigOptions, makePlan, type Plan } from '../config/plan.ts'
import { isSecretPath } from '../config/secret-paths.ts'
import { placeIn } from '../config/validating/find-origin.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { Span } from '../text/position.ts'
import { walkLeaves } from '../values/walk.ts'

/**
 * Where the secrets of a definition stand in files, for pictures of lines. Reads everything once more, without judging it.
 * Nothing is known where something cannot be read: then names of keys have to tell.
 */
export async function secretSpans(definition: ConfigDefinition, options: ConfigOptions): Promise<readonly Span[]> {
  try {
    const plan = makePlan(definition, options, false)
    const { layers } = await buildGeneration({ ...plan, checker: undefined }, undefined)
    return secretSpansIn(plan, layers)
  } catch (error) {
    if (ConfigError.is(error)) return []
    throw error
  }
}

/** A secret inside a text that is read as a list or map hides that text. */
export function secretSpansIn({ checker, schema }: Plan, layers: readonly Layer[]): readonly Span[] {
  return layers.flatMap((layer) => {
    const spans: Span[] = []
    const read = layer.textOnly && checker !== undefined ? checker.coerce(layer, undefined) : layer
    walkLeaves(read.value, (path) => {
      const span = isSecretPath(schema, path) ? placeIn(read, path, 'value').span : undefined
      if (span !== undefined) spans.push(span)
    })
    return spans
  })
}
