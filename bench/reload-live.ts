import { renameSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { type Config, createConfig, file } from '../src/index.ts'
import { Sandbox } from './engine.ts'
import type { Ratio } from './measure.ts'
import type { Effort, Row } from './row.ts'

/** From the moment a write returns to the moment a subscriber runs (G15): watching, reading, merging, telling. Wall-clock time. */
export async function reloadLiveRows(effort: Effort): Promise<readonly Row[]> {
  const rounds = effort.quick ? 40 : 200
  // Watching does not keep a process alive, and here nothing else does.
  const alive = setInterval(() => undefined, 1_000)
  const wide = await timesOf({ keys: 10_000, perGroup: 100, padding: 0, subscribers: 10_000, byRename: true }, rounds)
  const large = { keys: 20_000, padding: 34, subscribers: 1, byRename: false }
  const grouped = await timesOf({ ...large, perGroup: 100 }, rounds)
  const flat = await timesOf({ ...large, perGroup: large.keys }, rounds)
  clearInterval(alive)
  const row = (goal: string, what: string, times: readonly number[], share: number, atMost: number): Row => {
    const value = at(times, share)
    const ratio: Ratio = { median: value, low: at(times, 0.1), high: at(times, 0.9) }
    return { goal, what, ratio, unit: 'ms', target: { atMost } }
  }
  return [
    row('G15', '10,000 keys and subscribers, saved by rename: write to subscriber, 99 of 100', wide, 0.99, 15),
    row('-', 'the same, median', wide, 0.5, 15),
    row('-', 'one key of 20,000 in 1 MB, saved in place: write to subscriber, median', grouped, 0.5, 50),
    row('-', 'the same, 99 of 100', grouped, 0.99, 100),
    row('-', 'the same with all keys in one map: write to subscriber, median', flat, 0.5, 50),
    row('-', 'the same, 99 of 100', flat, 0.99, 100),
  ]
}

interface Case {
  readonly keys: number
  /** Keys in each map below the root. */
  readonly perGroup: number
  /** Bytes that each value is longer. */
  readonly padding: number
  readonly subscribers: number
  readonly byRename: boolean
}

async function timesOf({ keys, perGroup, padding, subscribers, byRename }: Case, rounds: number): Promise<readonly number[]> {
  using sandbox = new Sandbox()
  const pattern = textOf(keys, perGroup, padding)
  const path = sandbox.write('app.json', pattern)
  await using config = await createConfig<unknown>({ sources: [file(path)] }, { watch: true })
  const heard = subscribe(config, keys, perGroup, subscribers)
  await pause(100)

  const times: number[] = []
  for (let round = 0; round < rounds + 5; round++) {
    const called = heard.next()
    const text = pattern.replace('"value 500 ', `"round ${round} `)
    if (byRename) {
      writeFileSync(`${path}.new`, text)
      renameSync(`${path}.new`, path)
    } else writeFileSync(path, text)
    const startedAt = performance.now()
    const spent = (await called) - startedAt
    // The first rounds run code that is not compiled yet.
    if (round >= 5) times.push(spent)
    await pause(15)
  }
  return times.toSorted((a, b) => a - b)
}

/** Resolves when the one subscriber among many runs that the change concerns. */
function subscribe(config: Config, keys: number, perGroup: number, subscribers: number) {
  let resolve: ((at: number) => void) | undefined
  for (let index = 0; index < subscribers; index++) {
    const key = subscribers === 1 ? 500 : index % keys
    config.watch(pathOf(key, perGroup), () => resolve?.(performance.now()))
  }
  return {
    next: () =>
      new Promise<number>((settle) => {
        resolve = settle
      }),
  }
}

function pathOf(key: number, perGroup: number): string {
  return `group${Math.floor(key / perGroup)}.key${key % perGroup}`
}

function textOf(keys: number, perGroup: number, padding: number): string {
  const groups = Array.from({ length: keys / perGroup }, (_, group) => {
    const entries = Array.from({ length: perGroup }, (_, key) => [
      `key${key}`,
      `value ${group * perGroup + key} ${'x'.repeat(padding)}`,
    ])
    return [`group${group}`, Object.fromEntries(entries)]
  })
  return JSON.stringify(Object.fromEntries(groups), null, 1)
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}
