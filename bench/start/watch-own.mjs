/** Watches a file with the built library; see watch.ts. */
import { serve } from './watch-child.mjs'

// A program that watches its configuration has loaded it before.
await import(process.env.LIBRARY)
await serve(async (file, onChange, imported) => {
  const { watchFiles } = await import(process.env.WATCHING)
  imported()
  const source = { kind: 'file', name: file, read: () => undefined, watchTargets: () => [{ kind: 'file', path: file }] }
  const sleep = (ms, signal) =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms).unref()
      signal?.addEventListener('abort', () => {
        clearTimeout(timer)
        reject(signal.reason)
      })
    })
  const logger = { debug() {}, info() {}, warn: console.error, error: console.error }
  const context = { clock: { now: () => Date.now(), sleep }, logger, signal: new AbortController().signal }
  await watchFiles({ sources: [source], readings: () => [], context, onChange })
})
