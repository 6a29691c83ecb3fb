import { fork } from 'node:child_process'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { expect, it } from 'vitest'
import { createConfig } from '../../src/config/create-config.ts'
import { text, world } from '../../src/config/text-source.fixture.ts'
import { shareConfig } from '../../src/workers/share-config.ts'

const script = new URL('./torn-reads/pair-reader.ts', import.meta.url)
const execArgv = ['--conditions=configmanage-source', '--disable-warning=ExperimentalWarning']
let names = 0
const newName = (): string => `test ${process.pid} ${names++}`

const pair = (value: number, end = false): string => JSON.stringify({ pair: { a: value, b: value }, end })

interface Report {
  readonly reads: number
  readonly torn: number
  readonly seen: number
  readonly last: number
  readonly generation: number
}

/** Reads in all threads and tasks together, and reloads meanwhile. The campaign asks for more. */
const wanted = Number(process.env.TORN_READS ?? 10_000_000)
const reloads = Number(process.env.TORN_RELOADS ?? 1_000)

it(`${wanted} reads of two values that belong together, in threads and 1,000 tasks, during ${reloads} reloads: none is torn`, async () => {
  const source = text('a.json', pair(0))
  await using config = await createConfig<{ pair: { a: number; b: number } }>({ sources: [source] }, world)
  const name = newName()
  using _ = shareConfig(config, { name })
  const workers = [1, 2].map(() => new Worker(script, { workerData: { name, batch: 5_000 }, execArgv }))
  const reports = workers.map(async (worker) => (await once(worker, 'message'))[0] as Report)
  const tasks = { reads: 0, torn: 0, running: true }
  const reader = async (): Promise<void> => {
    while (tasks.running) {
      const { pair } = config.value
      const { current } = config
      const a = current.find('pair.a')
      await new Promise((resolve) => setImmediate(resolve))
      if (pair.a !== pair.b || current.find('pair.b') !== a) tasks.torn++
      tasks.reads += 2
    }
  }
  const readers = Array.from({ length: 1_000 }, reader)
  // Threads take a while to start, and are to read during the reloads.
  await Promise.all(workers.map((worker) => once(worker, 'online')))
  let round = 0
  const isEnough = (): boolean => round >= reloads
  while (!isEnough()) {
    source.content = pair(++round)
    await config.reload()
    await new Promise((resolve) => setImmediate(resolve))
  }
  // Until all that is wanted has been read, they go on.
  while (tasks.reads < wanted / 10) {
    source.content = pair(++round)
    await config.reload()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  source.content = pair(++round, true)
  await config.reload()
  tasks.running = false
  await Promise.all(readers)
  const all = await Promise.all(reports)
  const reads = tasks.reads + all.reduce((sum, report) => sum + report.reads, 0)
  expect([tasks.torn, ...all.map(({ torn }) => torn)]).toEqual([0, 0, 0])
  expect(all.map(({ last, generation }) => [last, generation])).toEqual(all.map(() => [round, config.current.generation]))
  expect(Math.min(...all.map(({ seen }) => seen))).toBeGreaterThan(reloads / 100)
  process.stdout.write(
    `${reads} reads, ${tasks.reads} of them in tasks, during ${round} reloads; threads saw ${all.map(({ seen }) => seen).join(' and ')}\n`,
  )
  expect(reads).toBeGreaterThan(wanted)
})

it('a child process reads it, too, and never half of it', async () => {
  const source = text('a.json', pair(0))
  await using config = await createConfig<{ pair: { a: number; b: number } }>({ sources: [source] }, world)
  const name = newName()
  using shared = shareConfig(config, { name })
  const child = fork(script, [JSON.stringify({ name, batch: 1_000 })], { execArgv })
  shared.attach(child)
  const reported = new Promise<Report>((resolve) => {
    child.on('message', (message) => {
      if (typeof message === 'object' && 'report' in message) resolve(message.report as Report)
    })
  })
  child.send({ hello: 'from somebody else' })
  for (let round = 1; round <= 100; round++) {
    source.content = pair(round)
    await config.reload()
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  source.content = pair(101, true)
  await config.reload()
  const report = await reported
  expect(report).toMatchObject({ torn: 0, last: 101, generation: 102 })
  // It ends by itself once it does not listen any more.
  const [code] = (await once(child, 'exit')) as [number]
  expect(code).toBe(0)
})

it('the workers of a cluster read it, too, from the start or later, and never half of it', async () => {
  const primary = fork(new URL('./torn-reads/cluster-primary.ts', import.meta.url), [], { execArgv })
  const exited = once(primary, 'exit')
  const [told] = (await once(primary, 'message')) as [{ reports: readonly Report[]; exits: readonly unknown[] }]
  const last = { torn: 0, last: 101, generation: 102 }
  expect(told).toMatchObject({
    reports: [last, last],
    exits: [
      [0, null],
      [0, null],
    ],
  })
  for (const { seen, reads } of told.reports) {
    expect(seen).toBeGreaterThan(1)
    expect(reads).toBeGreaterThan(1_000)
  }
  expect(await exited).toEqual([0, null])
})
