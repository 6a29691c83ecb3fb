/** Watches a file with the built library; see watch.ts. */
import { serve } from './watch-child.mjs'

// A program that watches its configuration has loaded it before, and what it hands over is there.
await import(process.env.LIBRARY)
const logger = { debug() {}, info() {}, warn: console.error, error: console.error }
const context = { clock: { now: () => Date.now(), sleep }, logger, signal: new AbortController().signal }

await serve(async (file, onChange, imported) => {
  const { watchFiles } = await import(process.env.WATCHING)
  imported()
  const source = { kind: 'file', name: file, read: () => undefined, watchTargets: () => [{ kind: 'file', path: file }] }
  await watchFiles({ sources: [source], readings: () => [], context, onChange })
})

function sleep(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms).unref()
    signal?.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}
