/** Watches a file with chokidar, as its own documentation shows; see watch.ts. */
import { serve } from './watch-child.mjs'

await serve(async (file, onChange, imported) => {
  const { watch } = await import(process.env.CHOKIDAR)
  imported()
  await new Promise((resolve) => {
    watch(file, { ignoreInitial: true }).on('all', onChange).on('ready', resolve)
  })
})
