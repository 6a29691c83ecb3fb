import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { newIdentity, recipientOf } from '../../src/crypto/age/age-keys.ts'
import { verifyAuditLog } from '../../src/secrets/audit-log.ts'
import { type Outcome, Sandbox } from './cli-sandbox.ts'

const identity = await newIdentity(false)

/** A home of its own, with a key. */
class Home extends Sandbox {
  constructor(files: Readonly<Record<string, string>> = {}) {
    super({ 'key.txt': identity, ...files })
  }
  secrets(line: string | readonly string[], stdin?: string, env: Readonly<Record<string, string>> = {}): Promise<Outcome> {
    const words = typeof line === 'string' ? line.split(' ') : line
    return this.call(['secrets', ...words], {
      env: { HOME: this.folder, SOPS_AGE_KEY_FILE: 'key.txt', ...env },
      ...(stdin !== undefined && { stdin }),
    })
  }
  get log(): string {
    return `${this.folder}/.local/state/configmanage/audit.ndjson`
  }
  records(): readonly string[] {
    return verifyAuditLog(this.log).map(({ action, subject }) => `${action} ${subject}`)
  }
}

const canary = 'c4nary-9f2e-horse'
const store = '.local/share/configmanage/secrets.age'

describe('configmanage secrets', () => {
  it('stores, shows, lists and removes a secret of a person', async () => {
    const home = new Home()
    const set = await home.secrets('set db/password --stdin', `${canary}\n`)
    expect([set.code, set.stdout]).toEqual([0, ''])
    expect(set.stderr).toMatch(/^set db\/password in .*secrets\.age, version 1\n$/)
    expect(statSync(`${home.folder}/${store}`).mode & 0o777).toBe(0o600)

    const shown = await home.secrets('get db/password')
    expect(shown.stdout).toMatch(/^\[secret [0-9a-f]{4}\]\n$/)
    expect(await home.secrets('get db/password --reveal')).toEqual({ code: 0, stdout: `${canary}\n`, stderr: '' })
    const listed = JSON.parse((await home.secrets('list --json')).stdout)
    expect(listed).toMatchObject({
      kind: 'SecretList',
      data: { secrets: [{ name: 'db/password', version: '1', changedAt: '1970-01-01T00:00:00.000Z', expiresAt: null }] },
    })
    expect((await home.secrets('rm db/password')).code).toBe(0)
    expect(await home.secrets('rm db/password')).toMatchObject({ code: 4, stderr: expect.stringContaining('SECRET_MISSING') })
    expect(await home.secrets('get db/password')).toMatchObject({ code: 4, stderr: expect.stringContaining('SECRET_MISSING') })
    expect(home.records()).toEqual([
      'write db/password',
      'read db/password',
      'reveal db/password',
      'remove db/password',
      'remove db/password',
    ])
    expect(readFileSync(home.log, 'utf8')).not.toContain(canary)
    expect(statSync(home.log).mode & 0o777).toBe(0o600)
  })

  it.each([
    ['set', 'db/password', canary],
    ['set', `db/password=${canary}`],
    ['set', `db/password=${canary}`, '--stdin'],
  ])('refuses a value among the arguments, without repeating it: %s %s', async (...words) => {
    const home = new Home()
    for (const line of [words, [...words, '--json']]) {
      const { code, stdout, stderr } = await home.secrets(line, 'x')
      expect([code, (stdout + stderr).includes('CLI_USAGE'), (stdout + stderr).includes(canary)]).toEqual([2, true, false])
    }
    expect(existsSync(`${home.folder}/${store}`)).toBe(false)
  })

  it.each([
    ['set name'],
    ['set name --no-input'],
    ['set name --stdin'],
    ['set name --stdin --expires soon'],
    ['rotate name --overlap -1h'],
    ['audit --expect abc'],
    ['scan -'],
    ['scan'],
  ])('says what is wrong with %s', async (line) => {
    expect(await new Home().secrets(line)).toMatchObject({ code: 2, stderr: expect.stringContaining('CLI_USAGE') })
  })

  it('keeps fields, and changes one of them', async () => {
    const home = new Home()
    await home.secrets('set db#user --stdin', 'ada')
    await home.secrets('set db#password --stdin', canary)
    expect((await home.secrets('get db#password --reveal')).stdout).toBe(`${canary}\n`)
    expect(JSON.parse((await home.secrets('get db --reveal')).stdout)).toEqual({ user: 'ada', password: canary })
    expect((await home.secrets('get db#user@1 --reveal')).stdout).toBe('ada\n')
    expect(await home.secrets('get db#other')).toMatchObject({ code: 4, stderr: expect.stringContaining('SECRET_MISSING') })
    expect(await home.secrets('rm db#user')).toMatchObject({ code: 2 })
    expect(await home.secrets('set db@1 --stdin', 'x')).toMatchObject({ code: 4 })
    expect(await home.secrets('get a#b#c')).toMatchObject({ code: 4, stderr: expect.stringContaining('SECRET_REFERENCE') })
  })

  it('rotates with an overlap, in every form', async () => {
    const home = new Home()
    await home.secrets('set token --stdin', 'first')
    const forms = [
      ['', /^[A-Za-z0-9]{32}$/],
      [' --generate 20', /^[A-Za-z0-9]{20}$/],
      [' --generate hex', /^[0-9a-f]{64}$/],
      [' --generate hex:40', /^[0-9a-f]{40}$/],
      [' --generate uuid', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/],
    ] as const
    for (const [flag, form] of forms) {
      const { code, stderr, stdout } = await home.secrets(`rotate token${flag} --overlap 1h`)
      expect([code, stdout]).toEqual([0, ''])
      expect(stderr).toMatch(/stays good until 1970-01-01T01:00:00.000Z/)
      const value = (await home.secrets('get token --reveal')).stdout.trim()
      expect(value).toMatch(form)
      expect(stderr).not.toContain(value)
    }
    expect((await home.secrets('get token@1 --reveal')).stdout).toBe('first\n')
    await home.secrets('rotate token --stdin', 'theirs')
    expect((await home.secrets('get token --reveal')).stdout).toBe('theirs\n')
    expect(await home.secrets('rotate nothing')).toMatchObject({ code: 4 })
    expect(await home.secrets('rotate token --generate 3')).toMatchObject({ code: 2 })
    expect(await home.secrets('rotate token --stdin --generate hex', 'x')).toMatchObject({ code: 2 })
  })

  it('says that a secret has expired', async () => {
    const home = new Home()
    const env = { HOME: home.folder, SOPS_AGE_KEY: identity }
    await home.call('secrets set token --stdin --expires 30d', { env, stdin: canary })
    expect((await home.secrets('list')).stdout).toContain('until 1970-01-31T00:00:00.000Z')
  })

  it('without a key fails, and writes nothing', async () => {
    const home = new Home()
    const without = await home.call('secrets set token --stdin', { env: { HOME: home.folder }, stdin: canary })
    expect(without).toMatchObject({ code: 4, stderr: expect.stringContaining('CRYPTO_NO_KEY') })
    await home.secrets('set token --stdin', canary)
    const other = await newIdentity(false)
    const before = home.readBytes(store)
    for (const line of ['list', 'get token', 'get token --reveal', 'rm token', 'rotate token']) {
      const { code, stdout, stderr } = await home.secrets(line, '', { SOPS_AGE_KEY: other, SOPS_AGE_KEY_FILE: '' })
      expect([line, code, stdout]).toEqual([line, 4, ''])
      expect(stderr).toContain('CRYPTO_NO_KEY')
    }
    expect(home.readBytes(store)).toEqual(before)
    expect(await home.secrets('get token --store other.age')).toMatchObject({ code: 4 })
  })
})

describe('the audit log of the command', () => {
  it('is verified, and against a hash that was kept', async () => {
    const home = new Home()
    await home.secrets('set token --stdin', canary)
    await home.secrets('get token --reveal')
    const { stdout } = await home.secrets('audit --verify')
    const hash = /unbroken; the last is ([0-9a-f]{64})\n$/.exec(stdout)?.[1]
    expect((await home.secrets(`audit --expect ${hash}`)).code).toBe(0)
    const lines = readFileSync(home.log, 'utf8').split('\n')
    writeFileSync(home.log, `${lines[0]}\n`)
    expect((await home.secrets('audit --verify')).code).toBe(0)
    expect(await home.secrets(`audit --expect ${hash}`)).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('AUDIT_BROKEN'),
    })
    writeFileSync(home.log, lines.join('\n').replace('reveal', 'read'))
    expect(await home.secrets('audit --verify --json')).toMatchObject({ code: 4 })
    expect((await home.secrets('audit')).stdout).toContain('token')
  })

  it('says when its last line is cut short', async () => {
    const home = new Home()
    await home.secrets('set token --stdin', canary)
    await home.secrets('get token --reveal')
    expect((await home.secrets('audit --verify')).stderr).toBe('')
    writeFileSync(home.log, readFileSync(home.log).subarray(0, -10))
    const { code, stderr } = await home.secrets('audit --verify')
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^1 line cut short: /)])
    await home.secrets('get token --reveal')
    expect((await home.secrets('audit --verify')).stderr).toMatch(/^1 line cut short: /)
  })

  it('with a key cannot be forged by who does not have it', async () => {
    const home = new Home()
    const env = { CONFIGMANAGE_AUDIT_KEY: 'k', CONFIGMANAGE_AUDIT_LOG: 'log.ndjson' }
    await home.secrets('set token --stdin', canary, env)
    expect((await home.secrets('audit --verify', '', env)).code).toBe(0)
    expect((await home.secrets('audit --verify', '', { CONFIGMANAGE_AUDIT_LOG: 'log.ndjson' })).code).toBe(4)
  })

  const manifest = {
    'configmanage.config.json': JSON.stringify({
      sources: [{ file: 'app.json' }, { file: 'top.json' }],
      profiles: { a: {}, b: { sources: [{ file: 'b.json' }] } },
      schema: 'schema.json',
    }),
    'b.json': JSON.stringify({ db: { password: 'another' } }),
    'schema.json': JSON.stringify({
      type: 'object',
      properties: { db: { type: 'object', properties: { password: { type: 'string', 'x-secret': true } } } },
    }),
    'app.json': JSON.stringify({ port: 1, db: { password: canary } }),
    'child.mjs': 'console.log(process.env.DB__PASSWORD)',
    'top.json': JSON.stringify({ port: 2 }),
  }
  const reveals = [
    ['get db.password --reveal', 'reveal db.password'],
    ['get db --json --reveal', 'reveal db.password'],
    ['export --reveal', 'reveal db.password'],
    ['export db --reveal --format dotenv', 'reveal db.password'],
    ['explain db.password --reveal', 'reveal db.password'],
    ['explain db.password --reveal --json', 'reveal db.password'],
    ['diff profile:a profile:b --reveal', 'reveal db.password'],
    ['diff profile:b profile:a --reveal --json', 'reveal db.password'],
  ] as const

  it.each(reveals)('has what %s showed', async (line, record) => {
    const home = new Home(manifest)
    const { code, stdout } = await home.call(line, { env: { HOME: home.folder } })
    expect([code, stdout.includes(canary)]).toEqual([line.startsWith('diff') ? 1 : 0, true])
    expect(home.records()).toEqual([record])
  })

  it.each(reveals)('must be writable, or %s shows nothing', async (line) => {
    const home = new Home(manifest)
    home.write('closed/audit.ndjson', 'no log\n')
    mkdirSync(`${home.folder}/folder`)
    for (const env of [{ CONFIGMANAGE_AUDIT_LOG: 'closed/audit.ndjson' }, { CONFIGMANAGE_AUDIT_LOG: 'folder' }, {}]) {
      const { code, stdout, stderr } = await home.call(line, { env })
      expect([code < 2, (stdout + stderr).includes(canary)], stderr).toEqual([false, false])
    }
  })

  it('has nothing of what shows no secret', async () => {
    const home = new Home(manifest)
    for (const line of ['get port --reveal', 'export', 'explain db.password', 'get db.password', 'run --file top.json -- true'])
      expect((await home.call(line, { env: { HOME: home.folder, PATH: process.env.PATH ?? '' } })).code).toBe(0)
    expect(existsSync(home.log)).toBe(false)
  })

  const handedOut = [
    ['decrypt app.json.age', 'reveal app.json.age', 'decrypt'],
    ['edit app.json.age --age RECIPIENT', 'reveal app.json.age', 'edit'],
    [`run -- ${process.execPath} child.mjs`, 'reveal db.password', 'run node'],
  ] as const

  it.each(handedOut)('has what %s handed out, or nothing is handed out', async (line, record, place) => {
    const recipient = await recipientOf(identity)
    const home = new Home(manifest)
    // What the editor sees comes into a file; the program that runs finds a folder without that file.
    home.write('editor.sh', `#!/bin/sh\ncat "$1" >> ${home.folder}/seen.txt\n`)
    chmodSync(`${home.folder}/editor.sh`, 0o755)
    const env = {
      HOME: home.folder,
      PATH: process.env.PATH ?? '',
      SOPS_AGE_KEY_FILE: 'key.txt',
      EDITOR: `${home.folder}/editor.sh`,
    }
    expect((await home.call(['encrypt', 'app.json', '-o', 'app.json.age', '--age', recipient], { env })).code).toBe(0)
    const call = (more: object): Promise<Outcome> => home.call(line.replace('RECIPIENT', recipient), { env: { ...env, ...more } })
    const seen = (): string => (home.has('seen.txt') ? home.read('seen.txt') : '')

    home.write('closed/audit.ndjson', 'no log\n')
    for (const more of [{ CONFIGMANAGE_AUDIT_LOG: 'closed/audit.ndjson' }, { HOME: '' }]) {
      const { code, stdout, stderr } = await call(more)
      expect([code === 0, (stdout + stderr + seen()).includes(canary)], stderr).toEqual([false, false])
    }
    const off = await call({ CONFIGMANAGE_AUDIT_LOG: 'off' })
    expect([off.code, existsSync(home.log), existsSync(`${home.folder}/off`)]).toEqual([0, false, false])

    const told = await call({})
    expect(told.code, told.stderr).toBe(0)
    if (place === 'decrypt') expect(told.stdout).toContain(canary)
    if (place === 'edit') expect(seen()).toContain(canary)
    expect(home.records()).toEqual([record])
    expect(verifyAuditLog(home.log)[0]?.place).toBe(place)
    expect((await home.secrets('audit --verify')).code).toBe(0)
    expect(await home.secrets('audit', '', { CONFIGMANAGE_AUDIT_LOG: 'off' })).toMatchObject({ code: 3 })
  })
})
