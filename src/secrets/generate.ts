import { randomInt, randomUUID } from 'node:crypto'
import { ConfigError } from '../errors/config-error.ts'
import { Secret } from '../values/secret.ts'

/** How a new secret is made: `32` (letters and digits, so many), `hex` (64 digits), `hex:32`, `uuid`. */
export type GeneratorName = `${number}` | 'hex' | `hex:${number}` | 'uuid'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const hexDigits = '0123456789abcdef'

/** Shorter ones can be guessed: 12 letters and digits are 71 bits, 16 hexadecimal digits are 64. */
const shortest = { text: 12, hex: 16 } as const
const longest = 4_096

/**
 * A new secret of the system's random numbers. Letters and digits only: nothing in it has to be escaped in a URL, a shell or
 * a file.
 * @throws ConfigError OPTION_INVALID
 */
export function generateSecret(how: string): Secret {
  if (how === 'uuid') return new Secret(randomUUID())
  const parts = /^(?:(hex)(?::(\d{1,5}))?|(\d{1,5}))$/.exec(how)
  if (parts === null) throw unknown(how, 'write a length such as 32, hex, hex:32 or uuid')
  const [, hex, digits = '64', length = digits] = parts
  const [alphabet, least] = hex === undefined ? [letters, shortest.text] : [hexDigits, shortest.hex]
  if (Number(length) < least || Number(length) > longest) throw unknown(how, `take a length from ${least} to ${longest}`)
  return new Secret(Array.from({ length: Number(length) }, () => alphabet[randomInt(alphabet.length)]).join(''))
}

function unknown(how: string, hint: string): ConfigError {
  const message = `${JSON.stringify(how)} does not say how to make a secret`
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint })
}
