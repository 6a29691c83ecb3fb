import { existsSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Sandbox } from './engine.ts'
import { median, spread } from './measure.ts'
import type { Effort, Row } from './row.ts'
import { watchingProcess, watchStartRows } from './watch-start.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Written in place, a text with a complete last line is told when it has rested this long. Added to the goal, and only there. */
const restMs = 1

interface Style {
  readonly name: string
  readonly everyMs: number
  /** Arrives whole, or is known by its brackets, so nothing has to be waited for. */
  readonly whole: boolean
  readonly isJson?: boolean
  readonly save: (file: string, text: string, number: number) => void
}

interface Outcome {
  readonly style: Style
  readonly saved: number
  /** Milliseconds from the end of the save to the content being read, for each save that was seen. */
  readonly latencies: readonly number[]
  readonly endedRight: boolean
}

/** Another process saves a file in every style; each watcher reads when it is told (G14). */
export async function watchRows(effort: Effort): Promise<readonly Row[]> {
  if (!existsSync(here('../dist/sources/watching.js'))) throw new Error('bench: dist is missing; run "npm run build" first')
  const saves = effort.quick ? 10 : 40
  const runs: Record<Watcher, Outcome[]> = { own: [], chokidar: [] }
  for (const style of [...styles, ...styles.map((style) => ({ ...style, name: `${style.name}, bursts`, everyMs: 10 }))]) {
    const watched = await Promise.all(watchers.map((watcher) => run(watcher, style, saves)))
    for (const [index, watcher] of watchers.entries()) {
      runs[watcher].push(watched[index] as Outcome)
    }
  }
  return [...qualityRows(runs), ...latencyRows(runs.own, runs.chokidar), ...(await watchStartRows(effort))]
}

type Watcher = 'own' | 'chokidar'
const watchers: readonly Watcher[] = ['own', 'chokidar']

const styles: readonly Style[] = [
  { name: 'in place', everyMs: 250, whole: false, save: (file, text) => writeFileSync(file, text) },
  { name: 'in place, JSON', everyMs: 250, whole: true, isJson: true, save: (file, text) => writeFileSync(file, text) },
  {
    name: 'rename over',
    everyMs: 250,
    whole: true,
    save(file, text) {
      writeFileSync(`${file}.tmp`, text)
      renameSync(`${file}.tmp`, file)
    },
  },
  {
    name: 'old one moved away',
    everyMs: 250,
    whole: false,
    save(file, text) {
      renameSync(file, `${file}~`)
      writeFileSync(file, text)
      rmSync(`${file}~`)
    },
  },
  {
    name: 'deleted and created',
    everyMs: 250,
    whole: false,
    save(file, text) {
      rmSync(file)
      writeFileSync(file, text)
    },
  },
  { name: '..data swap', everyMs: 250, whole: true, save: (file, text, number) => swap(dirname(file), text, number) },
]

function swap(volume: string, text: string, number: number): void {
  const data = join(volume, '..data')
  const before = number === 0 ? undefined : readlinkSync(data)
  mkdirSync(join(volume, `..${number}`))
  writeFileSync(join(volume, `..${number}`, 'app.yaml'), text)
  symlinkSync(`..${number}`, `${data}_tmp`)
  renameSync(`${data}_tmp`, data)
  if (before !== undefined) rmSync(join(volume, before), { recursive: true })
}

async function run(watcher: Watcher, style: Style, saves: number): Promise<Outcome> {
  using sandbox = new Sandbox()
  const file = join(sandbox.path, style.isJson ? 'volume/app.json' : 'volume/app.yaml')
  mkdirSync(dirname(file))
  if (style.name.startsWith('..data')) {
    swap(dirname(file), textOf(0, style), 0)
    symlinkSync('..data/app.yaml', file)
  } else writeFileSync(file, textOf(0, style))
  const child = watchingProcess(watcher, file)
  const next = <T>(): Promise<T> => new Promise((resolve) => child.once('message', (message) => resolve(message as T)))
  await next()
  const savedAt = await saveAll(file, style, saves)
  const answer = next<{ readonly seen: readonly (readonly [string, number])[] }>()
  child.send('answer')
  const { seen } = await answer
  const seenAt = new Map(seen)
  const latencies = [...savedAt].flatMap(([label, at]) => {
    const time = seenAt.get(label)
    // It may be read before the call that saves has returned.
    return time === undefined ? [] : [Math.max(0, time - at)]
  })
  return { style, saved: saves, latencies, endedRight: seen.at(-1)?.[0] === labelOf(saves, style) }
}

async function saveAll(file: string, style: Style, saves: number): Promise<ReadonlyMap<string, number>> {
  const savedAt = new Map<string, number>()
  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
  await pause(200)
  for (let number = 1; number <= saves; number++) {
    style.save(file, textOf(number, style), number)
    savedAt.set(labelOf(number, style), Number(process.hrtime.bigint()) / 1e6)
    await pause(style.everyMs)
  }
  await pause(700)
  return savedAt
}

/** The first line. */
function labelOf(number: number, { isJson }: Style): string {
  return isJson ? `{ "number": ${number},` : `number: ${number}`
}

function textOf(number: number, style: Style): string {
  const rest = style.isJson ? `"settings": ["${'two kilobytes", "'.repeat(130)}"] }` : '# two kilobytes of settings\n'.repeat(72)
  return `${labelOf(number, style)}\n${rest}`
}

function qualityRows(runs: Record<Watcher, readonly Outcome[]>): readonly Row[] {
  return watchers.map((watcher) => {
    // Of saves in a burst the last one counts; of those with a pause between, each.
    const judged = runs[watcher].flatMap(({ style, saved, latencies, endedRight }) =>
      style.everyMs === 10 ? [endedRight] : Array.from({ length: saved }, (_, index) => index < latencies.length),
    )
    const share = (100 * judged.filter(Boolean).length) / judged.length
    const ratio = { median: share, low: share, high: share }
    const target = watcher === 'own' ? { atLeast: 100 } : undefined
    return { goal: 'G14', what: `${watcher}: saves whose content was read`, ratio, unit: '%', target }
  })
}

function latencyRows(own: readonly Outcome[], chokidar: readonly Outcome[]): readonly Row[] {
  return own.flatMap(({ style, latencies }, index) => {
    if (style.everyMs === 10) return []
    const rest = style.whole ? 0 : restMs
    const said = rest === 0 ? '' : ` (rests ${rest} ms)`
    const peer = chokidar[index]?.latencies ?? []
    const ratio = spread([median(latencies) / median(peer)])
    return [
      {
        goal: 'G14',
        what: `${style.name}: save to content${said}`,
        ratio: spread(latencies),
        unit: 'ms',
        target: { atMost: rest + 2 },
      },
      {
        goal: 'G14',
        what: `${style.name}: the same, p99`,
        ratio: spread([p99(latencies)]),
        unit: 'ms',
        target: { atMost: rest + 25 },
      },
      { goal: '-', what: `${style.name}: median / chokidar, which saw ${peer.length} of ${latencies.length}`, ratio, unit: 'x' },
    ] satisfies readonly Row[]
  })
}

function p99(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length * 0.99)] ?? Number.NaN
}
