import { deepFreeze } from '../values/freeze.ts'
import { Secret } from '../values/secret.ts'
import type { Value } from '../values/value.ts'
import { invalid } from './limits.ts'

/** Between the values of a program and the bytes of a store. */
export interface CacheCodec<T> {
  encode(value: T): Uint8Array
  /** May throw: then the entry counts as damaged. What it returns is shared, so it should be frozen. */
  decode(bytes: Uint8Array): T
}

/** Values as JSON has them. They come back frozen, because all callers get the same ones. */
export const jsonCodec: CacheCodec<Value> = {
  encode: (value) => {
    const text = jsonOf(value)
    if (text === undefined) throw invalid('JSON has no form for this value', otherwise)
    return new TextEncoder().encode(text)
  },
  decode: (bytes) => deepFreeze(JSON.parse(new TextDecoder().decode(bytes)) as Value),
}

const otherwise = 'cache what JSON can hold, or give a codec of your own'

/** `undefined` for what JSON has no text for, whatever its type says. */
function jsonOf(value: Value): string | undefined {
  try {
    return JSON.stringify(value, refuseLoss)
  } catch (error) {
    if (error instanceof RangeError) throw invalid('the value is nested too deeply to be written as JSON', otherwise)
    if (error instanceof TypeError) throw invalid('the value cannot be written as JSON: it may contain itself', otherwise)
    throw error
  }
}

/** `this` holds the value as it was, before `toJSON` made a placeholder of it. */
function refuseLoss(this: unknown, key: string, value: unknown): unknown {
  const original: unknown = (this as Record<string, unknown>)[key]
  if (original instanceof Secret)
    throw invalid('a secret cannot be cached as JSON', 'reveal it and use a store with keys, or leave it out of the value')
  if (typeof original === 'bigint' || (typeof original === 'number' && !Number.isFinite(original)))
    throw invalid(`JSON has no form for the number ${String(original)}`, 'give a codec of your own')
  if (typeof original === 'function' || typeof original === 'symbol')
    throw invalid(`JSON has no form for a ${typeof original}`, otherwise)
  if (original instanceof Date && Number.isNaN(original.getTime()))
    throw invalid('JSON has no form for a date that is none', otherwise)
  const hollow = typeof original === 'object' && hollowKinds.find((kind) => original instanceof kind)
  // Who says what JSON is to write of it has seen to that; but a buffer says what nobody reads back.
  if (hollow && (value === original || ArrayBuffer.isView(original)))
    throw invalid(
      `JSON has no form for a ${hollow.name}`,
      hollow === Promise ? 'await it' : 'make a plain object or a list of it',
    )
  return value
}

/** JSON would make an empty map of them, or of bytes one by their numbers. */
const hollowKinds = [Map, Set, Promise, RegExp, Error, WeakMap, WeakSet, ArrayBuffer, DataView, Object.getPrototypeOf(Uint8Array)]

export const textCodec: CacheCodec<string> = {
  encode: (value) => new TextEncoder().encode(value),
  decode: (bytes) => new TextDecoder().decode(bytes),
}

/** Bytes as they are. They are shared: do not write into them. */
export const bytesCodec: CacheCodec<Uint8Array> = { encode: (value) => value, decode: (bytes) => bytes }
