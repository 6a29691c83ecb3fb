import { createConfigSync, file, object } from '../src/index.ts'
import type { ValueMap } from '../src/values/value.ts'
import { Sandbox } from './engine.ts'
import { type Case, measure, ratioOf } from './measure.ts'
import type { Effort, Row } from './row.ts'
import { convict, lodashGet, nodeConfig } from './untyped-peers.ts'

type Tree = { readonly [key: string]: { readonly [key: string]: { readonly [key: string]: { readonly [key: string]: number } } } }

/** Reading a value by its dotted path, by a handle, and asking where it is from (G4, G5, G9). */
export async function readRows(effort: Effort): Promise<readonly Row[]> {
  const tree = fourLevels()
  const paths = pathsOf(tree)
  const config = createConfigSync({ name: 'bench', sources: [object(tree as unknown as ValueMap)] })
  const other = createConfigSync({ name: 'other', sources: [object(tree as unknown as ValueMap)] })
  const handleOf = (owner: typeof config) => owner.at('a0.b0.c0.d0' as never) as { readonly value: unknown }
  using sandbox = new Sandbox()
  sandbox.write('default.json', JSON.stringify(tree))
  const overlay = sandbox.write('overlay.json', JSON.stringify({ a0: { b0: { c0: { d0: 1 } } } }))
  const layered = createConfigSync({ name: 'layered', sources: [object(tree as unknown as ValueMap), file(overlay)] })
  const nodeConfigured = await nodeConfig(sandbox.path)
  const convicted = convict(schemaOf(tree))
  convicted.load(tree)

  const value = config.value as Tree
  const handles = paths.map((path) => config.at(path as never) as { readonly value: unknown })
  const compiled = paths.map((path) => new Function('tree', `return tree.${path}`) as (tree: Tree) => number)
  const samples = measure(
    [
      eachPath('plain', compiled, (read) => read(value)),
      eachPath('get', paths, (path) => config.get(path as never)),
      eachPath('handle', handles, (handle) => handle.value),
      eachPath('lodash.get', paths, (path) => lodashGet(tree, path)),
      eachPath('node-config', paths, (path) => nodeConfigured.get(path)),
      eachPath('convict', paths, (path) => convicted.get(path)),
      { name: 'explain', run: () => layered.explain('a0.b0.c0.d0').winner.span },
      ...hotCases([handleOf(config), handleOf(other)], [value, other.value as Tree]),
    ],
    effort.calls,
  )
  const row = (goal: string, what: string, over: string, base: string, target: Row['target']): Row => ({
    goal,
    what,
    ratio: ratioOf(samples, over, base),
    unit: 'x',
    target,
  })
  return [
    row('G4', 'get, 64 mixed paths / compiled plain access', 'get', 'plain', { atMost: 1.1 }),
    row('G4', 'lodash.get / get', 'lodash.get', 'get', { atLeast: 20 }),
    row('G4', 'node-config get / get', 'node-config', 'get', { atLeast: 40 }),
    row('G4', 'convict get / get', 'convict', 'get', { atLeast: 40 }),
    row('G5', 'handle, 64 mixed / compiled plain access', 'handle', 'plain', undefined),
    row('G5', 'one handle / plain property access', 'one handle', 'one plain', { atMost: 1.3 }),
    {
      goal: 'G9',
      what: 'explain a value of two layers, with the place in its file',
      ratio: {
        median: us(samples.get('explain'), 0.5),
        low: us(samples.get('explain'), 0.1),
        high: us(samples.get('explain'), 0.9),
      },
      unit: 'us',
      target: { atMost: 1 },
    },
  ]
}

function us(samples: readonly number[] = [], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b)
  return (sorted[Math.floor(share * sorted.length)] ?? Number.NaN) * 1000
}

/** Reads all in turn; the loop is compiled for this case alone. */
function eachPath<T>(name: string, items: readonly T[], read: (item: T) => unknown): Case {
  const loop = new Function(
    'items',
    'read',
    `return function all_${name.replace(/\W/g, '_')}() { let last; for (let i = 0; i < items.length; i++) last = read(items[i]); return last }`,
  ) as (items: readonly T[], read: (item: T) => unknown) => () => unknown
  return { name, run: loop(items, read) }
}

/** A thousand reads in turn from two configurations, so that nothing can be moved out of the loop. */
function hotCases(handles: readonly { readonly value: unknown }[], trees: readonly Tree[]): readonly Case[] {
  const hotHandle = new Function(
    'handles',
    'return function hotHandle() { let sum = 0; for (let i = 0; i < 1000; i++) sum += handles[i & 1].value; return sum }',
  )
  const hotPlain = new Function(
    'trees',
    'return function hotPlain() { let sum = 0; for (let i = 0; i < 1000; i++) sum += trees[i & 1].a0.b0.c0.d0; return sum }',
  )
  return [
    { name: 'one handle', run: hotHandle(handles) as () => unknown },
    { name: 'one plain', run: hotPlain(trees) as () => unknown },
  ]
}

function fourLevels(): Tree {
  const level = <T>(letter: string, below: (index: number) => T, width: number) =>
    Object.fromEntries(Array.from({ length: width }, (_, index) => [`${letter}${index}`, below(index)]))
  return level('a', (a) => level('b', (b) => level('c', (c) => level('d', (d) => a * 1000 + b * 100 + c * 10 + d, 2), 2), 4), 4)
}

function pathsOf(tree: Tree): readonly string[] {
  const paths: string[] = []
  for (const a in tree)
    for (const b in tree[a]) for (const c in tree[a]?.[b]) for (const d in tree[a]?.[b]?.[c]) paths.push(`${a}.${b}.${c}.${d}`)
  // The engine keeps each text of a program once, and texts put together only after they were a key. Programs write paths out.
  return Object.keys(Object.fromEntries(paths.map((path) => [path, true])))
}

function schemaOf(tree: unknown): object {
  if (typeof tree === 'number') return { default: 0, format: 'int' }
  return Object.fromEntries(Object.entries(tree as object).map(([key, child]) => [key, schemaOf(child)]))
}
