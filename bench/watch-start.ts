import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { Sandbox } from './engine.ts'
import { median, spread } from './measure.ts'
import type { Effort, Row } from './row.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What a process of its own has spent since it began to load the watcher. CPU is that of all its threads. */
interface Spent {
  readonly wallMs: number
  readonly cpuMs: number
}

/** What a child says of itself when it watches. */
interface Start {
  readonly started: Spent
  /** The part of it that was spent on loading the code. */
  readonly loaded: Spent
  readonly rssMb: number
  /** What was left for the turn after that one. */
  readonly nextTurn: { readonly wallMs: number; readonly rssMb: number }
}

const watchers = ['bare fs.watch and stat', 'own', 'chokidar'] as const
type Watcher = (typeof watchers)[number]

const programs: Readonly<Record<Watcher, string>> = {
  'bare fs.watch and stat': 'start/watch-bare.mjs',
  own: 'start/watch-own.mjs',
  chokidar: 'start/watch-chokidar.mjs',
}

/** A process that watches a file and serves as watch-child.mjs says. */
export function watchingProcess(watcher: Watcher, file: string): ChildProcess {
  const env = {
    ...process.env,
    WATCHING: pathToFileURL(here('../dist/sources/watching.js')).href,
    LIBRARY: pathToFileURL(here('../dist/index.js')).href,
    CHOKIDAR: import.meta.resolve('chokidar'),
  }
  return fork(here(programs[watcher]), [file], { env, execArgv: [] })
}

/** Loading the code and beginning to watch one file, each in a new process and one process after the other (G14). */
export async function watchStartRows({ quick }: Effort): Promise<readonly Row[]> {
  using sandbox = new Sandbox()
  const file = join(sandbox.path, 'settings/app.yaml')
  mkdirSync(join(sandbox.path, 'settings'))
  writeFileSync(file, 'number: 0\n')
  const starts: Record<Watcher, Start[]> = { 'bare fs.watch and stat': [], own: [], chokidar: [] }
  for (let round = 0; round < (quick ? 9 : 25); round++) {
    for (const watcher of watchers) starts[watcher].push(await startOf(watcher, file))
  }
  return watchers.flatMap((watcher) => [...rowsOf(watcher, starts[watcher]), ...memoryRows(watcher, starts)])
}

async function startOf(watcher: Watcher, file: string): Promise<Start> {
  const child = watchingProcess(watcher, file)
  const [start] = (await once(child, 'message')) as [Start]
  child.kill()
  await once(child, 'exit')
  return start
}

/** The goal is one of waiting, so it is judged by the clock on the wall. */
function rowsOf(watcher: Watcher, starts: readonly Start[]): readonly Row[] {
  const isOwn = watcher === 'own'
  const row = (what: string, unit: 'ms' | 'MB', figureOf: (start: Start) => number, atMost?: number): Row => ({
    goal: atMost === undefined ? '-' : 'G14',
    what: `${watcher}: ${what}`,
    ratio: spread(starts.map(figureOf)),
    unit,
    target: atMost === undefined ? undefined : { atMost },
  })
  return [
    row('import and begin to watch', 'ms', ({ started }) => started.wallMs, isOwn ? 1 : undefined),
    row('import', 'ms', ({ loaded }) => loaded.wallMs),
    row('begin to watch', 'ms', ({ started, loaded }) => started.wallMs - loaded.wallMs),
    row('import and begin to watch, CPU', 'ms', ({ started }) => started.cpuMs),
    row('import, CPU', 'ms', ({ loaded }) => loaded.cpuMs),
    row('resident memory of that', 'MB', ({ rssMb }) => rssMb),
    row('what is left for the next turn', 'ms', ({ nextTurn }) => nextTurn.wallMs),
    row('resident memory of what is left', 'MB', ({ nextTurn }) => nextTurn.rssMb),
  ]
}

/** Above `fs.watch` by itself, whose memory is that of Node and comes to whoever watches anything. */
function memoryRows(watcher: Watcher, starts: Readonly<Record<Watcher, readonly Start[]>>): readonly Row[] {
  const bare = 'bare fs.watch and stat'
  if (watcher === bare) return []
  const above = (what: string, figureOf: (start: Start) => number): Row => {
    const least = median(starts[bare].map(figureOf))
    const isGoal = watcher === 'own' && what === 'when it watches'
    return {
      goal: isGoal ? 'G14' : '-',
      what: `${watcher}: resident memory above that of bare fs.watch, ${what}`,
      ratio: spread(starts[watcher].map((start) => figureOf(start) - least)),
      unit: 'MB',
      target: isGoal ? { atMost: 0.5 } : undefined,
    }
  }
  return [above('when it watches', ({ rssMb }) => rssMb), above('a turn later', ({ rssMb, nextTurn }) => rssMb + nextTurn.rssMb)]
}
