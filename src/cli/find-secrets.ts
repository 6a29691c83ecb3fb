import { buildGeneration } from '../config/build-generation.ts'
import type { ConfigDefinition } from '../config/definition.ts'
import type { Layer } from '../config/layer.ts'
import { type ConfigOptions, makePlan, type Plan } from '../config/plan.ts'
import { isSecretPath } from '../config/secret-paths.ts'
import { placeIn } from '../config/validating/find-origin.ts'
import { ConfigError } from '../errors/config-error.ts'
import { hasReference } from '../references/has-reference.ts'
import type { Span } from '../text/position.ts'
import type { Value } from '../values/value.ts'
import { walkLeaves } from '../values/walk.ts'
import type { Hidden } from './context.ts'

/**
 * Where the secrets of a definition stand in files, for pictures of lines. Reads everything once more, without judging it.
 * Nothing is known where something cannot be read: then names of keys have to tell.
 */
export async function findSecrets(definition: ConfigDefinition, options: ConfigOptions): Promise<Hidden> {
  try {
    const plan = makePlan(definition, options, false)
    const { layers } = await buildGeneration({ ...plan, checker: undefined }, undefined)
    return secretsIn(plan, layers)
  } catch (error) {
    if (ConfigError.is(error)) return { spans: [], texts: [] }
    throw error
  }
}

/** A secret inside a text that is read as a list or map hides that text. */
export function secretsIn({ checker, schema }: Plan, layers: readonly Layer[]): Hidden {
  const spans: Span[] = []
  const texts = new Set<string>()
  for (const layer of layers) {
    const read = layer.textOnly && checker !== undefined ? checker.coerce(layer, undefined) : layer
    walkLeaves(read.value, (path, value) => {
      if (!isSecretPath(schema, path)) return
      const { span } = placeIn(read, path, 'value')
      if (span !== undefined) spans.push(span)
      for (const line of isScalarText(value) ? linesOf(value) : []) texts.add(line)
    })
  }
  return { spans, texts: [...texts] }
}

/** Expressions are no secrets. */
function isScalarText(value: Value): value is string | number | bigint {
  return typeof value === 'number' || typeof value === 'bigint' || (typeof value === 'string' && !hasReference(value))
}

/** Shorter ones turn up by chance. */
const shortest = 4

function linesOf(value: string | number | bigint): readonly string[] {
  const lines = String(value).split(/\r?\n/)
  return lines.flatMap((line) => [line, JSON.stringify(line).slice(1, -1)]).filter((line) => line.trim().length >= shortest)
}
