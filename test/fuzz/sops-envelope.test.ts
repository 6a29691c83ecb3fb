import { describe, expect, it } from 'vitest'
import { looksSealed, openEnvelope, parseEnvelope, sealScalar } from '../../src/crypto/sops/envelope.ts'
import { readMetadata } from '../../src/crypto/sops/metadata.ts'
import { isMetadataMap, type MetadataMap, unflattenMetadata } from '../../src/crypto/sops/metadata-tree.ts'
import { plainTypes, scalarOf } from '../../src/crypto/sops/plain-scalar.ts'
import { ConfigError } from '../../src/errors/config-error.ts'
import { mutateText } from './mutations.ts'
import { Random, seedOf } from './random.ts'

const runs = Number(process.env.FUZZ_RUNS ?? 20_000)
const key = Buffer.alloc(32, 3)
const aad = 'db:password:'

describe('a sealed value, mutated', () => {
  it('is no sealed value, does not open, or is what it was', { timeout: 3_600_000 }, () => {
    const random = new Random(seedOf(21))
    const tokens = ['ENC[AES256_GCM,data:', ',iv:', ',tag:', ',type:int]', '==', '=', ']', 'AAAA', '\n']
    const corpus = plainTypes.map((type) => sealScalar(scalarOf(type, '12345'), key, aad))
    let parsed = 0
    for (let run = 0; run < runs; run++) {
      const origin = corpus[run % corpus.length] as string
      const text = mutateText(origin, random, { tokens, corpus })
      const envelope = parseEnvelope(text)
      if (envelope === undefined) continue
      parsed++
      expect(looksSealed(text)).toBe(true)
      const opened = openEnvelope(envelope, key, aad)
      if (opened === undefined) continue
      // The format does not authenticate the name of the type; everything else is the text of one of the originals.
      const untyped = (sealed: string): string => sealed.slice(0, sealed.indexOf(',type:'))
      expect(corpus.map(untyped)).toContain(untyped(text))
      expect(Buffer.from(opened.bytes).toString()).toBe('12345')
    }
    expect(parsed).toBeGreaterThan(runs / 100)
  })
})

describe('metadata in lines, mutated', () => {
  const lines = [
    'lastmodified=2026-01-02T00:00:00Z',
    'mac=ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]',
    'unencrypted_suffix=_unencrypted',
    'version=3.13.3',
    'shamir_threshold=1',
    'mac_only_encrypted=true',
    'age__list_0__map_recipient=age1abc',
    'age__list_0__map_enc=text',
    'kms__list_0__map_arn=arn',
    'kms__list_0__map_enc=text',
    'kms__list_0__map_context__map_Env=prod',
    'key_groups__list_0__map_age__list_0__map_recipient=age1abc',
  ].join('\n')

  it('are read or refused with a ConfigError, and never touch a prototype', { timeout: 3_600_000 }, () => {
    const random = new Random(seedOf(22))
    const tokens = [
      '__map_',
      '__list_0',
      '__list_9999',
      '__list_99999999999',
      '__proto__',
      'constructor',
      '=',
      '\n',
      'key_groups',
    ]
    let accepted = 0
    for (let run = 0; run < runs; run++) {
      const text = mutateText(lines, random, { tokens, corpus: [lines] })
      const flat = text.split('\n').map((line): [string, string] => {
        const at = line.indexOf('=')
        return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
      })
      try {
        const tree: MetadataMap = unflattenMetadata(flat, 'app.env')
        expect(isMetadataMap(tree)).toBe(true)
        const { groups, threshold } = readMetadata(tree, 'app.env')
        expect(groups.length).toBeGreaterThanOrEqual(Math.max(1, threshold))
        accepted++
      } catch (error) {
        if (!ConfigError.is(error)) throw error
      }
    }
    expect(accepted).toBeGreaterThan(runs / 100)
    expect(Object.keys(Object.prototype)).toEqual([])
  })
})
