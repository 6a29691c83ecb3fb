/** Adds its lines to a file, one update each: `steady-writer.ts <file> <name> <count>`. Prints each one that is safe. */
import fs from 'node:fs'
import { updateFile } from '../../../src/runtime/update-file.ts'

const [file = '', name = '', count = '0'] = process.argv.slice(2)
for (let index = 0; index < Number(count); index++) {
  await updateFile(file, (text) => `${text ?? ''}${name}-${index}\n`, { waitMs: 300_000 })
  fs.writeSync(1, `${name}-${index}\n`)
}
