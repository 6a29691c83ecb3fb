import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newIdentity, recipientOf } from '../../src/crypto/age/age-keys.ts'
import type { KeyTarget } from '../../src/crypto/keys/key-provider.ts'
import { findKeys, type Keyring } from '../../src/crypto/keys/keyring.ts'
import { samples } from '../../src/crypto/samples.fixture.ts'
import { type OpenedFile, openSops, plainContent } from '../../src/crypto/sops/open.ts'
import { defaultRule, type RuleName, type SelectionRule } from '../../src/crypto/sops/rules.ts'
import { resealSops, rewrapSops, rotateSops, sealSops } from '../../src/crypto/sops/seal.ts'
import { storeForFile } from '../../src/crypto/sops/stores/choose-store.ts'
import { oracle } from './install-oracles.ts'

const sops = oracle('sops')
const required = process.env.ORACLES === '1'

let folder = ''
let identities: readonly [string, string, string] = ['', '', '']
let recipients: readonly string[] = []
let keys: Keyring

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sops-oracle-'))
  identities = [await newIdentity(false), await newIdentity(false), await newIdentity(false)]
  recipients = await Promise.all(identities.map((identity) => recipientOf(identity)))
  keys = await findKeys({ SOPS_AGE_KEY: identities.join('\n') }, folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const files: Readonly<Record<string, string | Uint8Array>> = {
  ...samples,
  'tls.key': Uint8Array.from({ length: 256 }, (_, index) => index),
  'types.yaml': [
    'oct: 0777\nold: 017\nnine: 09\nhex: 0x1F\nbin: 0b101\nunder: 1_000\nplus: +5\nneg: -3',
    'f1: 1.0\nf2: .5\nf3: 5.\nf4: 1e3\nf5: 1_0.5\nbig: 99999999999999999999999\nmin: -9223372036854775808',
    'd1: 2024-01-02\nd2: 2001-12-14t21:59:43.10-05:00\nd3: 2001-12-14 21:59:43.10\ns1: 12:30:45\ns2: 190:20:30\ns3: 2001-12-14 21:59:43.10 -5',
    'b1: True\nb2: FALSE\ny: yes\nn: off\nnull1: ~\nnull2: Null\nnull3:\nq1: "12"\nq2: \'true\'\nt1: !!str 123\nt2: !!float 1\nt3: !!int "7"\nuni: "\\u00e9\\U0001F600"',
    '',
  ].join('\n'),
  'special.yaml': 'a: .inf\nb: -.Inf\nc: .nan\nd: x\n',
  'odd.yaml': 'x:\n  s: {} # note\n  t: .5_0\n  u: 0o-7\n  v: 2001-12-14  1:59:43\ny: {} # other\n',
  'odd.ini': '[s]\n"a:b" = x\n`c` = `x`y` ; note\nd = z\n',
  'windows.env': 'A=1\r\nB=2\r\n',
  'windows.yaml': 'a: 1\r\n# c\r\nb:\r\n  - x\r\n',
}
const names = Object.keys(files)

const later = Date.UTC(2030, 0, 1)

function call(args: readonly string[], env: Readonly<Record<string, string>> = {}): Buffer {
  const { status, stdout, stderr } = spawnSync(sops as string, args, {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder, SOPS_AGE_KEY: identities.join('\n'), ...env },
  })
  if (status !== 0) throw new Error(`sops ${args.join(' ')}: ${stderr.toString().trim()}`)
  return stdout
}

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const age = (recipient: string | undefined): KeyTarget => ({ kind: 'age', fields: { recipient: recipient ?? '' } })

function seal(
  name: string,
  rule: SelectionRule = defaultRule,
  macOnlyEncrypted = false,
  groups = [[age(recipients[0])]],
  threshold = 0,
): Promise<string> {
  return sealSops(
    Buffer.from(files[name] as string),
    storeForFile(name),
    name,
    { groups, threshold, rule, macOnlyEncrypted },
    keys,
    Date.now(),
  )
}

function open(text: string, name: string): Promise<OpenedFile> {
  return openSops(text, storeForFile(name), name, keys)
}

/** What the command says of a sealed text; an error if it refuses it. */
function opened(text: string, name: string): Buffer {
  return call(['--decrypt', write(name, text)])
}

/** In JSON, so that two layouts of the same values are equal. Of two documents only the first has this form. */
function valuesOf(name: string, plain: Uint8Array): unknown {
  if (name === 'tls.key' || name === 'special.yaml') return Buffer.from(plain).toString('latin1').replace('+.inf', '.inf')
  const sealed = write(name === '.env' ? 'plain.env' : `plain-${basename(name)}`, plain)
  const encrypted = call(['--encrypt', '--age', recipients[0] as string, sealed])
  writeFileSync(sealed, encrypted)
  return JSON.parse(call(['--decrypt', '--output-type', 'json', sealed]).toString())
}

const flagOf = (name: RuleName): string => `--${name.replaceAll('_', '-')}`

const rules: readonly SelectionRule[] = [
  { name: 'unencrypted_suffix', pattern: '_plain' },
  { name: 'encrypted_suffix', pattern: 'a' },
  { name: 'unencrypted_regex', pattern: '^(?:hosts|A|k)$' },
  { name: 'encrypted_regex', pattern: '(?i)^(pass|hosts|l|s|b)$' },
  { name: 'unencrypted_comment_regex', pattern: 'inner|second' },
  { name: 'encrypted_comment_regex', pattern: 'inner|second' },
]

describe.skipIf(sops === undefined && !required)(
  `the sops command ${sops === undefined ? '(not installed: npm run test:oracles builds it)' : ''}`,
  () => {
    it.each(names)('opens %s after sealing, editing, rotating and changing keys', async (name) => {
      const sealed = await seal(name)
      const plain = opened(sealed, name)
      const first = await open(sealed, name)
      expect(valuesOf(name, plain)).toEqual(valuesOf(name, plainContent(first)))

      const edited = resealSops(first, changed(name, Buffer.from(plainContent(first))), later)
      expect(edited).not.toBe(sealed)
      expect(valuesOf(name, opened(edited, name))).toEqual(valuesOf(name, plainContent(await open(edited, name))))

      const rotated = await rotateSops(await open(edited, name), [[age(recipients[1])]], 0, keys, later)
      expect(valuesOf(name, opened(rotated, name))).toEqual(valuesOf(name, plainContent(await open(edited, name))))
      const rewrapped = await rewrapSops(await open(rotated, name), [[age(recipients[0]), age(recipients[2])]], 0, keys)
      expect(opened(rewrapped, name)).toEqual(opened(rotated, name))
    })

    it.each(names)('seals %s so that it is opened here, and again after its rotation', async (name) => {
      const path = write(name, files[name] as string)
      const sealed = call(['--encrypt', '--age', recipients[0] as string, path]).toString()
      const first = await open(sealed, name)
      expect(valuesOf(name, plainContent(first))).toEqual(valuesOf(name, opened(sealed, name)))
      // Sealed again without a change of content, it stays byte for byte.
      expect(resealSops(first, plainContent(first), later)).toBe(sealed)
      const edited = resealSops(first, changed(name, Buffer.from(plainContent(first))), later)
      // Each document of a stream has the metadata.
      expect(changedLines(sealed, edited)).toBe(name === 'many.yaml' ? 5 : 3)
      opened(edited, name)

      write(name, sealed)
      call(['rotate', '--in-place', '--add-age', recipients[1] as string, path])
      const rotated = await open(readFileSync(path, 'utf8'), name)
      expect(valuesOf(name, plainContent(rotated))).toEqual(valuesOf(name, plainContent(first)))
    })

    const matrix = ['app.yaml', 'app.json', '.env', 'app.ini'].flatMap((name) =>
      rules.flatMap((rule) =>
        [false, true].map((mac) => ({
          name,
          rule,
          mac,
          title: `${name} by ${rule.name}, ${mac ? 'code over sealed values' : 'code over all'}`,
        })),
      ),
    )

    it.each(matrix)('agrees on $title', async ({ name, rule, mac }) => {
      const sealed = await seal(name, rule, mac)
      expect(valuesOf(name, opened(sealed, name))).toEqual(valuesOf(name, plainContent(await open(sealed, name))))
      const path = write(name, files[name] as string)
      const flags = [flagOf(rule.name), rule.pattern, ...(mac ? ['--mac-only-encrypted'] : [])]
      const theirs = call(['--encrypt', '--age', recipients[0] as string, ...flags, path]).toString()
      const first = await open(theirs, name)
      expect(valuesOf(name, plainContent(first))).toEqual(valuesOf(name, opened(theirs, name)))
      const count = (text: string): number => text.split(/ENC\[[^\]]*type:(?!comment)/).length
      expect(count(sealed)).toBe(count(theirs))
    })

    it.each(['app.yaml', 'app.json', '.env', 'app.ini', 'tls.key'])(
      'agrees on three key groups of which two open %s',
      async (name) => {
        const groups = recipients.map((recipient) => [age(recipient)])
        const sealed = await seal(name, defaultRule, false, groups, 2)
        const path = write(name, sealed)
        for (const pair of [
          [0, 1],
          [1, 2],
        ] as const)
          call(['--decrypt', path], { SOPS_AGE_KEY: pair.map((index) => identities[index]).join('\n') })
        expect(() => call(['--decrypt', path], { SOPS_AGE_KEY: identities[1] })).toThrow(/sops/)

        const rule = { key_groups: recipients.map((recipient) => ({ age: [recipient] })), shamir_threshold: 2 }
        write('rules.yaml', JSON.stringify({ creation_rules: [rule] }))
        write(name, files[name] as string)
        const theirs = call(['--config', join(folder, 'rules.yaml'), '--encrypt', path]).toString()
        expect((await open(theirs, name)).metadata).toMatchObject({ threshold: 2, groups: { length: 3 } })
      },
    )

    it.each(names)(
      'opens %s with a file seal, and takes it off with an edit, which shows where one is required',
      async (name) => {
        const groups = [[age(recipients[0])]]
        const sealing = { groups, threshold: 0, rule: defaultRule, macOnlyEncrypted: false, fileSeal: true }
        const requiring: Keyring = { ...keys, seals: 'required' }
        const openedHere = (text: string): Promise<OpenedFile> => openSops(text, storeForFile(name), name, requiring)
        const sealed = await sealSops(Buffer.from(files[name] as string), storeForFile(name), name, sealing, keys, Date.now())
        const plain = opened(sealed, name)
        expect(valuesOf(name, plain)).toEqual(valuesOf(name, plainContent(await openedHere(sealed))))

        const path = write(name, sealed)
        call(['rotate', '--in-place', '--add-age', recipients[1] as string, path])
        const theirs = readFileSync(path, 'utf8')
        expect(theirs).not.toContain('configmanage_seal')
        await expect(openedHere(theirs)).rejects.toMatchObject({ code: 'CRYPTO_SEAL_MISSING' })
        const again = await rotateSops(await open(theirs, name), groups, 0, keys, later, true)
        await openedHere(again)
        expect(opened(again, name)).toEqual(call(['--decrypt', write(name, theirs)]))
      },
    )

    it.each(['app.yaml', 'app.json'])('takes the file seal off %s also when it sets one value', async (name) => {
      const sealing = { groups: [[age(recipients[0])]], threshold: 0, rule: defaultRule, macOnlyEncrypted: false, fileSeal: true }
      const text = await sealSops(Buffer.from('{"a": "x"}\n'), storeForFile(name), name, sealing, keys, Date.now())
      const path = write(name, text)
      call(['set', path, '["a"]', '"y"'])
      expect((await open(readFileSync(path, 'utf8'), name)).metadata.seal).toBeUndefined()
    })

    it('opens a .env whose lines with blanks only it would not seal itself', async () => {
      const sealed = await sealSops(
        Buffer.from('A=1\r\n\r\nB=2\n  \nC=3\n'),
        storeForFile('.env'),
        '.env',
        { groups: [[age(recipients[0])]], threshold: 0, rule: defaultRule, macOnlyEncrypted: false },
        keys,
        Date.now(),
      )
      expect(opened(sealed, '.env').toString()).toContain('B=2')
    })

    it('refuses what is refused here', async () => {
      const sealed = await seal('app.yaml')
      const tampered = sealed.replace('_unencrypted: demo', '_unencrypted: other')
      expect(() => opened(tampered, 'app.yaml')).toThrow(/MAC/)
      await expect(open(tampered, 'app.yaml')).rejects.toMatchObject({ code: 'CRYPTO_TAMPERED' })
    })
  },
)

/** With one more character in a value, somewhere near the end. */
function changed(name: string, plain: Buffer): Uint8Array {
  if (name === 'tls.key') return Buffer.concat([plain, Buffer.from('x')])
  const text = plain.toString()
  const places: Readonly<Record<string, readonly [RegExp, string]>> = {
    'app.yaml': [/s3cr3t/, 's3cr3tx'],
    'many.yaml': [/two/, 'twox'],
    'flow.yaml': [/\be\b/, 'ex'],
    'app.json': [/"two"/, '"twox"'],
    '.env': [/x=y/, 'x=yx'],
    'app.ini': [/k\s*=\s*v/, '$&x'],
    'types.yaml': [/12:30:45/, '12:30:46'],
    'special.yaml': [/x/, 'xy'],
    'odd.yaml': [/\.5(?:_0)?|0\.5/, '.6'],
    'odd.ini': [/= z/, '= zx'],
    'windows.env': [/A=1/, 'A=1x'],
    'windows.yaml': [/- x/, '- xy'],
  }
  const [pattern, replacement] = places[name] as readonly [RegExp, string]
  return Buffer.from(text.replace(pattern, replacement))
}

function changedLines(before: string, after: string): number {
  const old = before.split('\n')
  return after.split('\n').filter((line, index) => line !== old[index]).length
}
