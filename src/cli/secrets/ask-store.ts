import { storeFailed } from '../../config/secrets/answers.ts'
import { ConfigError } from '../../errors/config-error.ts'

/**
 * What a store says; what it says of its own mistakes may hold anything, and is not shown.
 * @throws ConfigError SECRET_STORE_UNAVAILABLE, and those of the store
 */
export async function askStore<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw ConfigError.is(error) ? error : storeFailed(name, error)
  }
}
