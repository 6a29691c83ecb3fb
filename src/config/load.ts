import { ConfigError } from '../errors/config-error.ts'
import { isPromise } from '../runtime/awaitable.ts'
import { buildGeneration } from './build-generation.ts'
import type { ConfigDefinition } from './definition.ts'
import type { Generation } from './generation.ts'
import { type ConfigOptions, makePlan, type Plan } from './plan.ts'

export { wholeGeneration } from './first-load/whole-generation.ts'

/** A definition and what came of its sources. */
export interface Loaded {
  readonly plan: Plan
  readonly generation: Generation
  /** How many were read. */
  readonly sources: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
}

/**
 * Reads every source of any definition.
 * @throws ConfigError once, with the issues of all sources together
 */
export async function load(definition: ConfigDefinition, options: ConfigOptions): Promise<Loaded> {
  const plan = makePlan(definition, options, false)
  const startedAt = plan.runtime.clock.now()
  return loaded(plan, await buildGeneration(plan, undefined, [], plan.lastKnownGood), startedAt)
}

/**
 * The same without waiting.
 * @throws ConfigError also SOURCE_ASYNC, if a source has to be waited for
 */
export function loadSync(definition: ConfigDefinition, options: ConfigOptions): Loaded {
  const plan = makePlan(definition, options, true)
  const startedAt = plan.runtime.clock.now()
  const generation = buildGeneration(plan, undefined, [], plan.lastKnownGood)
  if (isPromise(generation)) {
    generation.catch(() => undefined) // what it would have said does not matter any more
    throw mustWait(plan)
  }
  return loaded(plan, generation, startedAt)
}

function loaded(plan: Plan, generation: Generation, startedAt: number): Loaded {
  plan.lastKnownGood?.begin(plan, generation)
  return { plan, generation, sources: generation.sources.length, startedAt }
}

function mustWait(plan: Plan): ConfigError {
  return new ConfigError({
    code: 'SOURCE_ASYNC',
    severity: 'error',
    message: `${plan.name} has a source, a secret or a validator that has to be waited for`,
    hint: 'use "await createConfig(...)"; modules, standard input, sealed files, stores of secrets and asynchronous schemas cannot be used synchronously',
  })
}
