import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { openAge } from '../../src/crypto/age/age-file.ts'
import { ConfigError } from '../../src/errors/config-error.ts'
import { describeSuite } from './suites.ts'

interface AgeCase {
  readonly id: string
  readonly b64: string
}

interface Vector {
  readonly expect: string
  readonly payload: string | undefined
  readonly identities: readonly string[]
  readonly passphrases: readonly string[]
  readonly file: Uint8Array
}

/** Lines of words, an empty line, and the file: https://c2sp.org/CCTV/age */
function vectorOf({ b64 }: AgeCase): Vector {
  const bytes = Buffer.from(b64, 'base64')
  const end = bytes.indexOf('\n\n')
  const lines = bytes
    .subarray(0, end)
    .toString()
    .split('\n')
    .map((line) => line.split(': ') as [string, string])
  const all = (name: string): readonly string[] => lines.flatMap(([key, value]) => (key === name ? [value] : []))
  const file = bytes.subarray(end + 2)
  return {
    expect: all('expect')[0] ?? '',
    payload: all('payload')[0],
    identities: all('identity'),
    passphrases: all('passphrase'),
    file: all('compressed').includes('zlib') ? inflateSync(file) : file,
  }
}

/** What our reader says of each kind of failure. A wrong header may be damaged, altered or simply unreadable. */
const codes: Readonly<Record<string, readonly string[]>> = {
  'no match': ['CRYPTO_NO_KEY'],
  'HMAC failure': ['CRYPTO_TAMPERED'],
  'header failure': ['CRYPTO_MALFORMED', 'CRYPTO_TAMPERED', 'CRYPTO_UNSUPPORTED'],
  'payload failure': ['CRYPTO_TAMPERED', 'CRYPTO_MALFORMED'],
  'armor failure': ['CRYPTO_MALFORMED'],
}

describeSuite<AgeCase>('age-cctv', (cases) => {
  it.each(cases.map((each) => [each.id, each] as const))('%s', async (_, each) => {
    const vector = vectorOf(each)
    const opened = openAge(vector.file, vector, each.id)
    if (vector.expect === 'success') {
      const content = await opened
      expect(createHash('sha256').update(content).digest('hex')).toBe(vector.payload)
      return
    }
    const error: unknown = await opened.then(
      () => 'opened',
      (thrown: unknown) => thrown,
    )
    expect(ConfigError.is(error) ? error.code : error).toSatisfy((code: string) => codes[vector.expect]?.includes(code) === true)
  })
})
