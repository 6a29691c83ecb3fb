import { publish } from '../runtime/diagnostics.ts'
import { Config } from './config.ts'
import type { ConfigDefinition } from './definition.ts'
import { firstLoad } from './first-load/first-load.ts'
import { loading } from './later.ts'
import type { Loaded } from './load.ts'
import type { ConfigOptions } from './plan.ts'

/**
 * Reads every source of a definition and gives the running configuration.
 * @throws ConfigError once, with the issues of all sources together
 */
export async function createConfig<Shape = unknown>(
  definition: ConfigDefinition<Shape>,
  options: ConfigOptions = {},
): Promise<Config<Shape>> {
  return started<Shape>(firstLoad(definition, options, false) ?? (await loading().load(definition, options)))
}

/**
 * The same without waiting, for definitions whose sources answer at once: files, environment, arguments, objects.
 * @throws ConfigError also SOURCE_ASYNC, if a source has to be waited for
 */
export function createConfigSync<Shape = unknown>(
  definition: ConfigDefinition<Shape>,
  options: ConfigOptions = {},
): Config<Shape> {
  return started<Shape>(firstLoad(definition, options, true) ?? loading().loadSync(definition, options))
}

function started<Shape>({ plan, generation, sources, startedAt }: Loaded): Config<Shape> {
  const durationMs = plan.runtime.clock.now() - startedAt
  plan.runtime.logger.info(`loaded ${plan.name}`, { generation: generation.number, durationMs, sources })
  publish('configmanage:load', { name: plan.name, generation: generation.number, durationMs, sources })
  return new Config<Shape>(plan, generation)
}
