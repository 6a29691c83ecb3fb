/** Adds secrets to a local store, one write each: `steady-store-writer.ts <file> <name> <count>`. Prints each one that is safe. */
import fs from 'node:fs'
import { findKeys } from '../../../src/crypto/keys/keyring.ts'
import { nodeRuntime } from '../../../src/runtime/node-runtime.ts'
import { LocalStore } from '../../../src/secrets/local/local-store.ts'
import { Secret } from '../../../src/values/secret.ts'

const [file = '', name = '', count = '0'] = process.argv.slice(2)
const store = new LocalStore({ file, keys: () => findKeys(process.env, process.cwd()) })
const context = { ...nodeRuntime(), signal: new AbortController().signal }
for (let index = 0; index < Number(count); index++) {
  await store.write({ name: `${name}/${index}` }, new Secret(`value ${index} of ${name}`), context)
  fs.writeSync(1, `${name}/${index}\n`)
}
