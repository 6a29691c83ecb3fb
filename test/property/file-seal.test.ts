import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Keyring } from '../../src/crypto/keys/keyring.ts'
import { forTest, open, seal, testKeys } from '../../src/crypto/sealed.fixture.ts'
import { sealedMessage, withFileSeal } from '../../src/crypto/sops/file-seal.ts'
import { resealSops, rotateSops } from '../../src/crypto/sops/seal.ts'
import { storeNames } from '../../src/crypto/sops/stores/store.ts'
import { ConfigError } from '../../src/errors/config-error.ts'
import { json } from '../../src/formats/json/json.ts'
import { yaml } from '../../src/formats/yaml/yaml.ts'
import type { Value } from '../../src/values/value.ts'
import { runsOr } from './runs.ts'

const requiring: Keyring = { ...testKeys, seals: 'required' }

// Few letters, so that two texts are often nearly the same, also in the bytes that stand for lengths.
const nearText = fc.string({ unit: fc.constantFrom('a', 'b', '\0', '\x01', '\n', '\r', 'é'), maxLength: 6 })
const message = fc.record({ store: fc.constantFrom(...storeNames), parts: fc.array(nearText, { minLength: 1, maxLength: 3 }) })

describe('the message of a file seal', () => {
  it('is another for every other format, text and place of the code; only line ends may differ', () => {
    const canonical = (given: { store: string; parts: readonly string[] }): string =>
      JSON.stringify([given.store, ...given.parts.map((part) => part.replaceAll('\r\n', '\n'))])
    fc.assert(
      fc.property(message, message, (left, right) => {
        const [a, b] = [left, right].map(({ store, parts }) => Buffer.from(sealedMessage(store, parts)))
        expect(a?.equals(b as Buffer)).toBe(canonical(left) === canonical(right))
      }),
      { numRuns: runsOr(5_000) },
    )
  })

  it('gives another code for every other text and key', () => {
    const codeOf = (before: string, after: string, dataKey: Uint8Array): string =>
      withFileSeal({ dataKey, store: 'yaml' }, 1, (text) => `${before}${text}${after}`).slice(before.length, before.length + 49)
    const key = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(nearText, nearText, nearText, key, key, (before, after, other, dataKey, otherKey) => {
        const code = codeOf(before, after, dataKey)
        expect(codeOf(before, after, dataKey)).toBe(code)
        const isSame = `${after}`.replaceAll('\r\n', '\n') === other.replaceAll('\r\n', '\n')
        expect(codeOf(before, other, dataKey) === code).toBe(isSame)
        expect(codeOf(before, after, otherKey) === code).toBe(Buffer.from(dataKey).equals(otherKey))
      }),
      { numRuns: runsOr(500) },
    )
  })
})

const word = fc.constantFrom('', 'x', 'yes', '0777', '08', 'x\ny\n', '#', 'a: b', '~', '1e3', 'v1,1,', 'ENC[', 'é', '"')
const key = fc.constantFrom('a', 'b', 'c', 'd_unencrypted', 'e_unencrypted', 'configmanage_seal')
const scalar = fc.oneof(word, fc.integer(), fc.boolean(), fc.constant(null))
const { map } = fc.letrec<{ tree: Value; map: Value }>((tie) => ({
  tree: fc.oneof({ depthSize: 'small' }, scalar, fc.array(tie('tree'), { maxLength: 3 }), tie('map')),
  map: fc.dictionary(key, tie('tree'), { maxKeys: 4, noNullPrototype: true }),
}))
const formats = { 'app.yaml': yaml(), 'app.json': json() }

describe.each(Object.entries(formats))('%s with a file seal', (name, format) => {
  it('opens after sealing, a change and a rotation, and in no form that somebody else made of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        map,
        map,
        fc.nat(),
        fc.constantFrom(' ', '\n', 'x', '#', ',', '\0', ''),
        async (value, other, at, typed) => {
          const sealed = await seal(format.print(value), name, { fileSeal: true })
          const changed = resealSops(await open(sealed, name, requiring), Buffer.from(format.print(other)), 1)
          const rotated = await rotateSops(await open(changed, name, requiring), [[forTest]], 0, testKeys, 2)
          await open(rotated, name, requiring)
          const place = at % rotated.length
          const typedOver = rotated.slice(0, place) + typed + rotated.slice(place + 1)
          const typedIn = rotated.slice(0, place) + typed + rotated.slice(place)
          for (const text of [typedOver, typedIn]) {
            if (text === rotated) continue
            const error: unknown = await open(text, name, requiring).catch((thrown: unknown) => thrown)
            expect(ConfigError.is(error) ? 'refused' : error).toBe('refused')
          }
        },
      ),
      { numRuns: runsOr(150) },
    )
  })
})
