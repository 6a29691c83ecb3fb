import { createContext, runInContext } from 'node:vm'

/** Said by {@link withinTime} when the time is over. */
export const late: unique symbol = Symbol('late')

interface World {
  work: () => unknown
}

let world: World | undefined

/**
 * What `work` gives, or `late`. The clock of `node:vm` can stop compiled loops as well, which no check of ours inside
 * of them could; what is thrown comes out as it is.
 */
export function withinTime<T>(milliseconds: number, work: () => T): T | typeof late {
  world ??= createContext({ work: () => undefined }) as World
  world.work = work
  try {
    // The context only calls: what it calls is ours, so the result is of its type.
    return runInContext('work()', world as never, { timeout: milliseconds }) as T
  } catch (error) {
    // It is an error of another world, so `instanceof` does not know it.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      return late
    throw error
  } finally {
    world.work = () => undefined
  }
}
