import fs from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealAge } from '../crypto/age/age-file.ts'
import { otherIdentity, seal, testIdentity, testRecipient } from '../crypto/sealed.fixture.ts'
import { ConfigError } from '../errors/config-error.ts'
import { dotenv } from '../sources/dotenv.ts'
import { file } from '../sources/file.ts'
import { Secret } from '../values/secret.ts'
import type { Config } from './config.ts'
import { createConfig, createConfigSync } from './create-config.ts'
import type { ConfigDefinition } from './definition.ts'

let cwd = ''
beforeEach(() => {
  cwd = fs.mkdtempSync(join(os.tmpdir(), 'sealed-'))
})
afterEach(() => fs.rmSync(cwd, { recursive: true, force: true }))

const write = (name: string, content: string | Uint8Array): void => fs.writeFileSync(join(cwd, name), content)
const env = { SOPS_AGE_KEY: testIdentity }
const load = (definition: ConfigDefinition, variables: Readonly<Record<string, string>> = env): Promise<Config> =>
  createConfig(definition, { cwd, env: variables })
const revealed = (value: unknown): unknown =>
  value instanceof Secret
    ? { secret: value.reveal() }
    : Array.isArray(value)
      ? value.map(revealed)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revealed(inner)]))
        : value

async function codeOf(definition: ConfigDefinition, variables?: Readonly<Record<string, string>>): Promise<string> {
  return load(definition, variables).then(
    () => 'loaded',
    (error: unknown) => (ConfigError.is(error) ? error.code : String(error)),
  )
}

describe('a sealed file', () => {
  it('is opened where another file imports it, and is as secret there', async () => {
    write('secrets.yaml', await seal('db:\n  pass: canary-7\n', 'secrets.yaml'))
    write('app.yaml', '$import: secrets.yaml\nport: 1\n')
    const config = await load({ sources: [file('app.yaml')] })
    expect(revealed(config.value)).toEqual({ db: { pass: { secret: 'canary-7' } }, port: 1 })
    expect(await codeOf({ sources: [file('app.yaml')] }, {})).toBe('CRYPTO_NO_KEY')
  })

  it('is no template: what a template gives cannot be sealed', async () => {
    write('secrets.yaml.tmpl', await seal('db:\n  pass: canary-8\n', 'secrets.yaml'))
    expect(await codeOf({ sources: [file('secrets.yaml.tmpl')] })).toBe('CRYPTO_MALFORMED')
  })

  it('is opened while it is loaded, and what was sealed is secret', async () => {
    write(
      's.yaml',
      await seal(
        'db:\n  pass: canary-1\n  port: 5432\n  on: true\n  hosts:\n    # c\n    - a\n    - b\nplain_unencrypted: shown\n',
        's.yaml',
      ),
    )
    const config = await load({ sources: [file('s.yaml')] })
    expect(revealed(config.value)).toEqual({
      db: {
        pass: { secret: 'canary-1' },
        port: { secret: 5432 },
        on: { secret: true },
        hosts: [{ secret: 'a' }, { secret: 'b' }],
      },
      plain_unencrypted: 'shown',
    })
    expect(config.explain('db.pass')).toMatchObject({ secret: true, winner: { span: { start: { line: 2, column: 9 } } } })
    expect(`${JSON.stringify(config.value)}${inspect(config, { depth: 20 })}${inspect(config.explain('db.pass'))}`).not.toContain(
      'canary-1',
    )
  })

  it('gives places of list items behind comments that stood in the list', async () => {
    const sealed = await seal('l:\n  # c\n  - a\n  - b\n', 's.yaml')
    const asSopsWrites = sealed.replace('  #ENC', '  - ENC')
    write('s.yaml', asSopsWrites)
    const config = await load({ sources: [file('s.yaml')] })
    expect(revealed(config.value)).toEqual({ l: [{ secret: 'a' }, { secret: 'b' }] })
    expect(config.explain('l[0]')?.winner.span?.start.line).toBe(3)
  })

  it('may be JSON, INI or .env, also as a source of variables', async () => {
    write('s.json', await seal('{"a": {"b": 1.5}}', 's.json'))
    write('s.ini', await seal('[i]\nk = v\n', 's.ini'))
    write('s.env', await seal('D__X="in quotes"\nY_unencrypted=$D__X\n', 's.env'))
    const config = await load({ sources: [file('s.json'), file('s.ini'), dotenv({ path: 's.env' })] })
    expect(revealed(config.value)).toEqual({
      a: { b: { secret: 1.5 } },
      i: { k: { secret: 'v' } },
      d: { x: { secret: 'in quotes' } },
      y_unencrypted: { secret: 'in quotes' },
    })
  })

  it('may be sealed as a whole, by age or as a binary', async () => {
    write('w.yaml.age', await sealAge(Buffer.from('a: 1\n'), { recipients: [testRecipient] }, false))
    write('v.toml', await sealAge(Buffer.from('b = 2\n'), { recipients: [testRecipient] }, true))
    write('u.toml', await seal('c = 3\n', 'u.toml'))
    const config = await load({ sources: [file('w.yaml.age'), file('v.toml'), file('u.toml')] })
    expect(revealed(config.value)).toEqual({ a: { secret: 1 }, b: { secret: 2 }, c: { secret: 3 } })
  })

  it('is checked and coerced by a schema like any other, without telling a value', async () => {
    write('s.env', await seal('PORT=canary-2\nSIZE=12\n', 's.env'))
    const schema = { type: 'object', properties: { port: { type: 'integer' }, size: { type: 'integer', maximum: 20 } } } as const
    const error = await load({ sources: [dotenv({ path: 's.env' })], schema }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'VALUE_TYPE', issues: [{ path: ['port'], received: '[secret]' }] })
    expect(inspect(error, { depth: 20 })).not.toContain('canary-2')
    write('s.env', await seal('PORT=80\nSIZE=12\n', 's.env'))
    expect(revealed((await load({ sources: [dotenv({ path: 's.env' })], schema })).value)).toEqual({
      port: { secret: 80 },
      size: { secret: 12 },
    })
  })

  it('makes what refers to it secret', async () => {
    write('s.yaml', await seal('pass: canary-3\n', 's.yaml'))
    write('a.yaml', 'url: "x:${pass}@y"\n')
    const config = await load({ sources: [file('s.yaml'), file('a.yaml')] })
    expect(revealed(config.value)).toMatchObject({ url: { secret: 'x:canary-3@y' } })
    expect(config.explain('url')?.secret).toBe(true)
  })

  it('is read again when it changes, and may be plain then', async () => {
    write('s.json', await seal('{"a": "x", "b": "y"}', 's.json'))
    const config = await load({ sources: [file('s.json')] })
    expect(await config.reload()).toEqual([])
    write('s.json', await seal('{"a": "x", "b": "z"}', 's.json'))
    expect((await config.reload()).map(({ path }) => path)).toEqual([['b']])
    write('s.json', '{"a": "x"}')
    await config.reload()
    expect(config.value).toEqual({ a: 'x' })
  })

  it('is opened with a key file of the definition, of the environment, or of the sops command', async () => {
    write('s.yaml', await seal('a: x\n', 's.yaml'))
    write('key.txt', `# key\n${testIdentity}\n`)
    const sources = [file('s.yaml')]
    expect(await codeOf({ sources, keys: { identityFiles: ['key.txt'] } }, {})).toBe('loaded')
    expect(await codeOf({ sources }, { SOPS_AGE_KEY_FILE: 'key.txt' })).toBe('loaded')
    fs.mkdirSync(join(cwd, 'home/sops/age'), { recursive: true })
    fs.renameSync(join(cwd, 'key.txt'), join(cwd, 'home/sops/age/keys.txt'))
    expect(await codeOf({ sources }, { XDG_CONFIG_HOME: join(cwd, 'home') })).toBe('loaded')
  })

  it('must have a file seal where the definition or the environment says so', async () => {
    const texts = {
      's.yaml': await seal('a: x\n', 's.yaml'),
      'f.yaml': await seal('a: x\n', 'f.yaml', { fileSeal: true }),
      's.toml': await seal('a = "x"\n', 's.toml'),
      'f.toml': await seal('a = "x"\n', 'f.toml', { fileSeal: true }),
      'plain.yaml': 'a: x\n',
    }
    for (const [name, text] of Object.entries(texts)) write(name, text)
    write('w.age', await sealAge(Buffer.from('{}'), { recipients: [testRecipient] }, false))
    const environment = { SOPS_AGE_KEY: testIdentity }
    const required = { ...environment, CONFIGMANAGE_REQUIRE_SEAL: '1' }
    for (const name of ['s.yaml', 's.toml']) {
      const sources = [file(name)]
      expect(await codeOf({ sources }, environment)).toBe('loaded')
      expect(await codeOf({ sources, keys: { requireSeal: true } }, environment)).toBe('CRYPTO_SEAL_MISSING')
      expect(await codeOf({ sources }, required)).toBe('CRYPTO_SEAL_MISSING')
    }
    for (const name of ['f.yaml', 'f.toml', 'plain.yaml'])
      expect(await codeOf({ sources: [file(name)] }, required)).toBe('loaded')
    expect(await codeOf({ sources: [file('w.age', { format: 'json' })] }, required)).toBe('loaded')
    write('f.yaml', texts['f.yaml'].replace('sops:', 'b: null\nsops:'))
    expect(await codeOf({ sources: [file('f.yaml')] }, environment)).toBe('CRYPTO_SEAL_BROKEN')
  })

  it('keeps its last good values when a file whose seal is broken comes with a reload', async () => {
    const sealed = await seal('a: x\nb_unencrypted: y\n', 's.yaml', { fileSeal: true })
    write('s.yaml', sealed)
    const config = await load({ sources: [file('s.yaml')] })
    write('s.yaml', sealed.replace('b_un', 'c_un'))
    await expect(config.reload()).rejects.toMatchObject({ code: 'CRYPTO_SEAL_BROKEN' })
    expect(revealed(config.value)).toMatchObject({ b_unencrypted: 'y' })
  })

  it('is an error without a key that fits', async () => {
    write('s.yaml', await seal('a: x\n', 's.yaml'))
    write('w.age', await sealAge(Buffer.from('{}'), { recipients: [testRecipient] }, false))
    write('passphrase.json.age', await sealAge(Buffer.from('{}'), { passphrase: 'right' }, false))
    expect(await codeOf({ sources: [file('s.yaml')] }, {})).toBe('CRYPTO_NO_KEY')
    expect(await codeOf({ sources: [file('s.yaml', { optional: true })] }, { SOPS_AGE_KEY: otherIdentity })).toBe('CRYPTO_NO_KEY')
    expect(await codeOf({ sources: [file('w.age', { format: 'json' })] }, {})).toBe('CRYPTO_NO_KEY')
    expect(await codeOf({ sources: [file('passphrase.json.age')] }, { AGE_PASSPHRASE: 'wrong' })).toBe('CRYPTO_NO_KEY')
    expect(await codeOf({ sources: [file('passphrase.json.age')] }, { AGE_PASSPHRASE: 'right' })).toBe('loaded')
    expect(await codeOf({ sources: [file('s.yaml')] }, { SOPS_AGE_KEY_FILE: 'none.txt' })).toBe('CRYPTO_NO_KEY')
    expect(await codeOf({ sources: [file('s.yaml')] }, { SOPS_AGE_KEY: 'AGE-SECRET-KEY-1OOPS' })).toBe('CRYPTO_KEY_INVALID')
  })

  it.each<[string, string, string]>([
    ['values without metadata', 'a: VALUE\n', 'CRYPTO_MALFORMED'],
    ['a format that has no sealed values', 'toml', 'CRYPTO_MALFORMED'],
  ])('is an error as %s', async (_, text, code) => {
    const value = /ENC\[.*\]/.exec(await seal('a: x\n', 's.yaml'))?.[0] ?? ''
    const name = text === 'toml' ? 's.toml' : 's.yaml'
    write(name, text === 'toml' ? `a = "${value}"\n[sops]\nmac = "x"\n` : text.replace('VALUE', value))
    expect(await codeOf({ sources: [file(name)] })).toBe(code)
  })

  it('is an error when it was changed without the key, and says where', async () => {
    write('s.yaml', (await seal('a: x\nb_unencrypted: y\n', 's.yaml')).replace('y\n', 'z\n'))
    expect(await codeOf({ sources: [file('s.yaml')] })).toBe('CRYPTO_TAMPERED')
  })

  it('tells nothing of its content when that cannot be read', async () => {
    write('w.yaml.age', await sealAge(Buffer.from('a: [canary-4\nb: canary-4: x'), { recipients: [testRecipient] }, false))
    const error = await load({ sources: [file('w.yaml.age')] }).catch((thrown: unknown) => thrown)
    expect(ConfigError.is(error) && error.code).toBe('FORMAT_SYNTAX')
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('canary-4')
  })

  it('has to be waited for', async () => {
    write('s.yaml', await seal('a: x\n', 's.yaml'))
    expect(() => createConfigSync({ sources: [file('s.yaml')] }, { cwd, env })).toThrow(
      expect.objectContaining({ code: 'SOURCE_ASYNC' }),
    )
  })
})

describe('a plain file', () => {
  it('may speak of sealed values', async () => {
    write('p.yaml', '# ENC[AES256_GCM,data: begins a sealed value\na: "ENC[AES256_GCM,data:"\nsops_note: x\n')
    expect((await load({ sources: [file('p.yaml')] }, {})).value).toEqual({ a: 'ENC[AES256_GCM,data:', sops_note: 'x' })
  })

  it('needs no key and no waiting', () => {
    write('p.yaml', 'a: 1\n')
    expect(createConfigSync({ sources: [file('p.yaml')] }, { cwd, env: { SOPS_AGE_KEY: 'broken' } }).value).toEqual({ a: 1 })
  })
})
