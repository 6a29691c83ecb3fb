import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { seal, testIdentity, testRecipient } from '../../src/crypto/sealed.fixture.ts'
import { Sandbox } from './cli-sandbox.ts'

const env = { SOPS_AGE_KEY: testIdentity, CONFIGMANAGE_AUDIT_LOG: 'off' }
const plain = '# note\ndb:\n  pass: canary-5\nname_unencrypted: demo\n'
const renamed = (text: string): string => text.replace('name_un', 'other_un')
const countIn = (text: string): string | undefined => /configmanage_seal: v1,(\d+),/.exec(text)?.[1]

async function sandboxWith(files: Readonly<Record<string, string>>): Promise<Sandbox> {
  const sandbox = new Sandbox(files)
  sandbox.write('editor.sh', '#!/bin/sh\nsed -i s/canary-5/canary-6/ "$1"\n')
  chmodSync(join(sandbox.folder, 'editor.sh'), 0o755)
  return sandbox
}

describe('a file seal', () => {
  it('is added by encrypt, renewed by edit and rotate, and demanded where it is asked for', async () => {
    const sandbox = await sandboxWith({ 'app.yaml': plain })
    expect(await sandbox.call(`encrypt -i app.yaml --seal --age ${testRecipient}`)).toMatchObject({ code: 0 })
    expect(countIn(sandbox.read('app.yaml'))).toBe('1')
    const EDITOR = join(sandbox.folder, 'editor.sh')
    expect(await sandbox.call('edit app.yaml', { env: { ...env, EDITOR } })).toMatchObject({ code: 0 })
    expect(countIn(sandbox.read('app.yaml'))).toBe('2')
    expect(await sandbox.call('rotate app.yaml', { env })).toMatchObject({ code: 0 })
    expect(countIn(sandbox.read('app.yaml'))).toBe('3')
    expect(await sandbox.call('decrypt app.yaml --require-seal', { env })).toMatchObject({
      code: 0,
      stdout: plain.replace('canary-5', 'canary-6'),
    })
  })

  it('finds out what the format does not, and writes no value then', async () => {
    const sandbox = await sandboxWith({
      'usual.yaml': renamed(await seal(plain, 'app.yaml')),
      'app.yaml': renamed(await seal(plain, 'app.yaml', { fileSeal: true })),
    })
    expect(await sandbox.call('decrypt usual.yaml', { env })).toMatchObject({ code: 0 })
    for (const line of ['decrypt app.yaml', 'edit app.yaml', 'rotate app.yaml --seal', 'get db.pass --file app.yaml --reveal']) {
      const { code, stdout, stderr } = await sandbox.call(line, { env })
      expect(`${line}: ${code}`).toBe(`${line}: 4`)
      expect(stderr).toContain('CRYPTO_SEAL_BROKEN')
      expect(stderr).toContain('rotate --reseal app.yaml')
      expect(stdout + stderr).not.toContain('canary')
    }
  })

  it('is put back where somebody looked at the change', async () => {
    const sandbox = await sandboxWith({
      'broken.yaml': renamed(await seal(plain, 'app.yaml', { fileSeal: true })),
      'missing.yaml': await seal(plain, 'app.yaml'),
    })
    const required = { ...env, CONFIGMANAGE_REQUIRE_SEAL: '1' }
    for (const line of ['decrypt missing.yaml', 'rotate missing.yaml --seal', 'get db.pass --file missing.yaml']) {
      const { code, stderr } = await sandbox.call(line, { env: required })
      expect(`${line}: ${code}`).toBe(`${line}: 4`)
      expect(stderr).toContain('CRYPTO_SEAL_MISSING')
    }
    expect(await sandbox.call('rotate broken.yaml missing.yaml --reseal', { env: required })).toMatchObject({ code: 0 })
    expect(await sandbox.call('decrypt missing.yaml', { env: required })).toMatchObject({ code: 0, stdout: plain })
    expect(await sandbox.call('decrypt broken.yaml', { env: required })).toMatchObject({ code: 0, stdout: renamed(plain) })
    expect(countIn(sandbox.read('broken.yaml'))).toBe('2')
    expect(countIn(sandbox.read('missing.yaml'))).toBe('1')
  })

  it('is not put on values that do not fit their own codes', async () => {
    const sandbox = await sandboxWith({ 'app.yaml': (await seal(plain, 'app.yaml')).replace('pass', 'word') })
    const before = sandbox.read('app.yaml')
    const { code, stderr } = await sandbox.call('rotate app.yaml --reseal', { env })
    expect(code).toBe(4)
    expect(stderr).toContain('CRYPTO_TAMPERED')
    // What is said about resuming says again what was allowed.
    expect(stderr).toMatch(/--resume \S+ --reseal\n/)
    expect(sandbox.read('app.yaml')).toBe(before)
  })

  it('comes with everything that is sealed where it is always required', async () => {
    const sandbox = await sandboxWith({ 'app.yaml': plain, 'none.yaml': plain })
    const required = { ...env, CONFIGMANAGE_REQUIRE_SEAL: 'yes' }
    await sandbox.call(`encrypt -i app.yaml --age ${testRecipient}`, { env: required })
    expect(countIn(sandbox.read('app.yaml'))).toBe('1')
    await sandbox.call(`encrypt -i none.yaml --age ${testRecipient}`, { env: { ...env, CONFIGMANAGE_REQUIRE_SEAL: 'off' } })
    expect(countIn(sandbox.read('none.yaml'))).toBeUndefined()
  })

  it('comes to a file that had none with an edit or a rotation', async () => {
    const sandbox = await sandboxWith({ 'a.yaml': await seal(plain, 'a.yaml'), 'b.yaml': await seal(plain, 'b.yaml') })
    const EDITOR = join(sandbox.folder, 'editor.sh')
    expect(await sandbox.call('edit a.yaml --seal', { env: { ...env, EDITOR } })).toMatchObject({ code: 0 })
    expect(await sandbox.call('rotate b.yaml --seal', { env })).toMatchObject({ code: 0 })
    expect(['a.yaml', 'b.yaml'].map((name) => countIn(sandbox.read(name)))).toEqual(['1', '1'])
  })

  it('is not for files that age seals as a whole', async () => {
    const sandbox = await sandboxWith({ 'app.yaml': plain })
    await sandbox.call(`encrypt app.yaml -o app.yaml.age --age ${testRecipient}`)
    const lines = [
      `encrypt app.yaml -o b.yaml.age --seal --age ${testRecipient}`,
      `edit app.yaml.age --seal --age ${testRecipient}`,
      'rotate app.yaml --reseal --require-seal',
    ]
    for (const line of lines) expect(`${line}: ${(await sandbox.call(line, { env })).code}`).toBe(`${line}: 2`)
    expect(sandbox.has('b.yaml.age')).toBe(false)
    expect(await sandbox.call('decrypt app.yaml.age --require-seal', { env })).toMatchObject({ code: 0, stdout: plain })
  })

  it('is added by encrypt where the manifest demands it', async () => {
    const manifest = 'sources: [{ file: app.yaml }]\nkeys: { requireSeal: true }\n'
    const sandbox = await sandboxWith({ 'configmanage.config.yaml': manifest, 'app.yaml': plain })
    expect(await sandbox.call(`encrypt -i app.yaml --age ${testRecipient}`)).toMatchObject({ code: 0 })
    expect(countIn(sandbox.read('app.yaml'))).toBe('1')
    expect(await sandbox.call('decrypt app.yaml', { env })).toMatchObject({ code: 0, stdout: plain })
    sandbox.write('app.yaml', sandbox.read('app.yaml').replace(/^ +configmanage_seal: .*\n/m, ''))
    const { code, stderr } = await sandbox.call('decrypt app.yaml', { env })
    expect([code, stderr]).toEqual([4, expect.stringContaining('CRYPTO_SEAL_MISSING')])
  })

  it('can be demanded by the manifest', async () => {
    const manifest = 'sources: [{ file: app.yaml }]\nkeys: { requireSeal: true }\n'
    const sandbox = await sandboxWith({ 'configmanage.config.yaml': manifest, 'app.yaml': await seal(plain, 'app.yaml') })
    const outcome = await sandbox.call('get db', { env })
    expect(outcome.code).toBe(4)
    expect(outcome.stderr).toContain('CRYPTO_SEAL_MISSING')
    await sandbox.call('rotate app.yaml --reseal', { env })
    expect(await sandbox.call('get name_unencrypted', { env })).toMatchObject({ code: 0, stdout: 'demo\n' })
    sandbox.write('configmanage.config.yaml', 'sources: [{ file: app.yaml }]\nkeys: { requireSeal: please }\n')
    expect((await sandbox.call('get db', { env })).stderr).toContain('OPTION_INVALID')
  })
})
