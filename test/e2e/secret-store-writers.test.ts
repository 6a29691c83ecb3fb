import { type ChildProcess, spawn } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { newIdentity } from '../../src/crypto/age/age-keys.ts'
import { nodeRuntime } from '../../src/runtime/node-runtime.ts'
import { LocalStore } from '../../src/secrets/local/local-store.ts'

/** The short form; `npm run campaign` asks for more. */
const writes = Number(process.env.STORE_WRITES ?? 100)
/** Each write seals all secrets again: with thousands of them, and on a busy machine. */
const msPerWrite = 300
const kills = Number(process.env.STORE_KILLS ?? 8)

const identity = await newIdentity(false)
const context = { ...nodeRuntime(), signal: new AbortController().signal }
let folder = ''
let file = ''
beforeEach(() => {
  folder = fs.mkdtempSync(join(os.tmpdir(), 'secret-store-'))
  file = join(folder, 'secrets.age')
})
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }))

function start(name: string, count: number): ChildProcess {
  const script = join(import.meta.dirname, 'secrets', 'steady-store-writer.ts')
  const nodeArguments = ['--conditions=configmanage-source', '--disable-warning=ExperimentalWarning']
  return spawn(process.execPath, [...nodeArguments, script, file, name, String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, HOME: folder, SOPS_AGE_KEY: identity },
  })
}

async function stored(): Promise<ReadonlyMap<string, unknown>> {
  const store = new LocalStore({ file, keys: { age: { identities: [identity], passphrases: [] } } })
  const found = new Map<string, unknown>()
  for await (const { name } of store.list('', context)) found.set(name, (await store.read({ name }, context))?.value.reveal())
  return found
}

it(
  `two processes that write a store ${writes} times each lose nothing`,
  async () => {
    const writers = ['ada', 'bob'].map((name) => start(name, writes))
    for (const writer of writers) writer.stdout?.resume()
    const codes = await Promise.all(writers.map((writer) => new Promise((resolve) => writer.on('exit', resolve))))
    expect(codes).toEqual([0, 0])
    const found = await stored()
    expect(found.size).toBe(2 * writes)
    for (const name of ['ada', 'bob'])
      for (let index = 0; index < writes; index++) expect(found.get(`${name}/${index}`)).toBe(`value ${index} of ${name}`)
    expect(fs.readdirSync(folder)).toEqual(['secrets.age'])
  },
  60_000 + 2 * writes * msPerWrite,
)

it(
  `${kills} writers killed at any moment leave a whole store with all that was confirmed`,
  async () => {
    const confirmed: string[] = []
    for (let round = 0; round < kills; round++) {
      const writer = start(`round${round}`, 1_000_000)
      const output = await new Promise<string>((resolve) => {
        let text = ''
        writer.stdout?.on('data', (chunk: Buffer) => {
          text += chunk.toString()
          // Some way into the next write.
          if (text.split('\n').length > 1 + (round % 4)) setTimeout(() => writer.kill('SIGKILL'), (round * 7) % 23)
        })
        writer.on('close', () => resolve(text))
      })
      confirmed.push(...output.split('\n').filter((line) => line !== ''))
      const found = await stored()
      expect(confirmed.filter((name) => !found.has(name))).toEqual([])
    }
    expect(confirmed.length).toBeGreaterThanOrEqual(kills)
  },
  60_000 + 5_000 * kills,
)
