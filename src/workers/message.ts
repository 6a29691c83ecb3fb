import { deserialize, serialize } from 'node:v8'
import { putTogether, type TakenApart, takeApart } from '../values/take-apart.ts'
import type { Value } from '../values/value.ts'

/** What threads and processes that share a configuration say to each other. */
export type Message =
  /** From one that wants the configuration. */
  | { readonly kind: 'hello' }
  /** From the one that has it, to those who asked before there was anybody to answer. */
  | { readonly kind: 'shared' }
  /** From the one that has it. */
  | {
      readonly kind: 'snapshot'
      /** When sharing began, in milliseconds since 1970: another configuration under the same name counts its generations anew. */
      readonly sharedAt: number
      readonly generation: number
      readonly loadedAt: number
      readonly bytes: SharedArrayBuffer | string
    }

/** Serialised once, however many read it: threads share the memory. */
export function bytesOf(value: Value): SharedArrayBuffer {
  const serialised = serialize(takeApart(value))
  const shared = new SharedArrayBuffer(serialised.length)
  new Uint8Array(shared).set(serialised)
  return shared
}

/** A tree of the reader's own. `bytes` from a process is base64, because that channel carries JSON. */
export function treeOf(bytes: SharedArrayBuffer | string): Value {
  // The reader of V8 takes no shared memory.
  const own = typeof bytes === 'string' ? Buffer.from(bytes, 'base64') : Buffer.from(new Uint8Array(bytes))
  return putTogether(deserialize(own) as TakenApart) // written by bytesOf
}

/** The same for a channel that carries JSON. */
export function asText(bytes: SharedArrayBuffer): string {
  return Buffer.from(new Uint8Array(bytes)).toString('base64')
}
