import { createConfigSync, type Source } from '../src/index.ts'
import { type Evaluated, type ResolveOptions, resolveReferences } from '../src/references/resolve.ts'
import { withValue } from '../src/values/set.ts'
import type { Value } from '../src/values/value.ts'
import { measure, type Ratio, ratioOf } from './measure.ts'
import type { Effort, Row } from './row.ts'

const options: ResolveOptions = {
  resolvers: {},
  below: () => undefined,
  locate: () => undefined,
  seal: (value) => value,
  suggest: () => undefined,
  maxExpansion: Number.MAX_SAFE_INTEGER,
  maxNodes: Number.MAX_SAFE_INTEGER,
}

const beside = (count: number): Value => ({
  db: { host: 'h', port: 5432 },
  ...numbered(count, (index) => `x://\${db.host}:\${db.port}/${index}`),
})

/** Trees in which `count` texts refer to something. */
const shapes: Readonly<Record<string, (count: number) => Value>> = {
  'beside each other': beside,
  'in maps and lists': (count) => ({
    all: numbered(count / 10, (index) => ({
      list: Array.from({ length: 11 }, (_, at) => (at === 0 ? index : '${..name:-none}')),
      name: `n${index}`,
    })),
  }),
  'in chains of 400': (count) => numbered(count, (index) => (index % 400 === 399 ? 'end' : `\${k${index + 1}}`)),
}

/** References are linear in their number (R1), and after a change only its users are computed (R2). */
export function referenceRows(effort: Effort): readonly Row[] {
  const counts = effort.quick ? [1_000, 2_000, 4_000] : [10_000, 20_000, 40_000]
  return [
    ...Object.entries(shapes).flatMap(([name, make]) =>
      doublings(`references ${name}`, counts, (count) => resolving(make(count)), effort),
    ),
    ...doublings('a file of references beside each other, from its text', counts, (count) => loading(beside, count), effort),
    again(counts[0] as number, effort),
  ]
}

function doublings(what: string, counts: readonly number[], runOf: (count: number) => () => unknown, effort: Effort): Row[] {
  const samples = measure(
    counts.map((count) => ({ name: String(count), run: runOf(count) })),
    { rounds: effort.calls.rounds, batchMs: effort.calls.batchMs },
  )
  return counts.slice(1).map((count, index) => ({
    goal: 'R1',
    what: `${what}: ${count} / ${counts[index]}`,
    ratio: ratioOf(samples, String(count), String(counts[index])),
    unit: 'x',
    // Twice the work; caches that hold the smaller half better take the rest.
    target: effort.quick ? undefined : { atMost: 2.6 },
  }))
}

function resolving(tree: Value): () => unknown {
  return () => resolveReferences(tree, options)
}

function loading(make: (count: number) => Value, count: number): () => unknown {
  const bytes = new TextEncoder().encode(JSON.stringify(make(count)))
  const source: Source = {
    kind: 'bytes',
    name: 'bench',
    read: () => ({ kind: 'bytes', uri: 'bench.json', version: '1', file: 'bench.json', bytes }),
  }
  return () => createConfigSync({ sources: [source], limits: { maxExpansion: Number.MAX_SAFE_INTEGER } })
}

/** One of the values that are referred to changed. */
function again(count: number, effort: Effort): Row {
  const tree: Value = { values: numbered(count, (index) => index), users: numbered(count, (index) => `\${values.k${index}}!`) }
  const changed = withValue(tree, ['values', 'k7'], 'seven')
  const before = resolveReferences(tree, options).evaluated as Evaluated
  const samples = measure(
    [
      { name: 'first', run: () => resolveReferences(changed, options) },
      { name: 'again', run: () => resolveReferences(changed, options, before) },
    ],
    effort.calls,
  )
  const ratio: Ratio = ratioOf(samples, 'first', 'again')
  return { goal: 'R2', what: `${count} references, one operand changed: first time / again`, ratio, unit: 'x' }
}

function numbered(count: number, valueAt: (index: number) => Value): Readonly<Record<string, Value>> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, valueAt(index)]))
}
