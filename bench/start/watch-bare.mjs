/** The least that Node can do for a file: one watch of its folder, and one look at the file; see watch-start.ts. */
import { statSync, watch } from 'node:fs'
import { dirname } from 'node:path'
import { serve } from './watch-child.mjs'

// What a program that loads the library has loaded too.
await import(process.env.LIBRARY)
new AbortController()

await serve(async (file, onChange, imported) => {
  imported()
  watch(dirname(file), onChange)
  statSync(file, { bigint: true })
})
