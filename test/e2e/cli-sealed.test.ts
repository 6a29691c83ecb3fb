import { spawn } from 'node:child_process'
import { chmodSync, readdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { otherIdentity, otherRecipient, seal, testIdentity, testRecipient } from '../../src/crypto/sealed.fixture.ts'
import { type Outcome, Sandbox } from './cli-sandbox.ts'
import { commandWords } from './command-words.ts'

/** Most of it is not about the audit log. */
const unrecorded = { CONFIGMANAGE_AUDIT_LOG: 'off' }
const env = { SOPS_AGE_KEY: testIdentity, ...unrecorded }
const others = { SOPS_AGE_KEY: otherIdentity, ...unrecorded }
const plain = '# note\ndb:\n  pass: canary-5\n  port: 5432\nname_unencrypted: demo\n'

function everything({ stdout, stderr }: Outcome): string {
  return stdout + stderr
}

/** A script that stands for an editor. */
function editor(sandbox: Sandbox, script: string): string {
  sandbox.write('editor.sh', `#!/bin/sh\n${script}\n`)
  chmodSync(join(sandbox.folder, 'editor.sh'), 0o755)
  return join(sandbox.folder, 'editor.sh')
}

function leftovers(): readonly string[] {
  return readdirSync(tmpdir()).filter((name) => name.startsWith(`configmanage-edit-${process.pid}-`))
}

describe('keys', () => {
  it('are made in a file that only the user reads, and shown by their public half', async () => {
    const sandbox = new Sandbox({})
    const made = await sandbox.call('keys generate --out key.txt')
    expect(made).toMatchObject({ code: 0, stderr: '' })
    expect(made.stdout).toMatch(/^age1[a-z0-9]{58}\n$/)
    expect(statSync(join(sandbox.folder, 'key.txt')).mode & 0o777).toBe(0o600)
    expect(await sandbox.call('keys show --identity key.txt')).toMatchObject({ code: 0, stdout: made.stdout })
    const shown = await sandbox.call('keys show --identity key.txt --json')
    expect(JSON.parse(shown.stdout)).toMatchObject({ kind: 'KeyList', data: { recipients: [made.stdout.trim()] } })
    const before = sandbox.read('key.txt')
    expect(await sandbox.call('keys generate --out key.txt')).toMatchObject({ code: 2 })
    expect(sandbox.read('key.txt')).toBe(before)
  })

  it('are printed without a file, also those of the time after quantum computers', async () => {
    const sandbox = new Sandbox({})
    expect((await sandbox.call('keys generate')).stdout).toMatch(/^# created: .*\n# public key: age1.*\nAGE-SECRET-KEY-1.*\n$/)
    expect((await sandbox.call('keys generate --post-quantum')).stdout).toMatch(/# public key: age1pq1.*\nAGE-SECRET-KEY-PQ-1/)
  })

  it('of a named file are shown without those of who calls', async () => {
    const sandbox = new Sandbox({ 'mine.txt': `${otherIdentity}\n` })
    const made = await sandbox.call('keys generate --out colleague.txt')
    const own = { SOPS_AGE_KEY_FILE: 'mine.txt', SOPS_AGE_KEY: env.SOPS_AGE_KEY }
    expect((await sandbox.call('keys show --identity colleague.txt', { env: own })).stdout).toBe(made.stdout)
    expect((await sandbox.call('keys show', { env: own })).stdout.split('\n')).toHaveLength(3)
  })

  it('that are missing or wrong end with exit code 4, and are not quoted', async () => {
    const sandbox = new Sandbox({
      'key.txt': 'AGE-SECRET-KEY-1WRONG\n',
      id_ed25519: '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n',
    })
    expect(await sandbox.call('keys show')).toMatchObject({ code: 4 })
    for (const name of ['key.txt', 'id_ed25519', 'none.txt']) {
      const outcome = await sandbox.call(`keys show --identity ${name}`)
      expect(outcome.code).toBe(4)
      expect(everything(outcome)).not.toContain('WRONG')
    }
  })
})

describe('encrypt and decrypt', () => {
  it('go there and back, in place and into other files', async () => {
    const sandbox = new Sandbox({ 'app.yaml': plain })
    expect(await sandbox.call(`encrypt app.yaml -o sealed.yaml --age ${testRecipient}`)).toMatchObject({ code: 0, stdout: '' })
    expect(sandbox.read('sealed.yaml')).not.toContain('canary-5')
    expect(await sandbox.call('decrypt sealed.yaml', { env })).toEqual({ code: 0, stdout: plain, stderr: '' })
    expect(await sandbox.call(`encrypt -i app.yaml --age ${testRecipient}`)).toMatchObject({ code: 0 })
    expect(await sandbox.call('decrypt -i app.yaml', { env })).toMatchObject({ code: 0 })
    expect(sandbox.read('app.yaml')).toBe(plain)
    expect(statSync(join(sandbox.folder, 'app.yaml')).mode & 0o777).toBe(0o600)
    expect(await sandbox.call('decrypt sealed.yaml -o out.yaml', { env })).toMatchObject({ code: 0 })
    expect(statSync(join(sandbox.folder, 'out.yaml')).mode & 0o777).toBe(0o600)
    const json = await sandbox.call('decrypt sealed.yaml --to json', { env })
    expect(JSON.parse(json.stdout)).toEqual({ db: { pass: 'canary-5', port: 5432 }, name_unencrypted: 'demo' })
  })

  it('follow the creation rules', async () => {
    const rules = `creation_rules:\n  - path_regex: ^secret/\n    age: ${testRecipient}\n    encrypted_regex: ^pass$\n`
    const sandbox = new Sandbox({ '.sops.yaml': rules, 'secret/a.yaml': plain, 'b.yaml': plain })
    const { stdout } = await sandbox.call('encrypt secret/a.yaml')
    expect(stdout).toContain('port: 5432')
    expect(stdout).toMatch(/pass: ENC\[/)
    expect(await sandbox.call('encrypt b.yaml')).toMatchObject({ code: 4, stdout: '' })
    sandbox.write('.sops.yaml', rules.replace('encrypted_regex', 'encrypted_regexp'))
    const refused = await sandbox.call('encrypt secret/a.yaml --json')
    expect(refused.code).toBe(4)
    expect(JSON.parse(refused.stdout).issues[0]).toMatchObject({
      code: 'CRYPTO_RULES',
      line: 4,
      hint: 'did you mean "encrypted_regex"?',
    })
    for (const pattern of ['encrypted_regex: (', 'encrypted_regex: (?=x)']) {
      sandbox.write('.sops.yaml', rules.replace('encrypted_regex: ^pass$', pattern))
      expect(await sandbox.call('encrypt secret/a.yaml')).toMatchObject({ code: 4, stdout: '' })
    }
  })

  it('seal a file as a whole', async () => {
    const sandbox = new Sandbox({ 'app.yaml': plain })
    expect(await sandbox.call(`encrypt app.yaml -o app.yaml.age --age ${testRecipient}`)).toMatchObject({ code: 0 })
    expect(sandbox.read('app.yaml.age')).toMatch(/^-----BEGIN AGE/)
    expect(await sandbox.call('decrypt app.yaml.age', { env })).toMatchObject({ stdout: plain })
    expect(
      await sandbox.call('get db.port --reveal --file app.yaml.age', { env: { ...env, CONFIGMANAGE_AUDIT_LOG: 'audit.ndjson' } }),
    ).toMatchObject({ code: 0, stdout: '5432\n' })
    const secret = { AGE_PASSPHRASE: 'a long passphrase', ...unrecorded }
    expect(await sandbox.call('encrypt app.yaml --passphrase -o p.age', { env: secret })).toMatchObject({ code: 0 })
    expect(await sandbox.call('decrypt p.age', { env: secret })).toMatchObject({ stdout: plain })
    expect(await sandbox.call('decrypt p.age', { env: { AGE_PASSPHRASE: 'wrong' } })).toMatchObject({ code: 4, stdout: '' })
    expect(await sandbox.call('encrypt app.yaml --passphrase')).toMatchObject({ code: 4, stdout: '' })
  })

  it('read standard input', async () => {
    const sandbox = new Sandbox({})
    const sealed = await sandbox.call(`encrypt - --from yaml --age ${testRecipient}`, { stdin: plain })
    expect(await sandbox.call('decrypt - --from yaml', { stdin: sealed.stdout, env })).toMatchObject({ code: 0, stdout: plain })
    expect(await sandbox.call(`encrypt - --age ${testRecipient}`, { stdin: plain })).toMatchObject({ code: 2 })
  })

  it.each([
    ['decrypt app.yaml', 4],
    ['encrypt app.yaml', 4],
    ['encrypt app.yaml --age AGE-SECRET-KEY-1ABC', 4],
    ['encrypt app.yaml --age ssh-ed25519', 4],
    [`encrypt app.yaml --age ${testRecipient.slice(0, -1)}q`, 4],
    [`encrypt app.yaml --age ${testRecipient} --rule encrypted_regex=(`, 4],
    [`encrypt app.yaml --age ${testRecipient} --rule sealed=x`, 2],
    [`encrypt app.yaml --age ${testRecipient} -i -o x`, 2],
    ['encrypt none.yaml', 3],
    ['edit -', 2],
    ['rotate', 2],
    ['rotate none.yaml', 3],
  ])('%s ends with %d and writes nothing', async (line, code) => {
    const sandbox = new Sandbox({ 'app.yaml': plain })
    const outcome = await sandbox.call(line)
    expect([outcome.code, outcome.stdout]).toEqual([code, ''])
    expect(everything(outcome)).not.toContain('canary-5')
    expect(readdirSync(sandbox.folder)).toEqual(['app.yaml'])
    expect(sandbox.read('app.yaml')).toBe(plain)
  })

  it('write no plain text when the file was changed or the key is another', async () => {
    const sealed = await seal(plain, 'app.yaml')
    const sandbox = new Sandbox({ 'app.yaml': sealed, 'bad.yaml': sealed.replace(': demo', ': other') })
    for (const [line, variables] of [
      ['decrypt app.yaml -o out', others],
      ['decrypt bad.yaml -o out', env],
      ['decrypt -i bad.yaml', env],
    ] as const) {
      const outcome = await sandbox.call(line, { env: variables })
      expect(outcome).toMatchObject({ code: 4, stdout: '' })
      expect(everything(outcome)).not.toContain('canary-5')
      expect(sandbox.has('out')).toBe(false)
    }
  })

  it('keep plain values out of sealed files', async () => {
    const sandbox = new Sandbox({ 'app.yaml': await seal(plain, 'app.yaml') })
    const before = sandbox.read('app.yaml')
    expect(await sandbox.call('set db.x 1 --to app.yaml')).toMatchObject({ code: 4 })
    expect(sandbox.read('app.yaml')).toBe(before)
  })
})

describe('edit', () => {
  it('seals what was changed, and only that', async () => {
    const sandbox = new Sandbox({ 'app.yaml': await seal(plain, 'app.yaml') })
    const before = sandbox.read('app.yaml').split('\n')
    const run = editor(sandbox, `stat -c '%a' "$1" "$(dirname "$1")" > ${sandbox.folder}/modes\nsed -i s/canary-5/canary-6/ "$1"`)
    expect(await sandbox.call('edit app.yaml', { env: { ...env, EDITOR: run } })).toMatchObject({
      code: 0,
      stderr: 'sealed app.yaml again\n',
    })
    expect(sandbox.read('modes')).toBe('600\n700\n')
    const after = sandbox.read('app.yaml').split('\n')
    expect(after.filter((line, at) => line !== before[at])).toHaveLength(3)
    expect((await sandbox.call('decrypt app.yaml', { env })).stdout).toBe(plain.replace('canary-5', 'canary-6'))
    expect(leftovers()).toEqual([])
  })

  it.each([
    ['an editor that fails', 'sed -i s/canary-5/x/ "$1"; exit 3', 3],
    ['an editor that writes what cannot be read', 'echo "a: [" > "$1"', 3],
    ['an editor that adds metadata', 'echo "sops: x" >> "$1"', 4],
    ['an editor that changes nothing', 'cat "$1" > /dev/null', 0],
    ['an editor that removes the file', 'rm "$1"', 3],
  ])('leaves the file as it is after %s, and no plain text anywhere', async (_, script, code) => {
    const sandbox = new Sandbox({ 'app.yaml': await seal(plain, 'app.yaml') })
    const before = sandbox.read('app.yaml')
    const outcome = await sandbox.call('edit app.yaml', { env: { ...env, VISUAL: editor(sandbox, script) } })
    expect(outcome.code).toBe(code)
    expect(everything(outcome)).not.toContain('canary-5')
    expect(sandbox.read('app.yaml')).toBe(before)
    expect(leftovers()).toEqual([])
  })

  it('does not overwrite what somebody else wrote in the meantime', async () => {
    const sandbox = new Sandbox({ 'app.yaml': await seal(plain, 'app.yaml') })
    const run = editor(sandbox, `sed -i s/canary-5/canary-6/ "$1"\necho "# theirs" >> ${sandbox.folder}/app.yaml`)
    expect(await sandbox.call('edit app.yaml', { env: { ...env, EDITOR: run } })).toMatchObject({ code: 5 })
    expect(sandbox.read('app.yaml')).toMatch(/# theirs\n$/)
    expect(leftovers()).toEqual([])
  })

  it('edits a file of age for readers that are named', async () => {
    const sandbox = new Sandbox({ 'a.yaml': plain })
    await sandbox.call(`encrypt a.yaml -o a.yaml.age --age ${testRecipient}`)
    const run = editor(sandbox, 'sed -i s/canary-5/canary-6/ "$1"')
    expect(await sandbox.call('edit a.yaml.age', { env: { ...env, EDITOR: run } })).toMatchObject({ code: 4 })
    expect(await sandbox.call(`edit a.yaml.age --age ${otherRecipient}`, { env: { ...env, EDITOR: run } })).toMatchObject({
      code: 0,
    })
    expect((await sandbox.call('decrypt a.yaml.age', { env: others })).stdout).toContain('canary-6')
  })

  it('removes the plain text when it is ended by a signal', async () => {
    const sandbox = new Sandbox({ 'app.yaml': await seal(plain, 'app.yaml') })
    const run = editor(sandbox, `echo "$1" > ${sandbox.folder}/where\nexec sleep 20`)
    const child = command(sandbox, ['edit', 'app.yaml'], { ...env, EDITOR: run })
    await until(() => sandbox.has('where') && sandbox.read('where') !== '')
    process.kill(child.pid, 'SIGTERM')
    expect(await child.ended).toBe(143)
    expect(() => statSync(sandbox.read('where').trim())).toThrow(/ENOENT/)
  })
})

describe('rotate', () => {
  const sealedFiles = async (count: number): Promise<Record<string, string>> =>
    Object.fromEntries(
      await Promise.all(
        Array.from({ length: count }, async (_, index) => [`s/f${index}.yaml`, await seal(`n: ${index}\n`, 'x.yaml')]),
      ),
    )

  it('gives many files new keys and readers, and passes over what is not sealed', async () => {
    const files = { ...(await sealedFiles(12)), 's/plain.yaml': 'a: 1\n' }
    const sandbox = new Sandbox(files)
    const line = `rotate s/*.yaml --add ${otherRecipient} --remove ${testRecipient}`
    const plan = await sandbox.call(`${line} --dry-run`)
    expect(plan.stdout.split('\n')).toContain(`+ ${otherRecipient}`)
    expect(sandbox.read('s/f3.yaml')).toBe(files['s/f3.yaml' as keyof typeof files])
    expect(await sandbox.call(line, { env })).toMatchObject({ code: 0, stderr: 'rotated 12 files\n' })
    expect(await sandbox.call('decrypt s/f3.yaml', { env: others })).toMatchObject({ code: 0, stdout: 'n: 3\n' })
    expect(await sandbox.call('decrypt s/f3.yaml', { env })).toMatchObject({ code: 4 })
    expect(readdirSync(sandbox.folder)).toEqual(['s'])
  })

  it('shows its progress on a terminal', async () => {
    const sandbox = new Sandbox(await sealedFiles(2))
    const { stderr } = await sandbox.call('rotate s/*.yaml', { env, terminal: 80 })
    expect(stderr).toContain('[===============               ] 1 of 2')
    expect(stderr).toContain('2 of 2\n')
  })

  it('goes on past a file that cannot be opened, and can be resumed', async () => {
    const sandbox = new Sandbox({ ...(await sealedFiles(3)), 's/bad.yaml': (await seal('a: x\n', 'x.yaml')).replace('a:', 'b:') })
    const outcome = await sandbox.call(`rotate s/*.yaml --add ${otherRecipient}`, { env })
    expect(outcome.code).toBe(4)
    expect(outcome.stderr).toContain('CRYPTO_TAMPERED')
    const id = /--resume (\S+)/.exec(outcome.stderr)?.[1] ?? ''
    for (const index of [0, 1, 2])
      expect(await sandbox.call(`decrypt s/f${index}.yaml`, { env: others })).toMatchObject({ code: 0 })
    sandbox.write('s/bad.yaml', await seal('a: x\n', 'x.yaml'))
    const before = sandbox.read('s/f0.yaml')
    expect(await sandbox.call(`rotate --resume ${id}`, { env })).toMatchObject({ code: 0, stderr: 'rotated 1 file\n' })
    expect(sandbox.read('s/f0.yaml')).toBe(before)
    expect(await sandbox.call('decrypt s/bad.yaml', { env: others })).toMatchObject({ code: 0, stdout: 'a: x\n' })
    expect(await sandbox.call(`rotate --resume ${id}`, { env })).toMatchObject({ code: 3 })
  })

  it('does not lock everybody out', async () => {
    const sandbox = new Sandbox(await sealedFiles(1))
    expect(await sandbox.call(`rotate s/f0.yaml --remove ${testRecipient}`, { env })).toMatchObject({ code: 4 })
    expect(await sandbox.call('decrypt s/f0.yaml', { env })).toMatchObject({ code: 0 })
  })
})

/** The command as a process of its own. */
function command(
  sandbox: Sandbox,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): { readonly pid: number; readonly ended: Promise<number | null>; readonly hasEnded: () => boolean } {
  const child = spawn(process.execPath, [...commandWords, ...args], {
    cwd: sandbox.folder,
    env: { PATH: process.env.PATH, HOME: sandbox.folder, ...variables },
    stdio: 'ignore',
  })
  return {
    pid: child.pid as number, // Node is there.
    ended: new Promise((resolve) => child.on('close', resolve)),
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 2_000 && !condition(); tries++) await new Promise((resolve) => setTimeout(resolve, 5))
}
