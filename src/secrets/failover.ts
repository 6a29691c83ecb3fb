import { ConfigError } from '../errors/config-error.ts'
import { askStore } from './ask-store.ts'
import type { SecretProvider } from './secret-provider.ts'
import { printSecretRef } from './secret-ref.ts'

/**
 * Copies of one store, asked in order: the next one only when one does not answer. A copy that says "there is none" or
 * "you may not" has answered.
 */
export function failover(first: SecretProvider, ...others: readonly SecretProvider[]): SecretProvider {
  const copies = [first, ...others]
  return {
    name: copies.map(({ name }) => name).join(', then '),
    async read(ref, context) {
      const failures: ConfigError[] = []
      for (const copy of copies) {
        try {
          return await askStore(printSecretRef(ref), () => copy.read(ref, context))
        } catch (error) {
          if (!isUnavailable(error)) throw error
          failures.push(error)
          context.logger.warn('a store of secrets does not answer', { code: error.code, source: copy.name })
        }
      }
      const [issue, ...rest] = failures.flatMap(({ issues }) => issues)
      // There is at least one copy, and each has failed with at least one issue.
      throw new ConfigError([issue as NonNullable<typeof issue>, ...rest], { cause: failures.at(-1) })
    },
  }
}

/** True when the store itself did not answer: what it would have said is not known. */
export function isUnavailable(error: unknown): error is ConfigError {
  return ConfigError.is(error) && error.issues.some(({ code }) => code === 'SECRET_STORE_UNAVAILABLE')
}
