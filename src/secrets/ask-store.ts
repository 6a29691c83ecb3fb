import { ConfigError } from '../errors/config-error.ts'
import { Secret } from '../values/secret.ts'

/**
 * What a store says of a secret. Providers may fail with anything, as with what `fetch` throws where there is no network: that
 * is a store which does not answer.
 * @throws ConfigError SECRET_STORE_UNAVAILABLE, and those of the store
 */
export async function askStore<T>(secret: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw ConfigError.is(error) ? error : storeFailed(secret, error)
  }
}

/** What a provider says of its own mistakes may hold anything: it is not shown. */
function storeFailed(secret: string, error: unknown): ConfigError {
  const kind = error instanceof Error ? error.constructor.name : typeof error
  return new ConfigError(
    {
      code: 'SECRET_STORE_UNAVAILABLE',
      severity: 'error',
      message: `the store of the secret ${JSON.stringify(secret)} failed with an unexpected ${kind}`,
      hint: 'report it to who wrote the provider; its error is the cause, behind reveal()',
    },
    { cause: new Secret(error) },
  )
}
