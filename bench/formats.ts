import { jsonc } from '../src/formats/jsonc/index.ts'
import type { Path } from '../src/values/path.ts'
import { measure, type Ratio, ratioOf, type Samples, spread } from './measure.ts'
import type { Effort, Row } from './row.ts'
import { baseTree } from './trees.ts'

/** JSON with comments, and the place of one value (G13). */
export function formatRows(effort: Effort): readonly Row[] {
  return [
    ...rowsOf('1 KB', 30, effort),
    ...rowsOf('100 KB', 2_500, effort),
    ...(effort.quick ? [] : rowsOf('3 MB', 80_000, effort)),
  ]
}

function rowsOf(size: string, keys: number, effort: Effort): readonly Row[] {
  const tree = baseTree(keys)
  const plain = JSON.stringify(tree, null, 2)
  const lines = plain.split('\n')
  const commented = lines.map((line, index) => (index % 20 === 0 ? `${line} // a remark` : line)).join('\n')
  const format = jsonc({})
  const last = lastLeaf(tree)
  const samples = measure(
    [
      { name: 'JSON.parse', run: () => JSON.parse(plain) },
      { name: 'plain', run: () => format.parse(plain, 'bench.jsonc') },
      { name: 'commented', run: () => format.parse(commented, 'bench.jsonc') },
      { name: 'located', run: () => format.parse(plain, 'bench.jsonc').locate(last) },
    ],
    keys > 10_000 ? { rounds: 7, batchMs: effort.calls.batchMs } : effort.calls,
  )
  const row = (what: string, over: string): Row => ({
    goal: 'G13',
    what: `${what}, ${size} / JSON.parse`,
    ratio: ratioOf(samples, over, 'JSON.parse'),
    unit: 'x',
    target: { atMost: 2 },
  })
  return [
    row('JSONC without comments', 'plain'),
    row('JSONC with comments', 'commented'),
    { ...row('the place of the last value alone', 'located'), ratio: surplusOf(samples, 'located', 'plain', 'JSON.parse') },
    { ...row('parsing and the place of the last value', 'located'), target: { atMost: 4 } },
  ]
}

/** What one case takes longer than another, in units of a third. */
function surplusOf(samples: Samples, over: string, under: string, unit: string): Ratio {
  const [more = [], less = [], base = []] = [over, under, unit].map((name) => samples.get(name))
  return spread(more.map((value, round) => (value - (less[round] as number)) / (base[round] as number)))
}

function lastLeaf(tree: unknown): Path {
  const path: (string | number)[] = []
  for (let value = tree; typeof value === 'object' && value !== null; ) {
    const key = Object.keys(value).at(-1) as string
    path.push(Array.isArray(value) ? Number(key) : key)
    value = (value as Record<string, unknown>)[key]
  }
  return path
}
