import { describe, expect, it } from 'vitest'
import { samples } from '../../src/crypto/samples.fixture.ts'
import { open, seal, testKeys } from '../../src/crypto/sealed.fixture.ts'
import { plainContent } from '../../src/crypto/sops/open.ts'
import { resealSops } from '../../src/crypto/sops/seal.ts'
import { ConfigError } from '../../src/errors/config-error.ts'
import { mutateText } from './mutations.ts'
import { Random, seedOf } from './random.ts'

const runs = Math.ceil(Number(process.env.FUZZ_RUNS ?? 20_000) / 10)
const tokens = [
  'sops',
  'sops_mac=',
  '[sops]',
  'ENC[AES256_GCM,data:',
  ',type:comment]',
  ',type:int]',
  '""',
  'null',
  '__list_0',
  '__map_',
  '# ',
  '---\n',
]

/** A `ConfigError`, or `undefined` for what was accepted. Anything else is thrown on. */
async function refusal(work: Promise<unknown>): Promise<ConfigError | undefined> {
  try {
    await work
    return undefined
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    return error
  }
}

describe.each(Object.keys(samples))('%s, mutated', (name) => {
  it('is refused with a ConfigError that tells no value, or opens with the values it had', { timeout: 3_600_000 }, async () => {
    const sealed = await seal(samples[name] as string, name)
    const secrets = (await open(sealed, name)).values.flatMap(({ sealed: text, scalar }) =>
      text === undefined ? [] : [Buffer.from(scalar.bytes).toString()],
    )
    const known = new Set(secrets)
    const random = new Random(seedOf(7))
    let accepted = 0
    for (let run = 0; run < runs; run++) {
      const text = mutateText(sealed, random, { tokens, corpus: [sealed] })
      const started = performance.now()
      const error = await refusal(
        open(text, name).then((opened) => {
          accepted++
          for (const { sealed: value, scalar } of opened.values)
            if (value !== undefined) expect(known).toContain(Buffer.from(scalar.bytes).toString())
          plainContent(opened)
        }),
      )
      expect(performance.now() - started).toBeLessThan(1_000)
      expect(error?.message ?? '').not.toMatch(/s3cr3t|quoted value/)
    }
    expect(accepted).toBeLessThan(runs / 2)
  })

  it('with a file seal is refused with a ConfigError, unless it is the same but for line ends', {
    timeout: 3_600_000,
  }, async () => {
    const sealed = await seal(samples[name] as string, name, { fileSeal: true })
    const random = new Random(seedOf(9))
    const tried = new Set<string>()
    for (let run = 0; run < runs; run++) {
      const text = mutateText(sealed, random, { tokens, corpus: [sealed] })
      const isSame = text.replaceAll('\r\n', '\n') === sealed.replaceAll('\r\n', '\n')
      tried.add(text)
      const error = await refusal(open(text, name, { ...testKeys, seals: 'required' }))
      expect(error === undefined && !isSame ? text : 'refused').toBe('refused')
    }
    expect(tried.size).toBeGreaterThan(runs / 2)
  })

  it('is sealed as it is or refused with a ConfigError', { timeout: 3_600_000 }, async () => {
    const random = new Random(seedOf(8))
    let accepted = 0
    const opened = await open(await seal(samples[name] as string, name), name)
    for (let run = 0; run < runs; run++) {
      const text = mutateText(samples[name] as string, random, { tokens, corpus: [samples[name] as string] })
      await refusal(
        (async () => {
          const sealed = resealSops(opened, Buffer.from(text), 1)
          accepted++
          const again = await open(sealed, name)
          // What comes out is sealed again without a change.
          expect(resealSops(again, plainContent(again), 2)).toBe(sealed)
        })(),
      )
    }
    expect(accepted).toBeGreaterThan(runs / 100)
  })
})
