import { describe, expect, it } from 'vitest'
import type { ReadContext, Source } from '../sources/source.ts'
import { createConfig, createConfigSync } from './create-config.ts'
import { failure, text, world } from './text-source.fixture.ts'

function source(parts: Partial<Source>): Source {
  return { kind: 'own', name: 'own', read: () => undefined, ...parts }
}

describe('a source', () => {
  it('that looks at keys without having said so is refused, by name', async () => {
    const nosy = source({ read: (context) => void context.keys.lower })
    expect((await failure(() => createConfig({ sources: [nosy] }, world))).issues).toMatchObject([
      { code: 'INTERNAL', source: 'own', message: expect.stringContaining('usesKeys') },
    ])
  })

  it('sees no keys before others were read, and those of the layers below if it uses them', async () => {
    const seen: unknown[] = []
    const plain = source({ optional: true, read: (context) => void seen.push(context.keys.declared) })
    const user = source({ optional: true, usesKeys: true, read: (context) => void seen.push(context.keys.lower) })
    await createConfig({ sources: [text('a.json', '{"a":1}'), plain, user, text('b.json', '{"b":1}')] }, world)
    expect(seen).toEqual([[], { a: 1 }])
  })

  it('may fail later with issues of its own, which get its name', async () => {
    const late = source({ read: () => Promise.reject(new RangeError('with a secret inside')) })
    const error = await failure(() => createConfig({ sources: [late] }, world))
    expect(error.issues).toMatchObject([{ code: 'SOURCE_FAILED', source: 'own', message: 'own failed: RangeError' }])
  })

  it.each<[string, unknown]>([
    ['a text', 'port: 1'],
    ['null', null],
    ['a value without a version', { kind: 'value', uri: 'own:', value: {}, textOnly: false }],
    ['a value that is none', { kind: 'value', uri: 'own:', version: '1', textOnly: false }],
    ['a text instead of bytes', { kind: 'bytes', uri: 'own:', version: '1', bytes: 'port: 1', file: 'a.yaml' }],
    ['another kind', { kind: 'text', uri: 'own:', version: '1' }],
  ])('that answers with %s is told what an answer is', async (_, answer) => {
    const odd = source({ read: () => answer as never })
    const late = source({ read: async () => answer as never })
    for (const each of [odd, late]) {
      expect((await failure(() => createConfig({ sources: [each] }, world))).issues).toMatchObject([
        { code: 'SOURCE_FAILED', source: 'own', message: 'own answered with something that is no reading' },
      ])
    }
  })

  it('that throws what is no error at all is told by its type', async () => {
    const odd = source({
      read: () => {
        throw 'a text with a secret inside'
      },
    })
    expect((await failure(() => createConfig({ sources: [odd] }, world))).issues[0].message).toBe('own failed: string')
  })

  it('may say in its own words what is missing', async () => {
    const absent = source({
      missing: () => ({ code: 'SOURCE_MISSING', severity: 'error', message: 'no such thing', hint: 'look' }),
    })
    expect((await failure(() => createConfig({ sources: [absent] }, world))).issues).toMatchObject([
      { message: 'no such thing', hint: 'look' },
    ])
  })

  it('is named, with advice, when it has no words for what is missing', async () => {
    expect((await failure(() => createConfig({ sources: [source({})] }, world))).issues).toMatchObject([
      {
        code: 'SOURCE_MISSING',
        source: 'own',
        message: 'own has nothing to read',
        hint: 'create it, or declare it with optional: true',
      },
    ])
  })
})

describe('a source that stands for others', () => {
  it('is replaced by them, in their order', async () => {
    const many = source({ expand: () => [text('a.json', '{"x":1}'), text('b.json', '{"x":2}')] })
    const config = await createConfig<unknown>({ sources: [many] }, world)
    expect(config.get('x')).toBe(2)
    expect(config.status().map((status) => status.source)).toEqual(['a.json', 'b.json'])
  })

  it('may stand for itself', async () => {
    const itself: Source = { ...text('a.json', '{"x":1}'), expand: () => [itself] }
    expect((await createConfig<unknown>({ sources: [itself] }, world)).get('x')).toBe(1)
  })

  it('is not followed for ever', async () => {
    const endless = (level: number): Source => source({ name: `level ${level}`, expand: () => [endless(level + 1)] })
    const error = await failure(() => createConfig({ sources: [endless(0)] }, world))
    expect(error.issues).toMatchObject([{ code: 'SOURCE_MISSING', source: 'level 5' }])
  })

  it('is reported together with the others when it cannot say for which', async () => {
    const failing = source({
      expand: () => {
        throw new TypeError('no')
      },
    })
    const error = await failure(() => createConfig({ sources: [failing, text('a.json', '{')] }, world))
    expect(error.issues.map((issue) => [issue.code, issue.source])).toEqual([
      ['SOURCE_FAILED', 'own'],
      ['FORMAT_SYNTAX', 'a.json'],
    ])
  })
})

describe('the signal', () => {
  it('of the caller reaches every source', async () => {
    const { signal } = new AbortController()
    let seen: AbortSignal | undefined
    const waiting = source({
      optional: true,
      read: async (context: ReadContext) => {
        seen = context.signal
        return undefined
      },
    })
    await createConfig({ sources: [waiting] }, { ...world, signal })
    expect(seen).toBe(signal)
  })

  it('is one that never fires when the caller gave none', () => {
    let seen: AbortSignal | undefined
    const curious = source({
      optional: true,
      read: (context) => {
        seen = context.signal
        return undefined
      },
    })
    createConfigSync({ sources: [curious] }, world)
    expect(seen?.aborted).toBe(false)
  })

  it('ends loading with the reason of the caller, not with a report about sources', async () => {
    const stop = new AbortController()
    const reason = new Error('shutting down')
    const loading = createConfig(
      {
        sources: [
          source({
            read: ({ signal }) =>
              new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true })),
          }),
        ],
      },
      { ...world, signal: stop.signal },
    )
    stop.abort(reason)
    await expect(loading).rejects.toBe(reason)
    await expect(createConfig({ sources: [] }, { ...world, signal: stop.signal })).resolves.toBeDefined()
    await expect(createConfig({ sources: [source({})] }, { ...world, signal: stop.signal })).rejects.toBe(reason)
  })
})

describe('status', () => {
  it('tells bytes and version of a file, and that an optional one is empty', async () => {
    const config = await createConfig({ sources: [text('a.json', '{"x":1}'), source({ optional: true })] }, world)
    expect(config.status()).toMatchObject([
      { kind: 'fresh', source: 'a.json', sizeBytes: 7, version: '{"x":1}' },
      { kind: 'fresh', source: 'own', sizeBytes: 0, version: '' },
    ])
  })
})
