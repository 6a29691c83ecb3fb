import { readFileSync } from 'node:fs'
import { createConfig, file } from '../src/index.ts'
import { withValue } from '../src/values/set.ts'
import { isMap, type Value } from '../src/values/value.ts'
import { Sandbox } from './engine.ts'
import { cpuOf, spread } from './measure.ts'
import { defu } from './mergers.ts'
import type { Effort, Row } from './row.ts'
import { scenarios } from './trees.ts'

/** A whole reload from files after one of them changed (G8). */
export async function reloadRows(effort: Effort): Promise<readonly Row[]> {
  const keys = effort.quick ? 10_000 : 100_000
  const layers = scenarios(keys)[0]?.layers ?? []
  using sandbox = new Sandbox()
  const files = layers.map((layer, index) => sandbox.write(`layer${index}.json`, JSON.stringify(layer, null, 2)))
  // A file changed a moment ago is read again, because its time stamp may not tell the next change.
  await new Promise((resolve) => setTimeout(resolve, 200))
  await using config = await createConfig({ name: 'bench', sources: files.map((path) => file(path)) })

  const time = (changed: number, leaf: readonly string[]) => {
    const pattern = JSON.stringify(withValue(layers[changed], leaf, 'this round'), null, 2)
    return timeReloads({ files, changed, pattern, write: sandbox.write.bind(sandbox), reload: () => config.reload() }, effort)
  }
  const small = await time(1, leafOf(layers[1] as Value, 0))
  const large = await time(0, leafOf(layers[0] as Value, 0))
  const atEnd = await time(0, leafOf(layers[0] as Value, -1))
  return [
    {
      goal: 'G8',
      what: `reload after a small file of ${keys} keys changed / its JSON.parse`,
      ratio: small.overParse,
      unit: 'x',
      target: { atMost: 2 },
    },
    {
      goal: 'G8',
      what: 'parsing all files and merging by defu / that reload',
      ratio: small.underDefu,
      unit: 'x',
      target: { atLeast: 20 },
    },
    {
      goal: 'G8',
      what: 'reload after the first value of the large file changed / its JSON.parse',
      ratio: large.overParse,
      unit: 'x',
      target: { atMost: 1.8 },
    },
    {
      goal: 'G8',
      what: 'reload after the last value of the large file changed / its JSON.parse',
      ratio: atEnd.overParse,
      unit: 'x',
      target: { atMost: 1.8 },
    },
    { goal: '-', what: 'parsing all files and merging by defu / that reload', ratio: large.underDefu, unit: 'x' },
  ]
}

interface Change {
  readonly files: readonly string[]
  /** Which of the files. */
  readonly changed: number
  /** Its text. Texts are made by replacing, since building trees here would make the engine's own copies of maps slower. */
  readonly pattern: string
  readonly write: (name: string, text: string) => void
  readonly reload: () => Promise<readonly unknown[]>
}

async function timeReloads(change: Change, effort: Effort) {
  // What an earlier measurement left in the file goes first, so that each reload is about one value.
  change.write(`layer${change.changed}.json`, change.pattern)
  await change.reload()
  // The first rounds run code that is not compiled yet. Small files take more of them.
  const [warmUp, rounds] = effort.quick ? [3, 10] : change.changed === 0 ? [5, 30] : [40, 80]
  const [overParse, underDefu]: [number[], number[]] = [[], []]
  for (let round = 0; round < warmUp + rounds; round++) {
    const one = await timeOnce(change, `round ${round}`)
    const other = await timeOnce(change, `round ${round} again`)
    const [parse, reload, all] = one.map((spent, index) => Math.min(spent, other[index] as number)) as [number, number, number]
    if (round < warmUp) continue
    overParse.push(reload / parse)
    underDefu.push(all / reload)
  }
  return { overParse: spread(overParse), underDefu: spread(underDefu) }
}

/** CPU time of parsing the changed file, of a reload, and of parsing and merging all files. */
async function timeOnce({ files, changed, pattern, write, reload }: Change, value: string): Promise<readonly number[]> {
  const text = pattern.replace('this round', value)
  write(`layer${changed}.json`, text)
  const parse = cpuOf(() => JSON.parse(text))
  const before = process.cpuUsage()
  const changes = await reload()
  const { user, system } = process.cpuUsage(before)
  if (changes.length !== 1) throw new Error(`a reload after one change told of ${changes.length}`)
  const all = cpuOf(() => defu.merge(files.map((path) => JSON.parse(readFileSync(path, 'utf8')) as Value)))
  return [parse, (user + system) / 1000, all]
}

/** The path of the first leaf (0) or of the last (-1). */
function leafOf(tree: Value, place: 0 | -1): readonly string[] {
  const path: string[] = []
  for (let value = tree; isMap(value); ) {
    const key = Object.keys(value).at(place) as string
    path.push(key)
    value = value[key] as Value
  }
  return path
}
