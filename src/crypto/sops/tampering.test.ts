import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import { open, seal } from '../sealed.fixture.ts'
import { plainContent } from './open.ts'
import { resealSops } from './seal.ts'

const plain = 'a: first\nb: 23\nc:\n  - one\n  - two\nd:\n  e: last\nf_unencrypted: open\n'

async function codeOf(text: string, name = 'app.yaml'): Promise<string | undefined> {
  return open(text, name).then(
    () => undefined,
    (error: unknown) => (ConfigError.is(error) ? error.code : String(error)),
  )
}

function valuesOf(text: string): readonly string[] {
  return [...text.matchAll(/(?<=(?:: |- ))ENC\[[^\]]*\]/g)].map(([found]) => found)
}

/** The text with two stretches in each other's place. */
function swapped(text: string, left: string, right: string): string {
  return text.replace(left, '\0').replace(right, left).replace('\0', right)
}

describe('a sealed file that was changed without the key', () => {
  it('opens as long as nobody touched it', async () => {
    const text = await seal(plain, 'app.yaml')
    expect(await codeOf(text)).toBeUndefined()
    expect(valuesOf(text)).toHaveLength(6)
  })

  it.each<[string, (text: string) => string, string]>([
    ['two values swapped', (text) => swapped(text, valuesOf(text)[0] as string, valuesOf(text)[4] as string), 'CRYPTO_TAMPERED'],
    [
      'two elements of a list swapped',
      (text) => swapped(text, valuesOf(text)[2] as string, valuesOf(text)[3] as string),
      'CRYPTO_TAMPERED',
    ],
    ['a key renamed', (text) => text.replace(/^a:/m, 'z:'), 'CRYPTO_TAMPERED'],
    ['a parent renamed', (text) => text.replace(/^d:/m, 'z:'), 'CRYPTO_TAMPERED'],
    ['a value taken out', (text) => text.replace(/^b:.*\n/m, ''), 'CRYPTO_TAMPERED'],
    ['a value copied', (text) => text.replace('\nd:', `\n  - ${valuesOf(text)[2]}\nd:`), 'CRYPTO_TAMPERED'],
    [
      'a value cut',
      (text) => text.replace(valuesOf(text)[0] as string, (valuesOf(text)[0] as string).slice(0, -3)),
      'CRYPTO_MALFORMED',
    ],
    ['a value emptied', (text) => text.replace(valuesOf(text)[0] as string, '""'), 'CRYPTO_TAMPERED'],
    ['a value in plain text', (text) => text.replace(valuesOf(text)[0] as string, 'first'), 'CRYPTO_MALFORMED'],
    ['a number in plain text', (text) => text.replace(valuesOf(text)[1] as string, '23'), 'CRYPTO_MALFORMED'],
    ['a plain value changed', (text) => text.replace('open', 'shut'), 'CRYPTO_TAMPERED'],
    ['a plain value added', (text) => text.replace('sops:', 'g_unencrypted: new\nsops:'), 'CRYPTO_TAMPERED'],
    ['the code taken out', (text) => text.replace(/^ {4}mac: .*\n/m, ''), 'CRYPTO_TAMPERED'],
    ['the code emptied', (text) => text.replace(/^( {4}mac: ).*\n/m, '$1""\n'), 'CRYPTO_TAMPERED'],
    ['the time of the last change changed', (text) => text.replace('2026-01-02T', '2026-01-03T'), 'CRYPTO_TAMPERED'],
    [
      'the rule turned around',
      (text) => text.replace('unencrypted_suffix: _unencrypted', 'encrypted_suffix: x'),
      'CRYPTO_TAMPERED',
    ],
    ['two rules', (text) => text.replace('    version', '    encrypted_regex: x\n    version'), 'CRYPTO_MALFORMED'],
    [
      'a rule that is no expression',
      (text) => text.replace('unencrypted_suffix: _unencrypted', 'encrypted_regex: "("'),
      'CRYPTO_RULES',
    ],
    [
      'the kind of code changed',
      (text) => text.replace('    version', '    mac_only_encrypted: true\n    version'),
      'CRYPTO_TAMPERED',
    ],
    ['no recipients', (text) => text.replace(/ {4}age:\n(?: {8}.*\n)+/, ''), 'CRYPTO_MALFORMED'],
    ['a type changed to one that the value does not have', (text) => text.replace('type:str', 'type:int'), 'CRYPTO_TAMPERED'],
    ['a type unknown', (text) => text.replace('type:str', 'type:foo'), 'CRYPTO_MALFORMED'],
    ['metadata that is no map', (text) => text.replace(/^sops:[\s\S]*$/m, 'sops: yes\n'), 'CRYPTO_MALFORMED'],
    ['no metadata', (text) => text.replace(/^sops:[\s\S]*$/m, ''), 'CRYPTO_NOT_SEALED'],
  ])('is refused with %s', async (_, change, code) => {
    const text = await seal(plain, 'app.yaml')
    const changed = change(text)
    expect(changed).not.toBe(text)
    expect(await codeOf(changed)).toBe(code)
  })

  it('is refused with a value of an earlier time', async () => {
    const before = await seal(plain, 'app.yaml')
    const after = resealSops(await open(before, 'app.yaml'), Buffer.from(plain.replace('first', 'second')), Date.UTC(2026, 1, 1))
    const replayed = after.replace(valuesOf(after)[0] as string, valuesOf(before)[0] as string)
    expect(await codeOf(after)).toBeUndefined()
    expect(await codeOf(replayed)).toBe('CRYPTO_TAMPERED')
  })

  it('is refused with a comment altered', async () => {
    const text = await seal('# note\na: x\n', 'app.yaml')
    expect(await codeOf(text.replace(/data:./, (found) => `data:${found.endsWith('A') ? 'B' : 'A'}`))).toBe('CRYPTO_TAMPERED')
  })
})

describe('limits of the format, which only a file seal covers; but for whole files', () => {
  const moved = async (plainText: string, change: (text: string) => string): Promise<string> => {
    const opened = await open(change(await seal(plainText, 'app.yaml')), 'app.yaml')
    return Buffer.from(plainContent(opened)).toString()
  }

  it('names of plain values are not authenticated', async () => {
    expect(await moved('a_unencrypted: x\n', (text) => text.replace('a_un', 'b_un'))).toBe('b_unencrypted: x\n')
  })

  it('neither are the borders between plain values that follow each other', async () => {
    const change = (text: string): string => text.replace('"23"\nb_unencrypted: "4"', '"2"\nb_unencrypted: "34"')
    expect(await moved('a_unencrypted: "23"\nb_unencrypted: "4"\n', change)).toContain('"34"')
  })

  it('nor plain values, where only sealed ones go into the code', async () => {
    const text = await seal('a: x\nb_unencrypted: open\n', 'app.yaml', { macOnlyEncrypted: true })
    const opened = await open(text.replace('open', 'shut'), 'app.yaml')
    expect(Buffer.from(plainContent(opened)).toString()).toBe('a: x\nb_unencrypted: shut\n')
  })

  it('nor the names of readers and the version of the format', async () => {
    const change = (text: string): string => text.replace(/(recipient: age1).*/, '$1other').replace(/(version: ).*/, '$10.0.1')
    expect(await moved('a: x\n', change)).toBe('a: x\n')
  })

  it('nor whether a whole file is the newest', async () => {
    const before = await seal('a: x\n', 'app.yaml')
    const after = resealSops(await open(before, 'app.yaml'), Buffer.from('a: y\n'), Date.UTC(2026, 1, 1))
    expect(await codeOf(after)).toBeUndefined()
    expect(await codeOf(before)).toBeUndefined()
  })

  it('nor empty texts and nulls, which add nothing to the code', async () => {
    expect(await moved('a: x\n', (text) => text.replace('sops:', 'b: ""\nc: null\nsops:'))).toBe('a: x\nb: ""\nc: null\n')
  })

  it('nor the type of a text of digits', async () => {
    expect(await moved('a: "23"\n', (text) => text.replace('type:str', 'type:int'))).toBe('a: 23\n')
  })
})

describe('every bit of a small file', () => {
  it.each([
    ['app.yaml', 'pin: a1\nn:\n  - 7\n'],
    ['app.json', '{"pin": "a1", "n": [7]}'],
    ['.env', 'PIN=a1\nN=7\n'],
    ['app.ini', '[s]\npin = a1\nn = 7\n'],
    ['tls.key', 'a1 7'],
  ])('of %s flipped in turn never gives other values and never ends in anything but a ConfigError', async (name, text) => {
    const sealed = Buffer.from(await seal(text, name))
    const values = async (bytes: Buffer): Promise<string> =>
      JSON.stringify(
        (await open(bytes.toString('latin1'), name)).values.map(({ keys, scalar }) => [
          keys,
          Buffer.from(scalar.bytes).toString(),
        ]),
      )
    const expected = await values(sealed)
    let accepted = 0
    const armor = sealed.indexOf('-----BEGIN')
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const at = bit >> 3
      // Inside of the wrapped key every fifth bit must do: each costs a key exchange.
      if (at > armor && at < sealed.lastIndexOf('-----END') && bit % 5 !== 0) continue
      const flipped = Buffer.from(sealed)
      flipped[at] = (flipped[at] as number) ^ (1 << (bit & 7))
      const found = await values(flipped).catch((error: unknown) => error)
      if (typeof found === 'string') accepted++
      expect(typeof found === 'string' ? found : ConfigError.is(found), `bit ${bit}: ${String(found)}`).toBe(
        typeof found === 'string' ? expected : true,
      )
    }
    // Layout, comments and metadata that the format does not authenticate; none of it changes a value.
    expect(accepted).toBeLessThan(sealed.length * 8 * 0.5)
  })
})
