import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ageProvider } from '../../src/crypto/age/age-provider.ts'
import type { Keyring } from '../../src/crypto/keys/keyring.ts'
import { open, otherIdentity, otherRecipient, seal, testIdentity, testRecipient } from '../../src/crypto/sealed.fixture.ts'
import { plainContent } from '../../src/crypto/sops/open.ts'
import { Sandbox } from './cli-sandbox.ts'
import { commandWords } from './command-words.ts'

const fileCount = Number(process.env.ROTATE_FILES ?? 40)
const kills = Number(process.env.ROTATE_KILLS ?? 5)

const identities = [testIdentity, otherIdentity]
const env = { SOPS_AGE_KEY: identities.join('\n') }
const age = { identities, passphrases: [] }
const bothKeys: Keyring = { age, providers: [ageProvider(age)] }

/** Reader by reader: each rotation lets one in and the other out, so a file has its old reader or its new one. */
const readers = [otherRecipient, testRecipient] as const

/** A folder of sealed files that is rotated again and again by a command that is killed. */
class Killed {
  readonly sandbox = new Sandbox({})
  /** As they were when they were last found whole. */
  readonly #seen = new Map<string, string>()
  rotations = 0
  landed = 0
  /** Files that were found with new keys, over all checks. */
  rotated = 0

  async seal(): Promise<void> {
    for (let index = 0; index < fileCount; index++) this.sandbox.write(`s/f${index}.yaml`, await seal(`n: ${index}\n`, 'x.yaml'))
  }

  journal(): string | undefined {
    return readdirSync(this.sandbox.folder).find((name) => name.startsWith('.configmanage-rotate-'))
  }

  /** What goes on, or begins anew when nothing is left. */
  words(): readonly string[] {
    const journal = this.journal()
    if (journal !== undefined) return ['rotate', '--resume', journal.slice('.configmanage-rotate-'.length, -'.jsonl'.length)]
    const [add, remove] = this.rotations++ % 2 === 0 ? readers : ([readers[1], readers[0]] as const)
    return ['rotate', 's/*.yaml', '--add', add, '--remove', remove]
  }

  /** One run, ended at a random moment: while it starts, or after it has begun to write. */
  async killOnce(): Promise<void> {
    const lines = this.#lines()
    const child = command(this.sandbox, this.words())
    const ended = new Promise((resolve) => child.on('close', resolve))
    if (Math.random() < 0.1) await pause(Math.random() * 500)
    else await until(() => this.#lines() > lines || isOver(child))
    await pause(Math.random() * 60)
    if (!isOver(child) && child.kill('SIGKILL')) this.landed++
    await ended
    if (this.journal() !== undefined && this.#lines() === 0) rmSync(join(this.sandbox.folder, this.journal() ?? ''))
  }

  #lines(): number {
    const journal = this.journal()
    try {
      return journal === undefined ? 0 : this.sandbox.read(journal).split('\n').length - 1
    } catch {
      return 0 // It was finished in this moment.
    }
  }

  /** Opens every file that is not as it was. */
  async expectWhole(): Promise<void> {
    const names = readdirSync(join(this.sandbox.folder, 's')).filter((name) => /^f\d+\.yaml$/.test(name))
    expect(names).toHaveLength(fileCount)
    for (const name of names) {
      const text = this.sandbox.read(`s/${name}`)
      if (this.#seen.get(name) === text) continue
      const opened = await open(text, name, bothKeys)
      expect(Buffer.from(plainContent(opened)).toString()).toBe(`n: ${name.slice(1, -5)}\n`)
      expect(opened.metadata.groups[0]).toHaveLength(1)
      if (this.#seen.has(name)) this.rotated++
      this.#seen.set(name, text)
    }
  }
}

describe('rotate', () => {
  it(`leaves each of ${fileCount} files with its old keys or its new ones when it is killed ${kills} times, and finishes`, async () => {
    const killed = new Killed()
    await killed.seal()
    await killed.expectWhole()
    while (killed.landed < kills) {
      await killed.killOnce()
      await killed.expectWhole()
    }
    const { sandbox } = killed
    // The last one may have been killed before it had a journal: then another one goes through from the beginning.
    expect(await sandbox.call(killed.words(), { env })).toMatchObject({ code: 0 })
    await killed.expectWhole()
    expect(killed.journal()).toBeUndefined()
    const reader = readers[(killed.rotations - 1) % 2]
    const groups = await Promise.all(
      Array.from({ length: fileCount }, async (_, index) => {
        const { metadata } = await open(sandbox.read(`s/f${index}.yaml`), 'x.yaml', bothKeys)
        return metadata.groups.flat().map(({ fields }) => fields.recipient)
      }),
    )
    expect(groups).toEqual(Array.from({ length: fileCount }, () => [reader]))
    // No plain text was ever written, also not into what a killed process leaves behind.
    for (const name of readdirSync(join(sandbox.folder, 's'))) expect(sandbox.read(`s/${name}`)).toMatch(/ENC\[|^$/)
    if (process.env.ROTATE_KILLS !== undefined)
      process.stdout.write(
        `${killed.landed} kills in ${killed.rotations} rotations; ${killed.rotated} times a file had new keys\n`,
      )
  }, 3_600_000)

  it('does a file again whose line in the journal was cut short, and none twice', async () => {
    const sandbox = new Sandbox({ 'a.yaml': await seal('n: 1\n', 'x.yaml'), 'b.yaml': await seal('n: 2\n', 'x.yaml') })
    const head = JSON.stringify({ version: 1, files: ['a.yaml', 'b.yaml'], add: [otherRecipient], remove: [] })
    sandbox.write('.configmanage-rotate-x.jsonl', `${head}\n{"done":"a.yaml"}\n{"done":"b.y`)
    const before = sandbox.read('a.yaml')
    expect(await sandbox.call('rotate --resume x', { env })).toMatchObject({ code: 0, stderr: 'rotated 1 file\n' })
    expect(sandbox.read('a.yaml')).toBe(before)
    expect((await open(sandbox.read('b.yaml'), 'b.yaml', bothKeys)).metadata.groups[0]).toHaveLength(2)
  })

  it.each(['', '{"version":1,"files":["a.yaml"]', '{"version":2,"files":[],"add":[],"remove":[]}\n'])(
    'tells that a journal is damaged: %j',
    async (text) => {
      const sandbox = new Sandbox({ '.configmanage-rotate-x.jsonl': text })
      const { code, stderr } = await sandbox.call('rotate --resume x')
      expect([code, stderr]).toEqual([3, expect.stringContaining('the journal of the rotation is damaged')])
    },
  )
})

function command(sandbox: Sandbox, words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...commandWords, ...words], {
    cwd: sandbox.folder,
    env: { PATH: process.env.PATH, HOME: sandbox.folder, ...env },
    stdio: 'ignore',
  })
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 4_000 && !condition(); tries++) await pause(3)
}
