import { describe, expect, it } from 'vitest'
import { momentText, readMetadata, writeMetadata } from './metadata.ts'
import { flattenMetadata, type MetadataMap, unflattenMetadata } from './metadata-tree.ts'

const sound: MetadataMap = {
  age: [{ recipient: 'age1x', enc: 'a' }],
  lastmodified: '2024-05-06T07:08:09Z',
  mac: 'ENC[x]',
  unencrypted_suffix: '_unencrypted',
  version: '3.13.3',
}
const read = (change: MetadataMap): ReturnType<typeof readMetadata> => readMetadata({ ...sound, ...change }, 'x.yaml')

describe('metadata', () => {
  it('are written as they were read', () => {
    expect(writeMetadata(readMetadata(sound, 'x.yaml'))).toEqual(sound)
    expect(Object.keys(writeMetadata(readMetadata(sound, 'x.yaml')))).toEqual(Object.keys(sound).sort())
  })

  it('hold the file seal as it is written, for others to judge', () => {
    const tree = { ...sound, configmanage_seal: 'v9,nonsense' }
    expect(readMetadata(tree, 'x.yaml').seal).toBe('v9,nonsense')
    expect(writeMetadata(readMetadata(tree, 'x.yaml'))).toEqual(tree)
    expect(read({}).seal).toBeUndefined()
    expect(() => read({ configmanage_seal: ['v1'] })).toThrow(/configmanage_seal/)
  })

  it('have keys at the top or in groups, of which those at the top win', () => {
    const group = {
      kms: [{ arn: 'arn:aws:kms:x', enc: 'b', created_at: '2024-01-01T00:00:00Z', context: { A: 'b' } }],
      hc_vault: [],
      age: null,
    }
    expect(read({ age: [], key_groups: [group, { pgp: [{ fp: 'F', enc: 'c' }] }], shamir_threshold: '2' })).toMatchObject({
      threshold: 2,
      groups: [[{ kind: 'kms', context: { A: 'b' } }], [{ kind: 'pgp', fields: { fp: 'F' } }]],
    })
    expect(read({ key_groups: [group] }).groups).toMatchObject([[{ kind: 'age' }]])
  })

  it.each([
    ['2024-05-06T07:08:09.123Z', '2024-05-06T07:08:09Z'],
    ['2024-05-06T07:08:09+02:00', '2024-05-06T07:08:09+02:00'],
    ['2024-05-06T07:08:09+00:00', '2024-05-06T07:08:09Z'],
  ])('tell the time of the last change: %s', (written, expected) => {
    expect(read({ lastmodified: written }).lastModified).toBe(expected)
  })

  it('may have truth and numbers as texts', () => {
    expect(['true', true, '1', 'True'].map((flag) => read({ mac_only_encrypted: flag }).macOnlyEncrypted)).toEqual([
      true,
      true,
      true,
      true,
    ])
    expect(['', null, 'false', false].map((flag) => read({ mac_only_encrypted: flag }).macOnlyEncrypted)).toEqual([
      false,
      false,
      false,
      false,
    ])
    expect(read({ unencrypted_suffix: '', encrypted_regex: 'x' }).rule).toEqual({ name: 'encrypted_regex', pattern: 'x' })
    expect(readMetadata({ ...sound, mac: null, version: null }, 'x').mac).toBe('')
  })

  it.each<[string, MetadataMap]>([
    ['no keys', { age: [] }],
    ['a list of keys that is none', { age: 'x' }],
    ['a key that is no map', { age: ['x'] }],
    ['a key without its wrapped part', { age: [{ recipient: 'x' }] }],
    ['a key without its name', { age: [{ enc: 'x' }] }],
    ['groups that are no list', { age: [], key_groups: 'x' }],
    ['a group that is no map', { age: [], key_groups: ['x'] }],
    ['a threshold above the groups', { shamir_threshold: 2 }],
    ['a threshold that is none', { shamir_threshold: 'x' }],
    ['no time', { lastmodified: null }],
    ['a time that does not exist', { lastmodified: '2024-99-06T07:08:09Z' }],
    ['a flag that is none', { mac_only_encrypted: 'perhaps' }],
    ['a code that is no text', { mac: [] }],
    ['a rule that is no text', { encrypted_regex: {} }],
    ['two rules', { encrypted_regex: 'x' }],
  ])('are refused with %s', (_, change) => {
    expect(() => read(change)).toThrow(expect.objectContaining({ code: 'CRYPTO_MALFORMED' }))
  })

  it('give times in seconds', () => expect(momentText(1_500)).toBe('1970-01-01T00:00:01Z'))
})

describe('flat metadata', () => {
  it('are the same in formats without nesting', () => {
    const tree = { a: [{ b: 'x', c: { d: 'y' } }, { b: 'z' }], e: 'f', g: [['h']] }
    const flat = flattenMetadata(tree)
    expect(flat).toEqual([
      ['a__list_0__map_b', 'x'],
      ['a__list_0__map_c__map_d', 'y'],
      ['a__list_1__map_b', 'z'],
      ['e', 'f'],
      ['g__list_0__list_0', 'h'],
    ])
    expect(unflattenMetadata(flat, 'x.env')).toEqual(tree)
    expect(flattenMetadata({ a: null, b: [], c: {}, d: true, e: 2 })).toEqual([
      ['d', 'true'],
      ['e', '2'],
    ])
  })

  it.each([
    [
      'a text that is a map too',
      [
        ['a', 'x'],
        ['a__map_b', 'y'],
      ],
    ],
    [
      'a map that is a text too',
      [
        ['a__map_b', 'y'],
        ['a', 'x'],
      ],
    ],
    [
      'a list that is a map too',
      [
        ['a__list_0', 'y'],
        ['a__map_b', 'x'],
      ],
    ],
    ['a gap', [['a__list_1', 'y']]],
    ['a list too long to be true', [['a__list_99999', 'y']]],
    [
      'a name twice',
      [
        ['a', 'y'],
        ['a', 'z'],
      ],
    ],
  ] as [string, [string, string][]][])('are refused with %s', (_, flat) => {
    expect(() => unflattenMetadata(flat, 'x.env')).toThrow(expect.objectContaining({ code: 'CRYPTO_MALFORMED' }))
  })

  it('reach no prototype', () => {
    const tree = unflattenMetadata(
      [
        ['__proto__', 'x'],
        ['a__map___proto__', 'y'],
      ],
      'x.env',
    )
    expect(Object.keys(tree)).toEqual(['__proto__', 'a'])
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})
