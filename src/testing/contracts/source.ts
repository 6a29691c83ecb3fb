import assert from 'node:assert/strict'
import { ConfigError } from '../../errors/config-error.ts'
import { defaultLimits } from '../../formats/format.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import type { ReadContext, Reading, Source } from '../../sources/source.ts'
import { isList, isMap } from '../../values/value.ts'
import { fakeClock } from '../fake-clock.ts'
import { recordingLogger } from '../recording-logger.ts'
import type { ContractCase } from './contract.ts'

/** What a source's own tests hand to the contract. */
export interface SourceSubject {
  /** A source that has something to say. */
  readonly source: Source
  /** The same kind of source, pointed at something that does not exist. */
  readonly absent?: Source
  /** The same kind of source, pointed at something that is there and cannot be read. */
  readonly broken?: Source
  /** The world that these sources look at. Default: an empty one. */
  readonly runtime?: Partial<Runtime>
}

/**
 * What every source promises. `for (const { name, run } of sourceContract) it(name, () => run(makeSubject))`
 */
export const sourceContract: readonly ContractCase<SourceSubject>[] = [
  {
    name: 'has a kind and a name, without credentials',
    run(make) {
      const { source } = make()
      assert.match(source.kind, /^[a-z][a-z0-9-]*$/, 'kind is one lower-case word')
      assert.notEqual(source.name.trim(), '', 'name is for people, so it is not empty')
      assertNoCredentials(source.name)
    },
  },
  {
    name: 'answers with a place, a version, and bytes or plain values',
    async run(make) {
      const reading = await readSome(make())
      assert.notEqual(reading.uri, '')
      assertNoCredentials(reading.uri)
      assert.equal(typeof reading.version, 'string')
      if (reading.kind === 'bytes') assert.ok(reading.bytes instanceof Uint8Array, 'bytes are a Uint8Array')
      else assert.ok(isPlain(reading.value), 'the value is a map, list or scalar')
    },
  },
  {
    name: 'may be read twice, and answers the same while nothing changes',
    async run(make) {
      const subject = make()
      const context = contextFor(subject)
      const first = await readSome(subject, context)
      const second = await readSome(subject, { ...context, previous: first })
      assert.equal(second.version, first.version)
      assert.deepEqual(contentOf(second), contentOf(first))
    },
  },
  {
    name: 'does not change the environment or the arguments',
    async run(make) {
      const subject = make()
      const context = contextFor(subject)
      const before = structuredClone({ env: context.env, args: context.args })
      await readSome(subject, context)
      assert.deepEqual({ env: context.env, args: context.args }, before)
    },
  },
  {
    name: 'ends when it was told to stop before it began',
    async run(make) {
      const subject = make()
      const reason = new Error('stopped by the contract')
      const context = { ...contextFor(subject), signal: AbortSignal.abort(reason) }
      const failure = await failureOf(() => subject.source.read(context))
      assert.ok(
        failure === undefined || failure === reason,
        'a read that was stopped answers, or fails with the reason of the signal',
      )
    },
  },
  {
    name: 'answers undefined for what is not there',
    async run(make) {
      const subject = make()
      if (subject.absent === undefined) return
      assert.equal(await subject.absent.read(contextFor(subject)), undefined)
    },
  },
  {
    name: 'fails with a ConfigError for what cannot be read, never with an empty answer',
    async run(make) {
      const subject = make()
      const { broken } = subject
      if (broken === undefined) return
      const failure = await failureOf(() => broken.read(contextFor(subject)))
      assert.ok(ConfigError.is(failure), 'a source that cannot be read throws a ConfigError')
    },
  },
]

function contextFor({ runtime }: SourceSubject): ReadContext {
  return {
    env: {},
    cwd: '/',
    args: [],
    stdin: async () => new Uint8Array(),
    clock: fakeClock(),
    logger: recordingLogger(),
    ...runtime,
    signal: new AbortController().signal,
    profiles: ['base'],
    variables: {},
    isActive: () => true,
    maxBytes: defaultLimits.maxBytes,
    keys: { lower: {}, declared: [] },
  }
}

async function readSome(subject: SourceSubject, context: ReadContext = contextFor(subject)): Promise<Reading> {
  const reading = await subject.source.read(context)
  assert.ok(reading !== undefined, 'the subject of the contract has something to say')
  return reading
}

function contentOf(reading: Reading): unknown {
  return reading.kind === 'bytes' ? Buffer.from(reading.bytes).toString('hex') : reading.value
}

async function failureOf(action: () => unknown): Promise<unknown> {
  try {
    await action()
    return undefined
  } catch (error) {
    return error
  }
}

function isPlain(value: unknown): boolean {
  return isMap(value) || isList(value) || value === null || typeof value !== 'object'
}

function assertNoCredentials(text: string): void {
  assert.doesNotMatch(text, /\/\/[^/@\s]*:[^/@\s]*@/, 'names and places carry no credentials')
}
