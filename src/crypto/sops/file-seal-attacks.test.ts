import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import type { Keyring } from '../keys/keyring.ts'
import { forTest, open, otherRecipient, seal, testKeys } from '../sealed.fixture.ts'
import { openSops } from './open.ts'
import { resealSops } from './seal.ts'
import { storeNamed } from './stores/choose-store.ts'

/** What a change without the key does to a file that has no file seal. */
type Without = 'refused' | 'accepted'
type Attack = readonly [what: string, change: (text: string) => string, without: Without]

const requiring: Keyring = { ...testKeys, seals: 'required' }
const readers = { groups: [[forTest, { ...forTest, fields: { recipient: otherRecipient } }]] }

const envelope = /ENC\[AES256_GCM,[^\]]*type:(?:str|int|bool)\]/g

/** The text with two of its sealed values in each other's place. */
function swapped(left: number, right: number): (text: string) => string {
  return (text) => {
    const [a = '', b = ''] = [left, right].map((at) => [...text.matchAll(envelope)][at]?.[0])
    return text.replace(a, '\0').replace(b, a).replace('\0', b)
  }
}

function replace(what: string | RegExp, by: string): (text: string) => string {
  return (text) => text.replace(what, by)
}

/** The documents of a stream in another order. The metadata is read of the first. */
function ordered(...order: readonly number[]): (text: string) => string {
  return (text) => order.map((at) => text.split(/^---\n/m)[at]).join('---\n')
}

/** What the metadata of YAML says of the second of two readers. */
const secondReader = new RegExp(` {8}- enc: \\|\\n(?: {14}.*\\n)+ {10}recipient: ${otherRecipient}\\n`)

const cut = replace(/,type:(?:str|int)\]/, '')
const shortened = (text: string): string => text.replace(/data:([^,]*)/, (_, data: string) => `data:${data.slice(0, -4)}`)

const attacks: Readonly<Record<string, { readonly plain: string; readonly attacks: readonly Attack[] }>> = {
  'app.yaml': {
    plain: [
      '# note\na: first\nb: 23\nc:\n  - one\n  - two\nd:\n  e: "12"\nf_unencrypted: open\ng_unencrypted: "23"\nh_unencrypted: "4"',
      'i_unencrypted:\n  - x\n  - y\nm: {}\nn: null\no: ""\n# tail\n',
    ].join('\n'),
    attacks: [
      ['two values swapped', swapped(0, 1), 'refused'],
      ['two items of a list swapped', swapped(2, 3), 'refused'],
      ['a sealed key renamed', replace(/^a:/m, 'z:'), 'refused'],
      ['a parent renamed', replace(/^d:/m, 'z:'), 'refused'],
      ['a value cut', cut, 'refused'],
      ['a value shortened', shortened, 'refused'],
      ['a value taken out', replace(/^b:.*\n/m, ''), 'refused'],
      ['a plain value changed', replace('open', 'shut'), 'refused'],
      ['the code of the format taken out', replace(/^ {4}mac: .*\n/m, ''), 'refused'],
      ['the time of the last change changed', replace('2026-01-02T', '2026-01-03T'), 'refused'],
      ['the kind of code changed', replace('    version', '    mac_only_encrypted: true\n    version'), 'refused'],
      ['a rule that seals less', replace('unencrypted_suffix: _unencrypted', 'encrypted_suffix: x'), 'refused'],
      ['a rule that seals the same', replace('suffix: _unencrypted', 'suffix: unencrypted'), 'accepted'],
      ['a plain key renamed', replace('f_un', 'z_un'), 'accepted'],
      ['the border of plain values moved', replace('"23"\nh_unencrypted: "4"', '"2"\nh_unencrypted: "34"'), 'accepted'],
      ['the type of a plain value changed', replace('"23"\nh', '23\nh'), 'accepted'],
      ['the type of a sealed value changed', (text) => text.replace(/(e: ENC.*type:)str/, '$1int'), 'accepted'],
      ['a plain list made two', replace('  - y\n', 'j_unencrypted:\n  - y\n'), 'accepted'],
      ['an empty map taken out', replace('m: {}\n', ''), 'accepted'],
      ['an empty map made an empty list', replace('m: {}', 'm: []'), 'accepted'],
      ['an empty map added', replace('m: {}', 'm: {}\np: {}'), 'accepted'],
      ['a null taken out', replace('n: null\n', ''), 'accepted'],
      ['an empty text added', replace('n: null', 'n: ""'), 'accepted'],
      ['the order of keys changed', replace('m: {}\nn: null\n', 'n: null\nm: {}\n'), 'accepted'],
      ['a comment taken out', replace(/^#ENC.*\n/m, ''), 'accepted'],
      ['comments swapped', replace(/^(#.*)\n([\s\S]*)\n(#.*)\nsops/m, '$3\n$2\n$1\nsops'), 'accepted'],
      ['a plain comment added', replace(/^a:/m, '# trust this\na:'), 'accepted'],
      ['the layout changed', replace('open', '"open"'), 'accepted'],
      ['a document added', (text) => `${text}---\nz: null\n`, 'accepted'],
      ['a recipient renamed', replace(/(recipient: age1).*/, '$1other'), 'accepted'],
      ['a recipient taken out', replace(secondReader, ''), 'accepted'],
      ['a recipient added', (text) => text.replace(secondReader, (found) => found + found.replace('1s7z', '1zzz')), 'accepted'],
      ['the version changed', replace(/(version: ).*/, '$10.0.1'), 'accepted'],
      ['a field added to the metadata', replace('    version', '    other: 1\n    version'), 'accepted'],
    ],
  },
  'many.yaml': {
    plain: 'a: 1\n---\nb_unencrypted: "2"\n---\nc_unencrypted: "34"\n---\nd: null\n',
    attacks: [
      ['a plain value changed', replace('"34"', '"35"'), 'refused'],
      ['two documents swapped', ordered(1, 0, 2, 3), 'refused'],
      ['two documents swapped of which one adds nothing', ordered(0, 1, 3, 2), 'accepted'],
      ['the last document taken out', ordered(0, 1, 2), 'accepted'],
      ['a document copied that adds nothing', ordered(0, 1, 2, 3, 3), 'accepted'],
      ['a border between documents moved', (text) => text.replace('"2"', '"23"').replace('"34"', '"4"'), 'accepted'],
    ],
  },
  'app.json': {
    plain:
      '{"a": "first", "b": 23, "c": ["one", "two"], "d_unencrypted": "23", "e_unencrypted": "4", "f": {}, "g": null, "h": "12"}',
    attacks: [
      ['two values swapped', swapped(0, 1), 'refused'],
      ['two items of a list swapped', swapped(2, 3), 'refused'],
      ['a sealed key renamed', replace('"a"', '"z"'), 'refused'],
      ['a value cut', cut, 'refused'],
      ['a plain value changed', replace('"4"', '"5"'), 'refused'],
      ['the code of the format taken out', replace(/"mac": "[^"]*",/, ''), 'refused'],
      ['the time of the last change changed', replace('2026-01-02T', '2026-01-03T'), 'refused'],
      ['a plain key renamed', replace('d_un', 'z_un'), 'accepted'],
      ['the border of plain values moved', replace('"23", "e_unencrypted": "4"', '"2", "e_unencrypted": "34"'), 'accepted'],
      ['the type of a plain value changed', replace('"4"', '4'), 'accepted'],
      ['the type of a sealed value changed', replace(/("h": "ENC.*?type:)str/, '$1int'), 'accepted'],
      ['an empty map made an empty list', replace('"f": {}', '"f": []'), 'accepted'],
      ['a null taken out', replace('"g": null, ', ''), 'accepted'],
      ['the order of keys changed', replace('"f": {}, "g": null', '"g": null, "f": {}'), 'accepted'],
      ['a blank added', replace('"f": {}', '"f":  {}'), 'accepted'],
      ['a recipient renamed', replace(/("recipient": "age1)[^"]*/, '$1other'), 'accepted'],
      ['the version changed', replace(/("version": ")[^"]*/, '$10.0.1'), 'accepted'],
    ],
  },
  '.env': {
    plain: '# note\nA=first\nB=23\nC_unencrypted=23\nD_unencrypted=4\nE=\n',
    attacks: [
      ['two values swapped', swapped(0, 1), 'refused'],
      ['a sealed key renamed', replace('\nA=', '\nZ='), 'refused'],
      ['a value cut', cut, 'refused'],
      ['a plain value changed', replace('=4', '=5'), 'refused'],
      ['the code of the format taken out', replace(/^sops_mac=.*\n/m, ''), 'refused'],
      ['the time of the last change changed', replace('2026-01-02T', '2026-01-03T'), 'refused'],
      ['a plain key renamed', replace('C_un', 'Z_un'), 'accepted'],
      ['the border of plain values moved', replace('=23\nD_unencrypted=4', '=2\nD_unencrypted=34'), 'accepted'],
      ['an empty value taken out', replace('E=\n', ''), 'accepted'],
      ['an empty value added', replace('E=\n', 'E=\nF=\n'), 'accepted'],
      ['a comment taken out', replace(/^#.*\n/, ''), 'accepted'],
      ['a plain comment added', replace('B=', '# trust this\nB='), 'accepted'],
      ['a recipient renamed', replace(/(recipient=age1).*/, '$1other'), 'accepted'],
      ['the version changed', replace(/(sops_version=).*/, '$10.0.1'), 'accepted'],
    ],
  },
  'app.ini': {
    plain: '; note\n[s]\na = first\nb = 23\nc_unencrypted = 23\nd_unencrypted = 4\ne =\n[t]\nf = last\n',
    attacks: [
      ['two values swapped', swapped(0, 1), 'refused'],
      ['a section renamed', replace('[s]', '[z]'), 'refused'],
      ['a sealed key renamed', replace('\na =', '\nz ='), 'refused'],
      ['a value cut', cut, 'refused'],
      ['a plain value changed', replace('= 4', '= 5'), 'refused'],
      ['the code of the format taken out', replace(/^mac\s*=.*\n/m, ''), 'refused'],
      ['the time of the last change changed', replace('2026-01-02T', '2026-01-03T'), 'refused'],
      ['a plain key renamed', replace('c_un', 'z_un'), 'accepted'],
      ['the border of plain values moved', replace('= 23\nd_unencrypted = 4', '= 2\nd_unencrypted = 34'), 'accepted'],
      ['an empty value taken out', replace('e =\n', ''), 'accepted'],
      ['an empty section added', replace('[t]', '[u]\n[t]'), 'accepted'],
      ['a comment taken out', replace(/^;.*\n/, ''), 'accepted'],
      ['a recipient renamed', replace(/(recipient\s*= age1).*/, '$1other'), 'accepted'],
      ['the version changed', replace(/(version\s*= ).*/, '$10.0.1'), 'accepted'],
    ],
  },
  'tls.key': {
    plain: 'a1 7',
    attacks: [
      ['the value cut', cut, 'refused'],
      ['the code of the format taken out', replace(/"mac": "[^"]*",/, ''), 'refused'],
      ['the time of the last change changed', replace('2026-01-02T', '2026-01-03T'), 'refused'],
      ['a null added', replace('"sops"', '"other": null, "sops"'), 'accepted'],
      ['a recipient renamed', replace(/("recipient": "age1)[^"]*/, '$1other'), 'accepted'],
      ['the version changed', replace(/("version": ")[^"]*/, '$10.0.1'), 'accepted'],
    ],
  },
}

async function outcome(text: string, name: string, keys: Keyring = requiring): Promise<string> {
  return open(text, name, keys).then(
    () => 'accepted',
    (error: unknown) => {
      if (!ConfigError.is(error)) throw error
      return error.code
    },
  )
}

const cases = Object.entries(attacks).flatMap(([name, format]) =>
  format.attacks.map(([what, change, without]) => ({ name, plain: format.plain, what, change, without })),
)

describe('a file with a file seal that was changed without the key', () => {
  it.each(cases)('is refused: $name with $what', async ({ name, plain, change, without }) => {
    const sealed = await seal(plain, name, { ...readers, fileSeal: true })
    expect(await outcome(sealed, name)).toBe('accepted')
    expect(change(sealed)).not.toBe(sealed)
    expect(await outcome(change(sealed), name)).toMatch(without === 'accepted' ? /^CRYPTO_SEAL_BROKEN$/ : /^CRYPTO_(?!NO_KEY)/)
    // What the file seal adds: the same change of a file without one.
    const usual = await seal(plain, name, readers)
    expect(change(usual)).not.toBe(usual)
    const usually = await outcome(change(usual), name, testKeys)
    expect(usually === 'accepted' ? 'accepted' : 'refused').toBe(without)
  })

  it.each(Object.entries(attacks))(
    'is refused when the file seal of %s is taken out, cut, or of an earlier time',
    async (name, { plain }) => {
      const sealed = await seal(plain, name, { fileSeal: true })
      const opened = await open(sealed, name)
      const later = resealSops(opened, Buffer.from(plain.replace(/first|a1|a: 1/, '$&2')), Date.UTC(2026, 1, 1))
      const sealOf = (text: string): string => /v1,\d+,[\w+/]{43}=/.exec(text)?.[0] ?? ''
      expect(await outcome(later, name)).toBe('accepted')
      expect(await outcome(later.replaceAll('configmanage_seal', 'configmanage_other'), name)).toBe('CRYPTO_SEAL_MISSING')
      expect(await outcome(later.replaceAll(sealOf(later), sealOf(sealed)), name)).toBe('CRYPTO_SEAL_BROKEN')
      expect(await outcome(later.replaceAll('v1,2,', 'v1,3,'), name)).toBe('CRYPTO_SEAL_BROKEN')
      expect(await outcome(later.replaceAll('v1,2,', 'v2,2,'), name)).toBe('CRYPTO_SEAL_BROKEN')
      expect(await outcome(later.replaceAll(sealOf(later), sealOf(later).slice(0, -2)), name)).toBe('CRYPTO_SEAL_BROKEN')
    },
  )

  it.each(['app.yaml', 'app.json', '.env', 'app.ini'])('is refused with an old value in a newer %s', async (name) => {
    const { plain } = attacks[name] as (typeof attacks)[string]
    const before = await seal(plain, name, { fileSeal: true })
    const after = resealSops(await open(before, name), Buffer.from(plain.replace('first', 'second')), Date.UTC(2026, 1, 1))
    const [old = '', fresh = ''] = [before, after].map((text) => text.match(envelope)?.[0])
    expect(old).not.toBe(fresh)
    expect(await outcome(after.replace(fresh, old), name)).toBe('CRYPTO_TAMPERED')
  })

  it('is refused with a plain value changed that the code of the format does not cover', async () => {
    const sealing = { ...readers, macOnlyEncrypted: true }
    const plain = 'a: x\nb_unencrypted: open\n'
    const change = replace('open', 'shut')
    expect(await outcome(change(await seal(plain, 'app.yaml', sealing)), 'app.yaml', testKeys)).toBe('accepted')
    expect(await outcome(change(await seal(plain, 'app.yaml', { ...sealing, fileSeal: true })), 'app.yaml')).toBe(
      'CRYPTO_SEAL_BROKEN',
    )
  })

  it('is refused when it is read as another format', async () => {
    const sealed = await seal('{"a": "x"}', 'app.json', { fileSeal: true })
    await expect(openSops(sealed, storeNamed('yaml'), 'app.yaml', requiring)).rejects.toMatchObject({
      code: 'CRYPTO_SEAL_BROKEN',
    })
  })

  it('is a good file when all of it is of an earlier time', async () => {
    const before = await seal('a: x\n', 'app.yaml', { fileSeal: true })
    resealSops(await open(before, 'app.yaml'), Buffer.from('a: y\n'), Date.UTC(2026, 1, 1))
    expect(await outcome(before, 'app.yaml')).toBe('accepted')
  })
})

describe('every bit of a small file with a file seal', () => {
  it.each([
    ['app.yaml', '# c\npin: a1\nn:\n  - 7\n'],
    ['many.yaml', 'pin: a1\n---\nn: 7\n'],
    ['app.json', '{"pin": "a1", "n": [7]}'],
    ['.env', '# c\nPIN=a1\nN=7\n'],
    ['app.ini', '[s]\npin = a1\nn = 7\n'],
    ['tls.key', 'a1 7'],
  ])('of %s flipped in turn is refused', async (name, text) => {
    const sealed = Buffer.from(await seal(text, name, { fileSeal: true }))
    const [first, last] = [sealed.indexOf('-----BEGIN'), sealed.lastIndexOf('-----END')]
    const accepted: number[] = []
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const at = bit >> 3
      // Inside of the wrapped key every fifth bit must do: each costs a key exchange.
      if (at > first && at < last && bit % 5 !== 0) continue
      const flipped = Buffer.from(sealed)
      flipped[at] = (flipped[at] as number) ^ (1 << (bit & 7))
      if ((await outcome(flipped.toString('latin1'), name)) === 'accepted') accepted.push(bit)
    }
    expect(accepted).toEqual([])
  })

  it('is refused also where no file seal is required, but for those that take it out', async () => {
    const text = await seal('# c\npin: a1\nn_unencrypted: 7\n', 'app.yaml', { fileSeal: true })
    const sealed = Buffer.from(text)
    const field = text.indexOf('    configmanage_seal')
    const accepted = new Set<number>()
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const at = bit >> 3
      if (at > text.indexOf('-----BEGIN') && at < text.indexOf('-----END')) continue
      const flipped = Buffer.from(sealed)
      flipped[at] = (flipped[at] as number) ^ (1 << (bit & 7))
      if ((await outcome(flipped.toString('latin1'), 'app.yaml', testKeys)) === 'accepted') accepted.add(at)
    }
    expect(accepted.size).toBeGreaterThan(0)
    expect([...accepted].filter((at) => at < field || at > text.indexOf(':', field))).toEqual([])
  })
})
