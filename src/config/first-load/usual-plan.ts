import { defaultLimits } from '../../formats/format.ts'
import { nodeRuntime } from '../../runtime/node-runtime.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { SchemaDescription } from '../../schema/describe.ts'
import type { ConfigDefinition } from '../definition.ts'
import { hasShape, optionShapes } from '../option-shapes.ts'
import type { ConfigOptions, Plan } from '../plan.ts'

export const withoutSchema: SchemaDescription = { declared: [], secrets: [], named: [], merge: [], warnings: [] }

/** What a usual definition has, and what is usually said to it. */
const usualParts = ['name', 'sources']
const usualOptions = ['env', 'cwd', 'clock', 'logger']

/** The plan of a definition that only names sources: what `makePlan` makes of it. `undefined` for any other. */
export function usualPlan(definition: ConfigDefinition, options: ConfigOptions, synchronous: boolean): Plan | undefined {
  if (!hasOnly(definition, usualParts) || !hasOnly(options, usualOptions)) return undefined
  const { name = 'config', sources } = definition
  const runtime = nodeRuntime(options)
  if (typeof name !== 'string' || !Array.isArray(sources) || !isUsualRuntime(runtime)) return undefined
  return {
    name,
    runtime,
    signal: undefined,
    definition,
    sources,
    above: [],
    profile: undefined,
    formats: { own: [], limits: defaultLimits, synchronous, made: new Map() },
    limits: defaultLimits,
    strategies: undefined,
    schema: withoutSchema,
    checker: undefined,
    resolvers: {},
    secrets: undefined,
    watch: false,
    eager: false,
    lastKnownGood: undefined,
    keys: undefined,
  }
}

/** An ordinary object, so that there is nothing behind its own properties. */
function hasOnly(given: object, parts: readonly string[]): boolean {
  return (
    typeof given === 'object' &&
    given !== null &&
    Object.getPrototypeOf(given) === Object.prototype &&
    Object.keys(given).every((part) => parts.includes(part))
  )
}

function isUsualRuntime({ env, cwd, clock, logger }: Runtime): boolean {
  const isUsual = typeof cwd === 'string' && typeof env === 'object' && !Array.isArray(env)
  return isUsual && hasShape(clock, optionShapes['clock'] ?? 'any') && hasShape(logger, optionShapes['logger'] ?? 'any')
}
