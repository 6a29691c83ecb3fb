import { describe, expect, it } from 'vitest'
import { forTest, open, seal, testKeys } from '../sealed.fixture.ts'
import { sealScalar } from './envelope.ts'
import { scalarOf } from './plain-scalar.ts'

/** The first issue of what is thrown; nothing of it may quote what is sealed. */
async function refusal(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.then(
    () => 'no error',
    (thrown: unknown) => thrown,
  )
  expect(JSON.stringify(error) + String(error)).not.toContain('canary')
  return (error as { issues?: readonly unknown[] }).issues?.[0] ?? error
}

const yaml = 'a:\n  # canary note\n  b: canary-5\n  n: 5\n'

describe('a sealed file is refused', () => {
  it.each([
    ['a value that was typed in by hand', /b: ENC\[[^\]]*\]/, 'b: plain', 'a.b'],
    ['a number that was typed in by hand', /n: ENC\[[^\]]*\]/, 'n: 5', 'a.n'],
    ['a boolean that was typed in by hand', /n: ENC\[[^\]]*\]/, 'n: true', 'a.n'],
  ])('with %s, which says where and what to do', async (_, from, to, name) => {
    const sealed = await seal(yaml, 'a.yaml')
    expect(await refusal(open(sealed.replace(from, to), 'a.yaml'))).toMatchObject({
      code: 'CRYPTO_MALFORMED',
      message: 'a value stands in plain text where the rules of the file have it sealed',
      file: 'a.yaml',
      name,
      hint: expect.stringContaining('configmanage edit'),
    })
  })

  it.each([
    ['value', /(b: ENC\[AES256_GCM,data:)/, 'a sealed value is damaged'],
    ['comment', /(#ENC\[AES256_GCM,data:)/, 'a sealed comment is damaged'],
  ])('with a %s that is damaged', async (_, from, message) => {
    const sealed = await seal(yaml, 'a.yaml')
    expect(await refusal(open(sealed.replace(from, '$1?'), 'a.yaml'))).toMatchObject({
      code: 'CRYPTO_MALFORMED',
      message,
      path: expect.arrayContaining(['a']),
    })
  })

  it.each<[string, string, 'int' | 'bool' | 'float']>([
    ['letters as an integer', 'canary', 'int'],
    ['letters as a boolean', 'canary', 'bool'],
    ['letters as a float', 'canary', 'float'],
  ])('with %s, although the seal fits', async (_, text, type) => {
    const sealed = await seal('a: x\n', 'a.yaml')
    const { dataKey } = await open(sealed, 'a.yaml')
    const forged = sealed.replace(/ENC\[[^\]]*type:str\]/, sealScalar(scalarOf(type, text), dataKey, 'a:'))
    expect(await refusal(open(forged, 'a.yaml'))).toMatchObject({
      code: 'CRYPTO_TAMPERED',
      message: 'a sealed value is not of the type that it names',
      name: 'a',
    })
  })

  it.each([
    ['mac', /\n +mac: .*/, '', 'the file has no authentication code', 'CRYPTO_TAMPERED'],
    ['mac', /mac: ENC.*/, 'mac: x', 'the authentication code of the file is damaged', 'CRYPTO_MALFORMED'],
    [
      'lastmodified',
      /2026-01-02/,
      '2026-01-03',
      'the authentication code or the time of the last change was altered',
      'CRYPTO_TAMPERED',
    ],
  ])('with metadata that was changed: %s', async (_, from, to, message, code) => {
    const sealed = await seal(yaml, 'a.yaml')
    expect(sealed).toMatch(from)
    expect(await refusal(open(sealed.replace(from, to), 'a.yaml'))).toMatchObject({ code, message, file: 'a.yaml' })
  })

  it('when it is not sealed', async () => {
    expect(await refusal(open('a: canary\n', 'a.yaml'))).toMatchObject({
      code: 'CRYPTO_NOT_SEALED',
      file: 'a.yaml',
      hint: expect.stringContaining('configmanage encrypt'),
    })
  })
})

describe('sealing is refused', () => {
  it('by a rule for comments that sealed comments fit, which could not be opened again', async () => {
    const rule = { name: 'unencrypted_comment_regex', pattern: 'AES' } as const
    expect(await refusal(seal(yaml, 'a.yaml', { rule }))).toMatchObject({
      code: 'CRYPTO_RULES',
      message: 'unencrypted_comment_regex "AES" also fits sealed comments',
      hint: 'make it more definite',
    })
  })

  it('for nobody, and for what is sealed already', async () => {
    expect(await refusal(seal(yaml, 'a.yaml', { groups: [[]] }))).toMatchObject({ code: 'CRYPTO_RULES' })
    expect(await refusal(seal(await seal(yaml, 'a.yaml'), 'a.yaml', { groups: [[forTest]] }))).toMatchObject({
      code: 'CRYPTO_SEALED_ALREADY',
      hint: expect.stringContaining('configmanage edit'),
    })
  })
})

describe('metadata', () => {
  it.each([
    ['a time of YAML without quotes', /lastmodified: "?([^"\n]*)"?/, 'lastmodified: $1'],
    ['a comment in it', /(\n +mac:)/, '\n    # by hand$1'],
  ])('may have %s', async (_, from, to) => {
    const sealed = await seal(yaml, 'a.yaml')
    const changed = sealed.replace(from, to)
    expect((await open(changed, 'a.yaml', testKeys)).values).toHaveLength(3)
  })
})
