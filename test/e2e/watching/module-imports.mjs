/** Watches a module in the current folder, and prints a line for each event; ends with standard input. */

import { nodeRuntime } from '../../../src/runtime/node-runtime.ts'
import { module } from '../../../src/sources/module.ts'
import { watchFiles } from '../../../src/sources/watching/watch-files.ts'

const stop = new AbortController()
const context = {
  ...nodeRuntime(),
  signal: stop.signal,
  profiles: [],
  variables: {},
  maxBytes: 1e6,
  keys: { lower: {}, declared: [] },
}
const source = module('app.mjs')
let reading = await source.read(context)
const watching = await watchFiles({
  sources: [source],
  readings: () => [{ source, reading }],
  context,
  async onChange() {
    reading = await source.read({ ...context, previous: reading })
    process.stdout.write(`${JSON.stringify(reading.value)}\n`)
    watching.refresh()
  },
})
process.stdout.write('watching\n')
if (!process.argv.includes('--unref')) process.stdin.on('end', () => stop.abort()).resume()
