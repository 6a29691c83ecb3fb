/** The least: a file of code that is loaded, one watch of a folder, and one look at a file in it; see watch-start.ts. */
import { statSync, watch } from 'node:fs'
import { dirname } from 'node:path'
import { serve } from './watch-child.mjs'

// What a program that loads the library has loaded too.
await import(process.env.LIBRARY)
new AbortController()

await serve(async (file, onChange, imported) => {
  await import('./nothing.mjs')
  imported()
  watch(dirname(file), onChange)
  statSync(file, { bigint: true })
})
