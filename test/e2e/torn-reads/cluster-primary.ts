import cluster, { type Worker } from 'node:cluster'
import { once } from 'node:events'
import { createConfig } from '../../../src/config/create-config.ts'
import { text, world } from '../../../src/config/text-source.fixture.ts'
import { shareConfig } from '../../../src/workers/share-config.ts'

/**
 * The primary of a cluster, with two workers that read a pair of equal values: it reloads a hundred times, one worker joining
 * half way, and sends its own parent what the workers report.
 */
const pair = (value: number, end = false): string => JSON.stringify({ pair: { a: value, b: value }, end })
const source = text('a.json', pair(0))
const config = await createConfig<{ pair: { a: number; b: number } }>({ sources: [source] }, world)
const shared = shareConfig(config, { name: 'pair' })

cluster.setupPrimary({
  exec: new URL('./pair-reader.ts', import.meta.url).pathname,
  args: [JSON.stringify({ name: 'pair', batch: 1_000 })],
  execArgv: process.execArgv,
})
cluster.on('fork', (worker) => shared.attach(worker.process))

interface Joined {
  readonly reading: Promise<unknown>
  readonly report: Promise<unknown>
  readonly exit: Promise<unknown>
}

function join(): Joined {
  const worker = cluster.fork()
  return { reading: told(worker, 'reading'), report: told(worker, 'report'), exit: once(worker, 'exit') }
}

function told(worker: Worker, what: string): Promise<unknown> {
  return new Promise((resolve) => {
    worker.on('message', (message: object) => {
      if (what in message) resolve((message as Readonly<Record<string, unknown>>)[what])
    })
  })
}

async function reloadUntil(last: number): Promise<void> {
  while (round < last) {
    source.content = pair(++round)
    await config.reload()
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

let round = 0
const first = join()
await first.reading
await reloadUntil(50)
const second = join()
await second.reading
await reloadUntil(100)
source.content = pair(101, true)
await config.reload()
const reports = await Promise.all([first.report, second.report])
const exits = await Promise.all([first.exit, second.exit])
process.send?.({ reports, exits })
shared.close()
await config.close()
process.disconnect()
