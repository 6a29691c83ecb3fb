import cluster from 'node:cluster'
import { parentPort, workerData } from 'node:worker_threads'
import { receiveConfig } from '../../../src/workers/receive-config.ts'

/** A thread, or a child process, that reads a pair of equal values for as long as it is told to, and counts what it sees. */
const { name, batch } = (workerData as Options | null) ?? (JSON.parse(process.argv[2] ?? '{}') as Options)

interface Options {
  readonly name: string
  /** Reads between two looks at what has arrived. */
  readonly batch: number
}

const config = await receiveConfig<{ pair: { a: number; b: number }; end: boolean }>({ name })
const handle = config.at('pair')
let [reads, torn, seen] = [0, 0, 0]
config.watch('pair', () => seen++)

function read(): void {
  for (let index = 0; index < batch; index++) {
    const { a, b } = index % 2 === 0 ? config.value.pair : handle.value
    if (a !== b) torn++
    reads++
  }
  if (!config.value.end) {
    setImmediate(read)
    return
  }
  const report = { reads, torn, seen, last: config.value.pair.a, generation: config.current.generation }
  config.close()
  if (parentPort !== null) parentPort.postMessage(report)
  // A worker of a cluster lives as long as its channel.
  else process.send?.({ report }, () => cluster.worker?.disconnect())
}
if (parentPort === null) process.send?.({ reading: true })
read()
