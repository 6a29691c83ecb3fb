import type { ValueMap } from '../../values/value.ts'
import type { Generation } from '../generation.ts'
import { loading } from '../later.ts'
import type { Plan } from '../plan.ts'
import type { FirstReading } from './first-load.ts'

/** The generation of a first load. What readers do not see is made when an explanation, a report or a reload looks at it. */
export function firstGeneration(plan: Plan, readings: readonly FirstReading[], value: ValueMap): Generation {
  let made: Generation | undefined
  const whole = (): Generation => {
    made ??= loading().wholeGeneration(plan, readings, value)
    return made
  }
  return {
    number: 1,
    loadedAt: plan.runtime.clock.now(),
    profile: undefined,
    value,
    checked: undefined,
    get sources() {
      return whole().sources
    },
    get layers() {
      return whole().layers
    },
    get merged() {
      return whole().merged
    },
    get derived() {
      return whole().derived
    },
    get resolved() {
      return whole().resolved
    },
    get lower() {
      return whole().lower
    },
    warnings: () => whole().warnings(),
  }
}
