import { buildGeneration } from '../../config/build-generation.ts'
import type { ConfigDefinition } from '../../config/definition.ts'
import type { Generation } from '../../config/generation.ts'
import type { Layer } from '../../config/layer.ts'
import { makePlan, type Plan } from '../../config/plan.ts'
import { isSecretPath } from '../../config/secret-paths.ts'
import type { LintLayer, LintProfile, SecretPlace } from '../../lint/subject.ts'
import type { TextReading } from '../../sources/source.ts'
import { walkLeaves } from '../../values/walk.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext, Hidden } from '../context.ts'
import { secretsIn } from '../find-secrets.ts'
import { optionsFor } from '../open-config.ts'

/** A profile that was loaded. */
export interface LoadedProfile {
  readonly profile: LintProfile
  /** What was read of files. */
  readonly readings: readonly TextReading[]
  readonly secrets: readonly SecretPlace[]
  /** Where they stand, for pictures of lines: also inside of other texts. */
  readonly hidden: Hidden
}

/**
 * Loads a definition in one profile, and keeps what came of each source.
 * @throws ConfigError with what prevents it from being loaded
 */
export async function loadProfile(
  context: CliContext,
  definition: ConfigDefinition,
  flags: GlobalFlags,
  name: string | undefined,
): Promise<LoadedProfile> {
  const { profile: _, ...options } = optionsFor(context, flags)
  const plan = makePlan(definition, { ...options, ...(name !== undefined && { profile: name }) }, false)
  // What is wrong by the schema, `validate` says; a linter looks at all that can be read.
  const generation = await buildGeneration({ ...plan, checker: undefined }, undefined)
  const names = name === undefined ? [] : [name, ...(definition.profiles?.[name]?.aliases ?? [])]
  const layers = generation.sources.flatMap(({ key, layers: own }) => own.map((layer, index) => lintLayer(layer, key, index)))
  return {
    profile: { name, names, value: generation.value, layers, strategies: plan.strategies },
    readings: generation.sources.flatMap(({ answer }) => (answer.reading?.kind === 'bytes' ? [answer.reading] : [])),
    secrets: secretsOf(plan, generation),
    hidden: secretsIn(plan, generation.layers),
  }
}

function lintLayer(layer: Layer, key: string, index: number): LintLayer {
  return {
    id: JSON.stringify([key, layer.uri, index]),
    source: layer.source.name,
    kind: layer.source.kind,
    file: layer.file,
    value: layer.value,
    directives: layer.directives,
    textOnly: layer.textOnly,
    warnings: layer.warnings,
    locate: (path, part) => layer.locate(path, part),
    nameOf: (path) => layer.nameOf(path),
  }
}

/** Values that the schema calls secret, where the layers have them. */
function secretsOf(plan: Plan, { layers }: Generation): readonly SecretPlace[] {
  if (plan.schema.secrets.length === 0) return []
  return layers.flatMap((layer) => {
    const places: SecretPlace[] = []
    walkLeaves(layer.value, (path, value) => {
      if (isSecretPath(plan.schema, path)) places.push({ path, value, span: layer.locate(path) })
    })
    return places
  })
}
