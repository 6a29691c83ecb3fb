import type { IssueCode } from '../errors/catalogue.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'

type CryptoCode = Extract<IssueCode, `CRYPTO_${string}`>

/** An error about keys or sealed files. Messages never hold plaintext. */
export function cryptoError(
  code: CryptoCode,
  message: string,
  details: Omit<Issue, 'code' | 'severity' | 'message'> = {},
  cause?: unknown,
): ConfigError {
  return new ConfigError({ code, severity: 'error', message, ...details }, cause === undefined ? undefined : { cause })
}

export const tampered = (message: string, details: Omit<Issue, 'code' | 'severity' | 'message'> = {}): ConfigError =>
  cryptoError('CRYPTO_TAMPERED', message, { hint: 'restore the file from version control', ...details })

export const malformed = (message: string, details: Omit<Issue, 'code' | 'severity' | 'message'> = {}): ConfigError =>
  cryptoError('CRYPTO_MALFORMED', message, {
    hint: 'restore the file from version control, or seal the plain text again',
    ...details,
  })
