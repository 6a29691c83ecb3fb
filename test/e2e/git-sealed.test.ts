import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { open, otherRecipient, seal, testIdentity, testKeys } from '../../src/crypto/sealed.fixture.ts'
import { plainContent } from '../../src/crypto/sops/open.ts'
import { resealSops, rotateSops } from '../../src/crypto/sops/seal.ts'
import { commandWords } from './command-words.ts'

const cli = [process.execPath, ...commandWords].join(' ')
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A repository whose sealed files are merged and shown by our commands. */
class Repository {
  readonly folder = mkdtempSync(join(tmpdir(), 'git-sealed-'))
  readonly #keys: string

  constructor(keys = testIdentity) {
    folders.push(this.folder)
    this.#keys = keys
    this.git('init', '-q', '-b', 'main')
    this.git('config', 'user.email', 'test@example.com')
    this.git('config', 'user.name', 'Test')
    const driver = `${cli} git-merge %O %A %B %P`
    this.git('config', 'merge.configmanage-sealed.driver', driver)
    this.git('config', 'merge.configmanage-sealed.recursive', 'binary') // as git-setup does; the words of the driver differ
    this.git('config', 'diff.configmanage-sealed.textconv', `${cli} git-textconv`)
    this.write('.gitattributes', '* diff=configmanage-sealed merge=configmanage-sealed\n')
  }

  git(...words: string[]): { readonly status: number | null; readonly output: string } {
    const env = { ...process.env, SOPS_AGE_KEY: this.#keys, GIT_CONFIG_GLOBAL: '/dev/null', XDG_CONFIG_HOME: this.folder }
    const { status, stdout, stderr } = spawnSync('git', words, { cwd: this.folder, env, encoding: 'utf8' })
    return { status, output: stdout + stderr }
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8')
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text)
  }

  commit(name: string, text: string): void {
    this.write(name, text)
    this.git('add', '.')
    this.git('commit', '-q', '-m', 'change')
  }
}

const plain = '# note\ndb:\n  user: shop   # who\n  pass: canary-one\n  port: 5432\nhosts:\n  - a\n  - b\nlast: x\n'

async function changed(text: string, name: string, from: string | RegExp, to: string): Promise<string> {
  const opened = await open(text, name)
  const before = Buffer.from(plainContent(opened)).toString()
  return resealSops(opened, Buffer.from(before.replace(from, to)), Date.UTC(2026, 2, 1))
}

/** Base, and the two sides, on branches of their own; `main` is ours. */
async function merged(name: string, base: string, ours: string, theirs: string, keys?: string) {
  const repository = new Repository(keys)
  repository.commit(name, base)
  repository.git('checkout', '-q', '-b', 'theirs')
  repository.commit(name, theirs)
  repository.git('checkout', '-q', 'main')
  repository.commit(name, ours)
  return { repository, ...repository.git('merge', '-q', '--no-edit', 'theirs') }
}

const sealedTexts = (text: string): readonly string[] => [...text.matchAll(/ENC\[[^\]]*\]/g)].map(([found]) => found)
const plainOf = async (text: string, name: string): Promise<string> =>
  Buffer.from(plainContent(await open(text, name))).toString()

describe('git merges sealed files', { timeout: 60_000 }, () => {
  it('when both sides changed different values, and keeps our layout and what is sealed already', async () => {
    const base = await seal(plain, 'secrets.yaml')
    const ours = await changed(base, 'secrets.yaml', 'canary-one', 'canary-two')
    const theirs = await changed(base, 'secrets.yaml', 'last: x', 'last: zed\nnew: canary-new')
    const { repository, status, output } = await merged('secrets.yaml', base, ours, theirs)
    expect(output).toBe('Auto-merging secrets.yaml\n')
    expect(status).toBe(0)
    const text = repository.read('secrets.yaml')
    expect(await plainOf(text, 'secrets.yaml')).toBe(
      plain.replace('canary-one', 'canary-two').replace('last: x', 'last: zed\nnew: canary-new'),
    )
    // Only the code is new: every other sealed text is one of a side.
    const known = new Set([...sealedTexts(ours), ...sealedTexts(theirs)])
    expect(sealedTexts(text).filter((found) => !known.has(found))).toHaveLength(1)
  })

  it.each([
    ['app.json', '{"a": "x", "b": 2, "c": {"d": "e"}}\n', ['"x"', '"y"'], ['"e"', '"f"']],
    ['prod.env', '# note\nA=1\nB="q $A"\nC=3\n', ['A=1', 'A=9'], ['C=3', 'C=4\nD=5']],
    ['app.ini', '[s]\nk = v\nl = w\n', ['k = v', 'k = z'], ['l = w', 'l = y']],
  ] as const)('of the format of %s', async (name, text, mine, other) => {
    const base = await seal(text, name)
    const ours = await changed(base, name, mine[0], mine[1])
    const { repository, status, output } = await merged(name, base, ours, await changed(base, name, other[0], other[1]))
    expect(`${status} ${output}`).toBe(`0 Auto-merging ${name}\n`)
    expect(await plainOf(repository.read(name), name)).toBe(text.replace(mine[0], mine[1]).replace(other[0], other[1]))
  })

  it('and takes a value away that the other side took away', async () => {
    const base = await seal(plain, 'secrets.yaml')
    const ours = await changed(base, 'secrets.yaml', 'canary-one', 'canary-two')
    const { repository, status } = await merged('secrets.yaml', base, ours, await changed(base, 'secrets.yaml', 'last: x\n', ''))
    expect(status).toBe(0)
    expect(await plainOf(repository.read('secrets.yaml'), 'secrets.yaml')).not.toContain('last')
  })
})

describe('git keeps the file seal', { timeout: 60_000 }, () => {
  const requiring = { ...testKeys, seals: 'required' as const }
  const lengthened = (text: string): string => text.replace(/\w(?=\W*$)/, '$&7')
  const countIn = (text: string): string | undefined => /v1,(\d+),/.exec(text)?.[1]

  it.each([
    ['secrets.yaml', plain, ['canary-one', 'canary-two'], ['last: x', 'last: zed']],
    ['app.json', '{"a": "x", "b": 2, "c": {"d": "e"}}\n', ['"x"', '"y"'], ['"e"', '"f"']],
    ['prod.env', 'A=1\nC=3\n', ['A=1', 'A=9'], ['C=3', 'C=4']],
    ['app.ini', '[s]\nk = v\nl = w\n', ['k = v', 'k = z'], ['l = w', 'l = y']],
  ] as const)('of %s, counting on from the higher number of the two sides', async (name, text, mine, other) => {
    const base = await seal(text, name, { fileSeal: true })
    const ours = await changed(base, name, mine[0], mine[1])
    const between = await changed(base, name, other[0], other[1])
    const theirs = await changed(between, name, other[1], lengthened(other[1]))
    expect([base, ours, theirs].map(countIn)).toEqual(['1', '2', '3'])
    const { repository, status } = await merged(name, base, ours, theirs)
    expect(status).toBe(0)
    expect(countIn(repository.read(name))).toBe('4')
    await open(repository.read(name), name, requiring)
  })

  it('of a side that has one where the other never had', async () => {
    const base = await seal(plain, 'secrets.yaml')
    const ours = await changed(base, 'secrets.yaml', 'canary-one', 'canary-two')
    const opened = await open(base, 'secrets.yaml')
    const theirs = resealSops(opened, Buffer.from(plain.replace('last: x', 'last: y')), Date.UTC(2026, 2, 1), { fileSeal: true })
    const { repository, status } = await merged('secrets.yaml', base, ours, theirs)
    expect(status).toBe(0)
    await open(repository.read('secrets.yaml'), 'secrets.yaml', requiring)
  })

  it('and reports a side that lost it, or broke it', async () => {
    const base = await seal(plain, 'secrets.yaml', { fileSeal: true })
    const ours = await changed(base, 'secrets.yaml', 'canary-one', 'canary-two')
    const other = await changed(base, 'secrets.yaml', 'last: x', 'last: y')
    const without = (text: string): string => text.replace(/^ *configmanage_seal: .*\n/m, '')
    for (const [mine, theirs, code] of [
      [ours, without(other), 'CRYPTO_MERGE: the other side lost the file seal'],
      [without(ours), other, 'CRYPTO_MERGE: our side lost the file seal'],
      [ours, other.replace('sops:', 'new: null\nsops:'), 'CRYPTO_SEAL_BROKEN'],
    ] as const) {
      const { repository, status, output } = await merged('secrets.yaml', base, mine, theirs)
      expect(status).toBe(1)
      expect(output).toContain(code)
      expect(repository.read('secrets.yaml')).toBe(mine)
    }
  })
})

describe('git reports a conflict, keeps our side sealed and tells no value', { timeout: 60_000 }, () => {
  it('when both sides changed one value', async () => {
    const base = await seal(plain, 'secrets.yaml')
    const ours = await changed(base, 'secrets.yaml', 'canary-one', 'canary-two')
    const theirs = await changed(base, 'secrets.yaml', 'canary-one', 'canary-three')
    const { repository, status, output } = await merged('secrets.yaml', base, ours, theirs)
    expect(status).toBe(1)
    expect(output).toMatch(/CRYPTO_MERGE[\s\S]* db\.pass\n/)
    expect(output).not.toContain('canary')
    expect(repository.read('secrets.yaml')).toBe(ours)
    expect(repository.git('status', '--short').output).toContain('UU secrets.yaml')
  })

  it('and has everything else merged, so that settling the conflict loses nothing of the other side', async () => {
    const base = await seal(plain, 'secrets.yaml')
    const ours = await changed(base, 'secrets.yaml', 'canary-one', 'canary-two')
    const theirs = await changed(base, 'secrets.yaml', /canary-one([\s\S]*)last: x/, 'canary-three$1last: zed\nmore: new')
    const { repository, status, output } = await merged('secrets.yaml', base, ours, theirs)
    expect(status).toBe(1)
    expect(output).not.toContain('canary')
    const text = repository.read('secrets.yaml')
    expect(text).not.toMatch(/canary|zed/)
    const expected = plain.replace('canary-one', 'canary-two').replace('last: x', 'last: zed\nmore: new')
    expect(await plainOf(text, 'secrets.yaml')).toBe(expected)
  })

  it('when two branches that had merged each other settled a conflict in different ways', async () => {
    const base = await seal(plain, 'secrets.yaml')
    const ours = await changed(base, 'secrets.yaml', 'canary-one', 'canary-two')
    const theirs = await changed(base, 'secrets.yaml', 'canary-one', 'canary-three')
    const { repository } = await merged('secrets.yaml', base, ours, theirs)
    repository.git('commit', '-q', '-a', '-m', 'ours stays')
    repository.git('checkout', '-q', 'theirs')
    expect(repository.git('merge', '-q', 'main~1').status).toBe(1)
    repository.git('commit', '-q', '-a', '-m', 'theirs stays')
    expect(await plainOf(repository.read('secrets.yaml'), 'secrets.yaml')).toContain('canary-three')
    expect(repository.git('merge', '-q', 'main').status).toBe(1)
    expect(repository.git('status', '--short').output).toContain('UU secrets.yaml')
  })

  it('when the other side gave the file a new key or other readers', async () => {
    const base = await seal(plain, 'secrets.yaml')
    const ours = await changed(base, 'secrets.yaml', 'canary-one', 'canary-two')
    const opened = await open(base, 'secrets.yaml')
    const rotated = await rotateSops(opened, opened.metadata.groups, 0, testKeys, Date.UTC(2026, 3, 1))
    const more = [[...(opened.metadata.groups[0] ?? []), { kind: 'age' as const, fields: { recipient: otherRecipient } }]]
    for (const theirs of [rotated, await rotateSops(opened, more, 0, testKeys, Date.UTC(2026, 3, 1))]) {
      const { repository, status, output } = await merged('secrets.yaml', base, ours, theirs)
      expect(status).toBe(1)
      expect(output).toContain('CRYPTO_MERGE')
      expect(repository.read('secrets.yaml')).toBe(ours)
    }
  })

  it('when there is no key, or a side was tampered with', async () => {
    const base = await seal(plain, 'secrets.yaml')
    const ours = await changed(base, 'secrets.yaml', 'canary-one', 'canary-two')
    const theirs = await changed(base, 'secrets.yaml', 'last: x', 'last: zed')
    const locked = await merged('secrets.yaml', base, ours, theirs, '')
    expect(locked.status).not.toBe(0)
    expect(locked.output).toContain('CRYPTO_NO_KEY')
    expect(locked.repository.read('secrets.yaml')).toBe(ours)
    const forged = await merged('secrets.yaml', base, ours, theirs.replace('port:', 'gate:'))
    expect(forged.status).not.toBe(0)
    expect(forged.output).toContain('CRYPTO_TAMPERED')
    expect(forged.repository.read('secrets.yaml')).toBe(ours)
  })

  it('when a file can only be taken as a whole', async () => {
    const base = await seal('one', 'tls.key')
    const ours = await changed(base, 'tls.key', 'one', 'two')
    const { repository, status, output } = await merged('tls.key', base, ours, await changed(base, 'tls.key', 'one', 'three'))
    expect(status).toBe(1)
    expect(output).toContain('as a whole')
    expect(repository.read('tls.key')).toBe(ours)
  })
})

describe('git diff of a sealed file', { timeout: 60_000 }, () => {
  it('shows values in plain text where there is a key', async () => {
    const repository = new Repository()
    const base = await seal(plain, 'secrets.yaml')
    repository.commit('secrets.yaml', base)
    repository.write('secrets.yaml', await changed(base, 'secrets.yaml', 'canary-one', 'canary-two'))
    const { output } = repository.git('diff')
    expect(output).toContain('-  pass: canary-one\n+  pass: canary-two')
    expect(output).not.toContain('ENC[')
  })

  it('fails without a key, and shows nothing', async () => {
    const repository = new Repository('')
    const base = await seal(plain, 'secrets.yaml')
    repository.commit('secrets.yaml', base)
    repository.write('secrets.yaml', await changed(base, 'secrets.yaml', 'canary-one', 'canary-two'))
    const { status, output } = repository.git('diff')
    expect(status).not.toBe(0)
    expect(output).toContain('CRYPTO_NO_KEY')
    expect(output).not.toContain('canary')
  })

  it('shows versions from before it was sealed as they were', async () => {
    const repository = new Repository()
    repository.commit('secrets.yaml', plain)
    repository.write('secrets.yaml', await seal(plain, 'secrets.yaml'))
    expect(repository.git('diff')).toMatchObject({ status: 0 })
    expect(repository.git('diff').output).not.toMatch(/^[-+] /m)
  })
})

describe('git-setup', { timeout: 60_000 }, () => {
  it('shows what to do, does it with --write, and does it once', () => {
    const repository = new Repository()
    const run = (...words: string[]) =>
      spawnSync('/bin/sh', ['-c', `${cli} "$@"`, 'sh', 'git-setup', ...words], { cwd: repository.folder, encoding: 'utf8' })
    const shown = run('conf/*.yaml')
    expect(shown.stdout).toContain('conf/*.yaml diff=configmanage-sealed merge=configmanage-sealed\n')
    expect(shown.stdout).toContain('git config merge.configmanage-sealed.driver "configmanage git-merge %O %A %B %P"')
    expect(repository.read('.gitattributes')).not.toContain('conf/')
    for (const _ of [1, 2]) expect(run('conf/*.yaml', '--write').status).toBe(0)
    expect(repository.read('.gitattributes').match(/conf\//g)).toHaveLength(1)
    expect(repository.git('config', 'merge.configmanage-sealed.driver').output).toBe('configmanage git-merge %O %A %B %P\n')
    expect(repository.git('config', 'diff.configmanage-sealed.cachetextconv').output).toBe('false\n')
    expect(repository.git('config', 'merge.configmanage-sealed.recursive').output).toBe('binary\n')
    expect(run('my conf/*.yaml', '--write').status).toBe(0)
    expect(repository.git('check-attr', 'merge', 'my conf/a.yaml').output).toBe('my conf/a.yaml: merge: configmanage-sealed\n')
    const outside = spawnSync('/bin/sh', ['-c', `${cli} git-setup --write`], { cwd: '/', encoding: 'utf8' })
    expect(outside.status).not.toBe(0)
    expect(outside.stderr).toContain('GIT_FAILED')
  })
})
