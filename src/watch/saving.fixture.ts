import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { silentLogger } from '../runtime/logger.ts'
import { nodeRuntime } from '../runtime/node-runtime.ts'
import type { WatchContext, WatchEvent, Watcher, Watching, WatchTarget } from './watcher.ts'

/** How programs save a file. */
export type Saving = (file: string, text: string) => void | Promise<void>

let saves = 0

export const savings: Readonly<Record<string, Saving>> = {
  'in place': (file, text) => writeFileSync(file, text),
  'renaming a new file over the old one': (file, text) => {
    writeFileSync(`${file}.tmp`, text)
    renameSync(`${file}.tmp`, file)
  },
  'renaming a file from another folder': (file, text) => {
    const other = `${dirname(file)}.other`
    mkdirSync(other, { recursive: true })
    writeFileSync(join(other, 'new'), text)
    renameSync(join(other, 'new'), file)
  },
  'moving the old file away and writing a new one': (file, text) => {
    if (existsSync(file)) renameSync(file, `${file}~`)
    writeFileSync(file, text)
    rmSync(`${file}~`, { force: true })
  },
  'deleting and creating again': async (file, text) => {
    rmSync(file, { force: true })
    if (saves++ % 3 === 0) await sleep(4)
    writeFileSync(file, text)
  },
  'truncating, and writing slowly': async (file, text) => {
    const descriptor = openSync(file, 'w')
    await sleep(20)
    const middle = Math.ceil(text.length / 3)
    writeSync(descriptor, text.slice(0, middle))
    await sleep(40)
    writeSync(descriptor, text.slice(middle))
    closeSync(descriptor)
  },
  'writing line by line': (file, text) => {
    writeFileSync(file, '')
    for (const line of text.split(/(?<=\n)/)) appendFileSync(file, line)
  },
  'swapping a link': (file, text) => {
    const target = `${file}.${saves++}`
    const before = isLink(file) ? join(dirname(file), readlinkSync(file)) : undefined
    writeFileSync(target, text)
    symlinkSync(basename(target), `${file}.link`)
    renameSync(`${file}.link`, file)
    if (before !== undefined) unlinkSync(before)
  },
}

function isLink(file: string): boolean {
  try {
    readlinkSync(file)
    return true
  } catch {
    return false
  }
}

/** What the kubelet does with a mounted volume; before 1.21 (`old`) links to new keys came first. */
export function swapVolume(volume: string, files: Readonly<Record<string, string>>, order: 'old' | 'new'): void {
  mkdirSync(volume, { recursive: true })
  const folder = `..${saves++}`
  mkdirSync(join(volume, folder))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(volume, folder, name), text)
  const before = isLink(join(volume, '..data')) ? readlinkSync(join(volume, '..data')) : undefined
  const link = (): void => {
    for (const name of Object.keys(files)) if (!isLink(join(volume, name))) symlinkSync(`..data/${name}`, join(volume, name))
  }
  if (order === 'old') link()
  symlinkSync(folder, join(volume, '..data_tmp'))
  renameSync(join(volume, '..data_tmp'), join(volume, '..data'))
  if (order === 'new') link()
  if (before !== undefined) rmSync(join(volume, before), { recursive: true })
}

/** A watch that reads what it hears of, as a configuration does. */
export interface Reader {
  /** What was read after each event, if nothing changed meanwhile. */
  readonly contents: readonly (string | undefined)[]
  readonly events: readonly WatchEvent[]
  /** The content that was read last. */
  readonly last: string | undefined
  readonly watching: Watching
  /** Resolves when this was read; fails after a while. */
  reads(text: string | undefined, ms?: number): Promise<void>
}

export function contextOf(parts: Partial<WatchContext> = {}): WatchContext {
  return { clock: nodeRuntime().clock, logger: silentLogger, signal: new AbortController().signal, ...parts }
}

export async function readerOf(
  watcher: Watcher,
  targets: readonly WatchTarget[],
  file: string,
  context: WatchContext = contextOf(),
): Promise<Reader> {
  const contents: (string | undefined)[] = []
  const events: WatchEvent[] = []
  const onEvent = (event: WatchEvent): void => {
    events.push(event)
    const text = contentOf(file)
    if (event.isCurrent()) contents.push(text)
  }
  const watching = await watcher.watch(targets, onEvent, context)
  return {
    contents,
    events,
    watching,
    get last() {
      return contents.at(-1)
    },
    async reads(text, ms = 5_000) {
      const end = performance.now() + ms
      while (contents.length === 0 || contents.at(-1) !== text) {
        if (performance.now() > end)
          throw new Error(`read ${contents.length} times, last ${short(contents.at(-1))}, not ${short(text)}`)
        await sleep(1)
      }
    },
  }
}

function short(text: string | undefined): string {
  return JSON.stringify(text?.slice(0, 60) ?? null)
}

export function contentOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
