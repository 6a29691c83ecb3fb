import { type ChildProcess, spawn } from 'node:child_process'
import { globSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { CacheStore } from '../../src/cache/cache-store.ts'
import { fileStore } from '../../src/cache/file-store.ts'
import { sealedFile } from '../../src/cache/sealed-file.ts'
import { nodeRuntime } from '../../src/runtime/node-runtime.ts'
import { recordingLogger } from '../../src/testing/recording-logger.ts'
import { goodFile, nameOf } from './cache/contents.ts'

/** The short form; `npm run campaign` asks for more. */
const writes = Number(process.env.CACHE_WRITES ?? 1000)
const kills = Number(process.env.CACHE_KILLS ?? 20)
const { clock } = nodeRuntime()

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(os.tmpdir(), 'cache-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const logger = recordingLogger()
const open = (): CacheStore => fileStore({ folder, clock, logger })
const temporaries = (): readonly string[] => [
  ...globSync('entries-1/*/.*.tmp', { cwd: folder }),
  ...readdirSync(folder).filter((name) => name.endsWith('.tmp')),
]

function start(name: string, count: number, keys: number): ChildProcess {
  const nodeArguments = ['--conditions=configmanage-source', '--disable-warning=ExperimentalWarning']
  const script = join(import.meta.dirname, 'cache', 'cache-writer.ts')
  const stdio: ('ignore' | 'pipe' | 'inherit')[] = ['ignore', 'pipe', 'inherit']
  return spawn(process.execPath, [...nodeArguments, script, folder, name, String(count), String(keys)], { stdio })
}

/** The last index of each key that a writer said it stored. */
function lastOf(output: string): ReadonlyMap<string, number> {
  const lines = output.split('\n').map((line) => /^(key \d+)\t(\d+)$/.exec(line))
  return new Map(lines.flatMap((match) => (match === null ? [] : [[match[1] ?? '', Number(match[2])] as const])))
}

/** All that a child says, until it ends. */
function outputOf(child: ChildProcess, onText: (text: string) => void = () => undefined): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      onText(text)
    })
    child.on('close', () => resolve(text))
  })
}

it(`two processes that write ${writes} entries each into the same files lose none, while a third one prunes`, async () => {
  const store = open()
  let isRunning = true
  const pruning = (async () => {
    while (isRunning) {
      await store.prune()
      await clock.sleep(50)
    }
  })()
  const outputs = await Promise.all(['A', 'B'].map((name) => outputOf(start(name, writes, 100))))
  isRunning = false
  await pruning

  const [a, b] = outputs.map(lastOf) as [ReadonlyMap<string, number>, ReadonlyMap<string, number>]
  expect(outputs.map((output) => /missed\t(\d+)/.exec(output)?.[1])).toEqual(['0', '0'])
  const keys = new Set([...a.keys(), ...b.keys()])
  expect(keys.size).toBeGreaterThan(90)
  for (const key of keys) {
    const found = await store.get(key)
    expect([`A-${a.get(key)}`, `B-${b.get(key)}`], key).toContain(found && nameOf(found.bytes))
  }
  expect((await store.statistics()).corrupt).toBe(0)
  expect(temporaries()).toEqual([])
}, 3_600_000)

it(`${kills} writers killed at any moment leave whole files, all that they had stored, and nothing else after a prune`, async () => {
  let stale = 0
  for (let round = 0; round < kills; round++) {
    const name = `round${round}`
    const wanted = 1 + Math.floor(Math.random() * 30)
    const child = start(name, 1_000_000, 20)
    let isKilled = false
    const output = await outputOf(child, (text) => {
      if (isKilled || text.split('\n').length <= wanted) return
      isKilled = true
      setTimeout(() => child.kill('SIGKILL'), Math.random() * 10)
    })
    const last = lastOf(output)
    const store = open()
    for (let number = 0; number < 20; number++) {
      const found = await store.get(`key ${number}`)
      const [, writer, index] = /^(.*)-(\d+)$/.exec(found === undefined ? '' : nameOf(found.bytes)) ?? []
      const stored = last.get(`key ${number}`)
      // What it had said is there, or what it wrote after that.
      if (stored !== undefined) expect([writer, Number(index) >= stored], `${name}, key ${number}`).toEqual([name, true])
    }
    const reading = sealedFile(goodFile(folder), { purpose: 'test', clock }).read()
    expect(['content', 'absent']).toContain(reading.kind)
    if (reading.kind === 'content') nameOf(reading.bytes)
    stale += temporaries().length
    await store.prune()
    expect(globSync('entries-1/*/.*.tmp', { cwd: folder })).toEqual([])
    await store.close()
  }
  expect(logger.records).toEqual([])
  sealedFile(goodFile(folder), { purpose: 'test', clock }).write(Buffer.from('last'))
  expect(temporaries()).toEqual([])
  // Otherwise no writer was killed in the middle of anything, and the test shows nothing.
  if (kills >= 100) expect(stale).toBeGreaterThan(0)
}, 3_600_000)
