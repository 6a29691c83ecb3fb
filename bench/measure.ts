/** One thing to time. `run` does it once. */
export interface Case {
  readonly name: string
  readonly run: () => unknown
}

export interface MeasureOptions {
  readonly rounds: number
  /** A batch runs at least this long. */
  readonly batchMs: number
}

/** CPU time of one run in each round, in milliseconds. Rounds of different cases belong together. */
export type Samples = ReadonlyMap<string, readonly number[]>

type Loop = (run: () => unknown, times: number) => unknown

let loops = 0

/** A loop with a source of its own: equal sources share type feedback, and then every case is timed as the worst. */
function newLoop(): Loop {
  const name = `loop${loops++}`
  const source = `return function ${name}(run, times) { let ${name}; for (let i = 0; i < times; i++) ${name} = run(); return ${name} }`
  return new Function(source)() as Loop
}

/** Times all cases in turn, in every round in another order, and keeps the better of two batches. */
export function measure(cases: readonly Case[], { rounds, batchMs }: MeasureOptions): Samples {
  const prepared = cases.map((entry) => {
    const loop = newLoop()
    return { ...entry, loop, times: calibrate(loop, entry.run, batchMs), samples: [] as number[] }
  })
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < prepared.length; turn++) {
      const entry = prepared[(turn + round) % prepared.length] as (typeof prepared)[number]
      const batch = () => cpuOf(() => entry.loop(entry.run, entry.times)) / entry.times
      entry.samples.push(Math.min(batch(), batch()))
    }
  }
  return new Map(prepared.map((entry) => [entry.name, entry.samples]))
}

function calibrate(loop: Loop, run: () => unknown, batchMs: number): number {
  let times = 1
  for (;;) {
    // The better of two: a thread of the engine that happens to work would make a call look like a batch.
    const spent = Math.min(
      cpuOf(() => loop(run, times)),
      cpuOf(() => loop(run, times)),
    )
    if (spent >= batchMs) return times
    times = spent < batchMs / 20 ? times * 10 : Math.ceil((times * batchMs * 1.1) / Math.max(spent, 0.001))
  }
}

/** CPU time of this process, all threads, in milliseconds: on a busy machine the wall clock measures the neighbours. */
export function cpuOf(work: () => unknown): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

/** The median of the ratios inside each round, and the span in which eight of ten lie. */
export interface Ratio {
  readonly median: number
  readonly low: number
  readonly high: number
}

export function ratioOf(samples: Samples, over: string, base: string): Ratio {
  const above = samples.get(over) ?? []
  const below = samples.get(base) ?? []
  return spread(above.map((value, round) => value / (below[round] as number)))
}

export function spread(values: readonly number[]): Ratio {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
  return { median: at(0.5), low: at(0.1), high: at(0.9) }
}

export function median(values: readonly number[]): number {
  return spread(values).median
}
