import { ConfigError } from '../errors/config-error.ts'
import { isPromise } from '../runtime/awaitable.ts'
import { publish } from '../runtime/diagnostics.ts'
import { buildGeneration } from './build-generation.ts'
import { Config } from './config.ts'
import type { ConfigDefinition } from './definition.ts'
import type { Generation } from './generation.ts'
import { type ConfigOptions, makePlan, type Plan } from './plan.ts'

/**
 * Reads every source of a definition and gives the running configuration.
 * @throws ConfigError once, with the issues of all sources together
 */
export async function createConfig<Shape = unknown>(
  definition: ConfigDefinition<Shape>,
  options: ConfigOptions = {},
): Promise<Config<Shape>> {
  const plan = makePlan(definition, options, false)
  const startedAt = plan.runtime.clock.now()
  return started<Shape>(plan, await buildGeneration(plan, undefined, [], plan.lastKnownGood), startedAt)
}

/**
 * The same without waiting, for definitions whose sources answer at once: files, environment, arguments, objects.
 * @throws ConfigError also SOURCE_ASYNC, if a source has to be waited for
 */
export function createConfigSync<Shape = unknown>(
  definition: ConfigDefinition<Shape>,
  options: ConfigOptions = {},
): Config<Shape> {
  const plan = makePlan(definition, options, true)
  const startedAt = plan.runtime.clock.now()
  const generation = buildGeneration(plan, undefined, [], plan.lastKnownGood)
  if (isPromise(generation)) {
    generation.catch(() => undefined) // what it would have said does not matter any more
    throw mustWait(plan)
  }
  return started<Shape>(plan, generation, startedAt)
}

function started<Shape>(plan: Plan, generation: Generation, startedAt: number): Config<Shape> {
  plan.lastKnownGood?.begin(plan, generation)
  const durationMs = plan.runtime.clock.now() - startedAt
  const sources = generation.sources.length
  plan.runtime.logger.info(`loaded ${plan.name}`, { generation: generation.number, durationMs, sources })
  publish('configmanage:load', { name: plan.name, generation: generation.number, durationMs, sources })
  return new Config<Shape>(plan, generation)
}

function mustWait(plan: Plan): ConfigError {
  return new ConfigError({
    code: 'SOURCE_ASYNC',
    severity: 'error',
    message: `${plan.name} has a source or a validator that has to be waited for`,
    hint: 'use "await createConfig(...)"; modules, standard input, sealed files and asynchronous schemas cannot be used synchronously',
  })
}
