/**
 * Writes entries into a file cache, and a sealed file: `cache-writer.ts <folder> <name> <writes> <keys>`. Says `key index` of
 * each entry that is stored, and at the end how often it did not find what it had just written.
 */
import fs from 'node:fs'
import { fileStore } from '../../../src/cache/file-store.ts'
import { sealedFile } from '../../../src/cache/sealed-file.ts'
import { nodeRuntime } from '../../../src/runtime/node-runtime.ts'
import { contentOf, goodFile } from './contents.ts'

const [folder = '', name = '', writes = '0', keys = '1'] = process.argv.slice(2)
const { clock } = nodeRuntime()
const store = fileStore({ folder, clock })
const good = sealedFile(goodFile(folder), { purpose: 'test', clock })
let missed = 0
for (let index = 0; index < Number(writes); index++) {
  const key = `key ${Math.floor(Math.random() * Number(keys))}`
  const storedAt = clock.now()
  const never = Number.POSITIVE_INFINITY
  await store.set(key, { bytes: contentOf(name, index), storedAt, expiresAt: never, goneAt: never, tags: [name], absent: false })
  fs.writeSync(1, `${key}\t${index}\n`)
  if ((await store.get(key)) === undefined) missed++
  if (index % 10 === 9) good.write(contentOf(name, index))
}
await store.close()
fs.writeSync(1, `missed\t${missed}\n`)
