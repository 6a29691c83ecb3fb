import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ageProvider } from '../src/crypto/age/age-provider.ts'
import { forTest, testIdentity } from '../src/crypto/sealed.fixture.ts'
import { openEnvelope, parseEnvelope, sealScalar } from '../src/crypto/sops/envelope.ts'
import { openSops } from '../src/crypto/sops/open.ts'
import { scalarOf } from '../src/crypto/sops/plain-scalar.ts'
import { defaultRule } from '../src/crypto/sops/rules.ts'
import { sealSops } from '../src/crypto/sops/seal.ts'
import { storeNamed } from '../src/crypto/sops/stores/choose-store.ts'
import { oracle } from '../test/oracles/install-oracles.ts'
import { Sandbox } from './engine.ts'
import { measure, ratioOf, spread } from './measure.ts'
import type { Effort, Row } from './row.ts'

const age = { identities: [testIdentity], passphrases: [] }
const keys = { age, providers: [ageProvider(age)] }
const store = storeNamed('yaml')

/** Sealed files: one of 1,000 values against the SOPS command, and the parts it is made of (G18). */
export async function sealedRows(effort: Effort): Promise<readonly Row[]> {
  return [...valueRows(effort), ...(await fileRows(effort))]
}

function valueRows(effort: Effort): readonly Row[] {
  const dataKey = Buffer.alloc(32, 7)
  const small = sealScalar(scalarOf('str', 'correct horse battery staple'), dataKey, 'db:password:')
  const json = JSON.stringify(
    Object.fromEntries(Array.from({ length: 64 }, (_, index) => [`name${index}`, `a value ${index} of it`])),
  )
  const large = sealScalar(scalarOf('str', json), dataKey, 'data:')
  const opened = (text: string, aad: string) => () => {
    const envelope = parseEnvelope(text)
    return envelope && openEnvelope(envelope, dataKey, aad)
  }
  const parts = parseEnvelope(large)
  const samples = measure(
    [
      { name: 'value', run: opened(small, 'db:password:') },
      { name: 'cipher', run: () => parts && openEnvelope(parts, dataKey, 'data:') },
      { name: 'JSON.parse', run: () => JSON.parse(json) as unknown },
    ],
    effort.calls,
  )
  const each = spread((samples.get('value') ?? []).map((milliseconds) => milliseconds * 1000))
  return [
    {
      goal: 'G18',
      what: 'one sealed value: its text taken apart, opened, verified',
      ratio: each,
      unit: 'us',
      target: { atMost: 5 },
    },
    {
      goal: 'G18',
      what: 'bytes of a sealed 2 KB JSON, opened and verified / JSON.parse',
      ratio: ratioOf(samples, 'cipher', 'JSON.parse'),
      unit: 'x',
      target: { atMost: 1 },
    },
  ]
}

/** By the wall clock, which is what somebody waits; each round asks all of them. */
async function fileRows({ quick }: Effort): Promise<readonly Row[]> {
  using sandbox = new Sandbox()
  const text = await sealedThousand()
  const path = sandbox.write('secrets.yaml', text)
  const sops = oracle('sops')
  const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url))
  if (sops === undefined)
    console.error('bench: no sops command, so nothing is compared with it; "npm run test:oracles" builds one')
  const ratios = { process: [] as number[], command: [] as number[] }
  const own: number[] = []
  const first = await timeToOpen(text)
  for (let warm = 0; warm < 20; warm++) await timeToOpen(text)
  for (let round = 0; round < (quick ? 7 : 20); round++) {
    const inside = await timeToOpen(text)
    own.push(inside)
    if (sops === undefined) continue
    const theirs = timeOf(sops, ['decrypt', path])
    ratios.process.push(theirs / inside)
    if (existsSync(cli)) ratios.command.push(theirs / timeOf(process.execPath, [cli, 'decrypt', path]))
  }
  const row = (goal: string, what: string, values: readonly number[], unit: Row['unit'], target?: Row['target']): Row[] =>
    values.length === 0 ? [] : [{ goal, what, ratio: spread(values), unit, target }]
  return [
    ...row('-', '1,000 sealed values of YAML, opened first of all, with loading and compiling', [first], 'ms'),
    ...row('-', '1,000 sealed values of YAML, opened in a warm process', own, 'ms'),
    ...row('S1', '1,000 values: sops command / opening them in a warm process', ratios.process, 'x', { atLeast: 5 }),
    ...row('-', '1,000 values: sops command / configmanage decrypt', ratios.command, 'x'),
  ]
}

async function timeToOpen(text: string): Promise<number> {
  const started = performance.now()
  await openSops(text, store, 'secrets.yaml', keys)
  return performance.now() - started
}

function timeOf(command: string, words: readonly string[]): number {
  const started = performance.now()
  const { status } = spawnSync(command, words, { env: { ...process.env, SOPS_AGE_KEY: testIdentity } })
  if (status !== 0) throw new Error(`bench: ${command} ended with ${status}`)
  return performance.now() - started
}

function sealedThousand(): Promise<string> {
  const services = Array.from({ length: 100 }, (_, service) => {
    const lines = Array.from({ length: 10 }, (__, key) => `  key${key}: "some value ${service} ${key}"\n`)
    return `service${service}:\n${lines.join('')}`
  })
  const sealing = { groups: [[forTest]], threshold: 0, rule: defaultRule, macOnlyEncrypted: false }
  return sealSops(Buffer.from(services.join('')), store, 'secrets.yaml', sealing, keys, Date.UTC(2026, 0, 2))
}
