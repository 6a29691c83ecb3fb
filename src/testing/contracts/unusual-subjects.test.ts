import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import type { Format } from '../../formats/format.ts'
import { json } from '../../formats/json/json.ts'
import type { Source, ValueReading } from '../../sources/source.ts'
import type { Value } from '../../values/value.ts'
import { type FormatSubject, formatContract } from './format.ts'
import { type SourceSubject, sourceContract } from './source.ts'

/** The promises of a contract that are not kept. */
async function broken<Subject>(
  contract: readonly { readonly name: string; readonly run: (make: () => Subject) => unknown }[],
  subject: Subject,
): Promise<readonly string[]> {
  const names: string[] = []
  for (const { name, run } of contract) {
    try {
      await run(() => subject)
    } catch {
      names.push(name)
    }
  }
  return names
}

describe('the contract of sources', () => {
  const giving = (value: unknown): Source => ({
    kind: 'own',
    name: 'own',
    // On purpose not always a configuration value.
    read: () => ({ kind: 'value', uri: 'own', version: '1', value: value as Value, textOnly: false }) satisfies ValueReading,
  })
  const check = (subject: SourceSubject) => broken(sourceContract, subject)

  it.each<[string, Value]>([
    ['a list', ['a']],
    ['null', null],
    ['a single value', 5],
  ])('accepts %s as the content', async (_, value) => {
    expect(await check({ source: giving(value) })).toEqual([])
  })

  it('refuses an object that is no configuration value', async () => {
    expect(await check({ source: giving(new Map()) })).toContain('answers with a place, a version, and bytes or plain values')
  })

  it('accepts a source that ends with the reason of the signal, and refuses one that ends with another', async () => {
    const stopping = (reason: (signal: AbortSignal) => unknown): Source => ({
      ...giving(1),
      read: async (context) => {
        if (context.signal.aborted) throw reason(context.signal)
        return giving(1).read(context)
      },
    })
    expect(await check({ source: stopping((signal) => signal.reason) })).toEqual([])
    expect(await check({ source: stopping(() => new Error('mine')) })).toEqual(['ends when it was told to stop before it began'])
  })

  it('gives a source an empty standard input when the subject brings none', async () => {
    const reader: Source = {
      ...giving(1),
      read: async ({ stdin }) => ({ ...(giving((await stdin()).length).read({} as never) as ValueReading) }),
    }
    expect(await check({ source: reader })).toEqual([])
  })
})

describe('the contract of formats', () => {
  const check = (subject: FormatSubject) => broken(formatContract, subject)
  const nested = { text: '{"a": {"b": "x"}}', value: { a: { b: 'x' } } }

  it('accepts samples that are a single value, a list, or empty', async () => {
    const samples = [nested, { text: '"x"', value: 'x' }, { text: '["a", {}]', value: ['a', {}] }, { text: '{}', value: {} }]
    expect(await check({ format: json(), samples, malformed: ['{'] })).toEqual([])
  })

  it('accepts a refusal that names the file only, and no refusal that names nothing', async () => {
    const refusing = (place: object): Format => ({
      ...json(),
      parse(text, file) {
        try {
          return json().parse(text, file)
        } catch {
          throw new ConfigError({ code: 'FORMAT_SYNTAX', severity: 'error', message: 'wrong', ...place })
        }
      },
    })
    expect(await check({ format: refusing({ file: 'x' }), samples: [nested], malformed: ['{'] })).toEqual([])
    expect(await check({ format: refusing({}), samples: [nested], malformed: ['{'] })).toEqual([
      'refuses malformed text with a ConfigError that names the place',
    ])
  })
})
