import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Config } from '../../src/config/config.ts'
import { createConfig, createConfigSync } from '../../src/config/create-config.ts'
import { ConfigError, env, type Issue, lazy } from '../../src/index.ts'
import type { Source } from '../../src/sources/source.ts'
import { printPath } from '../../src/values/path.ts'
import { walkLeaves } from '../../src/values/walk.ts'
import { runsOr } from './runs.ts'

const clock = { now: () => 1_700_000_000_000, sleep: () => Promise.resolve() }
const world = { cwd: '/', args: [], clock }

/** A source with places, which may have to be waited for. */
function written(file: string, tree: unknown, waits: boolean): Source {
  const content = JSON.stringify(tree, null, 1)
  const bytes = new TextEncoder().encode(content)
  const reading = { kind: 'bytes', uri: `text:${file}`, version: content, file, bytes } as const
  return { kind: 'text', name: file, read: () => (waits ? Promise.resolve(reading) : reading) }
}

const key = fc.constantFrom('a', 'b', 'c', 'size', 'maxItems')
const leaf = fc.oneof(
  { arbitrary: fc.constantFrom<unknown>(1, 'x', true, null, '', [1, 2]), weight: 8 },
  { arbitrary: fc.constantFrom('${a.b}', '${c}', '${size:-7}', '${a.b.c:-none}', '${b.size}', '!unset', '$${c}'), weight: 2 },
)
const { map } = fc.letrec<{ map: Record<string, unknown>; value: unknown }>((tie) => ({
  map: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  value: fc.oneof({ maxDepth: 4 }, leaf, leaf, tie('map')),
}))

interface Part {
  readonly path: readonly string[]
  readonly tree: unknown
}
const part: fc.Arbitrary<Part> = fc
  .tuple(fc.constantFrom(['a'], ['b'], ['c'], ['a', 'b'], ['a', 'b', 'c'], ['b', 'size']), fc.oneof(map, map, leaf))
  .map(([path, value]) => ({ path, tree: path.reduceRight((inner: unknown, name) => ({ [name]: inner }), value) }))
const layer = fc.oneof(
  map.map((tree) => ({ path: undefined, tree })),
  part,
)
const layers = fc.array(layer, { minLength: 1, maxLength: 5 })
const path = fc.array(key, { minLength: 1, maxLength: 4 }).map((keys) => keys.join('.'))
const action = fc.oneof(
  fc.record({ kind: fc.constant('read' as const), path }),
  fc.record({ kind: fc.constant('load' as const), path }),
  fc.constant({ kind: 'reload' as const, path: '' }),
)
const environment = fc.constantFrom({}, { APP_A_MAX_ITEMS: '5' }, { APP_B: 'x' }, { APP_C_SIZE: '9', APP_SIZE: '1' })

/** Warnings that come along may be about keys that are not known yet. */
function errorsOf(error: unknown): readonly Issue[] {
  if (ConfigError.is(error)) return error.issues.filter(({ severity }) => severity === 'error')
  throw error
}

/** Everything that can be seen of a configuration, but how often it was loaded, and in which order keys are named. */
function seen(config: Config): unknown {
  // By path, because keys come in the order in which they became known, as after a reload.
  const explained = new Map<string, unknown>()
  walkLeaves(config.value as never, (at) => {
    const text = printPath(at)
    const { generation: _, ...explanation } = config.explain(text)
    explained.set(text, [explanation, config.find(text), config.at(text).value])
  })
  const { version, warnings } = config.current
  return {
    value: config.value,
    explained,
    version,
    warnings: warnings.map(({ message }) => message),
    status: config.status().map(({ kind, source }) => [kind, source]),
  }
}

describe('lazy parts', () => {
  it('make the configuration that reading everything at the start makes, whatever is read first', {
    timeout: 300_000,
  }, async () => {
    let [fine, unloaded] = [0, 0]
    const property = fc.asyncProperty(
      layers,
      environment,
      fc.array(action, { maxLength: 5 }),
      fc.boolean(),
      async (given, variables, actions, waits) => {
        const sources = (waiting: boolean) => [
          ...given.map(({ path: at, tree }, index) => {
            const source = written(`${index}.json`, tree, waiting)
            return at === undefined ? source : lazy(at.join('.'), source)
          }),
          env({ prefix: 'APP_', separator: '_' }),
        ]
        const options = { ...world, env: variables }
        let eager: Config
        try {
          eager = createConfigSync({ sources: sources(false) }, { ...options, eager: true })
        } catch (error) {
          // Perhaps only a part is wrong; then it is told when that is loaded.
          const codes = errorsOf(error).map(({ code }) => code)
          const late = createConfig({ sources: sources(waits) }, options).then((config) => config.load())
          const told = await late.then(() => [], errorsOf)
          expect(codes).toEqual(expect.arrayContaining(told.map(({ code }) => code)))
          expect(told.length).toBeGreaterThan(0)
          return
        }
        fine++
        const config: Config = await createConfig({ sources: sources(waits) }, options)
        if (config.status().some(({ kind }) => kind === 'unloaded')) unloaded++
        for (const { kind, path: at } of actions) {
          if (kind === 'reload') await config.reload()
          else if (kind === 'load') await config.load(at)
          else
            try {
              expect(config.find(at)).toEqual(eager.find(at))
            } catch (error) {
              if (!waits) throw error
              expect(errorsOf(error)).toMatchObject([{ code: 'SOURCE_NOT_LOADED' }])
            }
        }
        await config.load()
        expect(seen(config)).toEqual(seen(eager))
      },
    )
    await fc.assert(property, { numRuns: runsOr(1_500) })
    expect(Math.min(fine, unloaded)).toBeGreaterThan(200)
  })
})
