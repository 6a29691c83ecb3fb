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

  const small = await timeReloads(sandbox, files, layers, 1, () => config.reload(), effort)
  const large = await timeReloads(sandbox, files, layers, 0, () => config.reload(), effort)
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
      what: 'reload after the large file changed / its JSON.parse',
      ratio: large.overParse,
      unit: 'x',
      target: { atMost: 1.8 },
    },
    { goal: '-', what: 'parsing all files and merging by defu / that reload', ratio: large.underDefu, unit: 'x' },
  ]
}

async function timeReloads(
  sandbox: Sandbox,
  files: readonly string[],
  layers: readonly Value[],
  changed: number,
  reload: () => Promise<unknown>,
  effort: Effort,
) {
  // The first rounds run code that is not compiled yet. Small files take more of them.
  const [warmUp, rounds] = effort.quick ? [3, 10] : changed === 0 ? [5, 30] : [40, 80]
  const [overParse, underDefu]: [number[], number[]] = [[], []]
  const tree = layers[changed] as Value
  // Texts are made by replacing, since building trees here would make the engine's own copies of maps slower.
  const pattern = JSON.stringify(withValue(tree, firstLeaf(tree), 'this round'), null, 2)
  for (let round = 0; round < warmUp + rounds; round++) {
    const text = pattern.replace('this round', `round ${round}`)
    sandbox.write(`layer${changed}.json`, text)
    const parse = cpuOf(() => JSON.parse(text))
    const before = process.cpuUsage()
    await reload()
    const spent = process.cpuUsage(before)
    const reloaded = (spent.user + spent.system) / 1000
    const all = cpuOf(() => defu.merge(files.map((path) => JSON.parse(readFileSync(path, 'utf8')) as Value)))
    if (round < warmUp) continue
    overParse.push(
      reloaded /
        Math.min(
          parse,
          cpuOf(() => JSON.parse(text)),
        ),
    )
    underDefu.push(all / reloaded)
  }
  return { overParse: spread(overParse), underDefu: spread(underDefu) }
}

function firstLeaf(tree: Value): readonly string[] {
  const path: string[] = []
  for (let value = tree; isMap(value); ) {
    const key = Object.keys(value)[0] as string
    path.push(key)
    value = value[key] as Value
  }
  return path
}
