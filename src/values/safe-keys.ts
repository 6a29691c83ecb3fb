import type { ValueMap } from './value.ts'

/** Keys that would reach a prototype in a careless reader further down. They are never data here. */
export function isUnsafeKey(key: string): boolean {
  return key === '__proto__'
}

/** True for a path such as `constructor.prototype`, by which a careless writer reaches a prototype. */
export function isUnsafePair(parent: string | number | undefined, key: string | number): boolean {
  return parent === 'constructor' && key === 'prototype'
}

/** Sets a key as an own property, whatever its name. */
export function defineOwn(map: { [key: string]: unknown }, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true })
  } else {
    map[key] = value
  }
}

/** A map made of entries, in the engine's fast mode: wide maps built key by key become slow dictionaries. */
export function mapFrom<T>(entries: Iterable<readonly [string, T]>): ValueMap & { readonly [key: string]: T & ValueMap[string] } {
  return Object.fromEntries(entries) as never
}
