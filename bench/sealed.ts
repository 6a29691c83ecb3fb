import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { decryptSops } from 'sops-age'
import { ageProvider } from '../src/crypto/age/age-provider.ts'
import { forTest, testIdentity } from '../src/crypto/sealed.fixture.ts'
import { type Envelope, openEnvelope, parseEnvelope, sealScalar } from '../src/crypto/sops/envelope.ts'
import { type OpenedFile, openSops, plainContent } from '../src/crypto/sops/open.ts'
import { scalarOf } from '../src/crypto/sops/plain-scalar.ts'
import { defaultRule } from '../src/crypto/sops/rules.ts'
import { sealSops } from '../src/crypto/sops/seal.ts'
import { storeNamed } from '../src/crypto/sops/stores/choose-store.ts'
import { yaml } from '../src/formats/yaml/index.ts'
import { oracle } from '../test/oracles/install-oracles.ts'
import { Sandbox } from './engine.ts'
import { type Case, measure, ratioOf, spread } from './measure.ts'
import type { Effort, Row } from './row.ts'

const age = { identities: [testIdentity], passphrases: [] }
const keys = { age, providers: [ageProvider(age)] }
const store = storeNamed('yaml')

/** Sealed files: one of 1,000 values against the SOPS command and a reader of SOPS, and the parts it is made of (G18). */
export async function sealedRows(effort: Effort): Promise<readonly Row[]> {
  return [...valueRows(effort), ...(await fileRows(effort))]
}

const dataKey = Buffer.alloc(32, 7)

function valueRows(effort: Effort): readonly Row[] {
  const small = sealScalar(scalarOf('str', 'correct horse battery staple'), dataKey, 'db:password:')
  const [settings, texts] = [settingsOf2KB(), textsOf2KB()]
  const samples = measure(
    [
      { name: 'value', run: () => openWhole(parseEnvelope(small), 'db:password:') },
      ...openedAndParsed('settings', settings),
      ...openedAndParsed('texts', texts),
    ],
    effort.calls,
  )
  const each = spread((samples.get('value') ?? []).map((milliseconds) => milliseconds * 1000))
  const file = (goal: string, what: string, name: string, target?: Row['target']): Row => ({
    goal,
    what: `bytes of a sealed ${what}, opened and verified / JSON.parse`,
    ratio: ratioOf(samples, name, `${name}, JSON.parse`),
    unit: 'x',
    target,
  })
  return [
    {
      goal: 'G18',
      what: 'one sealed value: its text taken apart, opened, verified',
      ratio: each,
      unit: 'us',
      target: { atMost: 5 },
    },
    file('G18', '2 KB JSON of settings', 'settings', { atMost: 1 }),
    file('-', '2 KB JSON of short texts only', 'texts'),
  ]
}

function openedAndParsed(name: string, json: string): readonly Case[] {
  const parts = parseEnvelope(sealScalar(scalarOf('str', json), dataKey, 'data:'))
  return [
    { name, run: () => openWhole(parts, 'data:') },
    { name: `${name}, JSON.parse`, run: () => JSON.parse(json) as unknown },
  ]
}

function openWhole(envelope: Envelope | undefined, aad: string): unknown {
  const opened = envelope && openEnvelope(envelope, dataKey, aad)
  if (opened === undefined) throw new Error('bench: a sealed value does not open')
  return opened
}

/** What a file of settings looks like: groups of texts, numbers, booleans and lists, indented. */
function settingsOf2KB(): string {
  const services = Array.from({ length: 10 }, (_, at) => {
    const addresses = { host: `service${at}.example.com`, port: 8000 + at, timeout: 2.5, tls: true, tags: ['a', 'b'] }
    return [`service${at}`, { ...addresses, user: `user${at}`, password: `pass-${at}-word` }] as const
  })
  return JSON.stringify(Object.fromEntries(services), null, 2)
}

/** What is quickest to parse: one level, keys and texts of nearly one length. */
function textsOf2KB(): string {
  return JSON.stringify(Object.fromEntries(Array.from({ length: 74 }, (_, at) => [`name${at}`, `a value ${at} of it`])))
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
  const ratios = { process: [] as number[], command: [] as number[], reader: [] as number[] }
  const own: number[] = []
  const first = await timeOfWork(() => opened(text))
  if (!isDeepStrictEqual(await ownValues(text), await theirValues(text))) throw new Error('bench: sops-age reads other values')
  for (let warm = 0; warm < 20; warm++) for (const read of [ownValues, theirValues]) await read(text)
  for (let round = 0; round < (quick ? 7 : 20); round++) {
    const inside = await timeOfWork(() => opened(text))
    own.push(inside)
    const values = await timeOfWork(() => ownValues(text))
    ratios.reader.push((await timeOfWork(() => theirValues(text))) / values)
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
    ...row('-', '1,000 values: sops-age / opening and parsing them, both warm', ratios.reader, 'x'),
    ...row('S1', '1,000 values: sops command / opening them in a warm process', ratios.process, 'x', { atLeast: 5 }),
    ...row('-', '1,000 values: sops command / configmanage decrypt', ratios.command, 'x'),
  ]
}

function opened(text: string): Promise<OpenedFile> {
  return openSops(text, store, 'secrets.yaml', keys)
}

async function ownValues(text: string): Promise<unknown> {
  return yaml().parse(Buffer.from(plainContent(await opened(text))).toString(), 'secrets.yaml').value
}

/** It opens each value and does not look at the authentication code of the file: less work than ours. */
function theirValues(text: string): Promise<unknown> {
  return decryptSops(text, { secretKey: testIdentity, fileType: 'yaml' })
}

async function timeOfWork(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
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
