import { ConfigError } from '../errors/config-error.ts'
import { type Path, printPath } from '../values/path.ts'
import { isList, isMap, type Value, type ValueMap } from '../values/value.ts'
import { toPlainJson } from './plain-json.ts'
import type { Rename } from './renames.ts'

/** A name and its text. */
export type FlatEntry = readonly [name: string, text: string]

/**
 * `SERVER__PORT` for `server.port`: what the environment source reads back. `dbPool` becomes `DB_POOL`.
 * @param ownName the name of a key that has one of its own
 * @param prefix before all other names
 */
export function toVariables(
  value: ValueMap,
  ownName: (steps: readonly string[]) => string | undefined = () => undefined,
  prefix = '',
): readonly FlatEntry[] {
  return flatten(value, (steps) => ownName(steps) ?? prefix + variableOf(steps))
}

/** The keys that no environment source finds by the name of their variable: letters were replaced or put in front. */
export function renamedVariables(value: ValueMap): readonly Rename[] {
  return leavesOf(value, [])
    .filter(({ steps }) => steps.some((step) => !/^[A-Za-z_-][A-Za-z0-9_-]*$/.test(step)))
    .map(({ steps }) => ({ path: steps, name: variableOf(steps) }))
}

function variableOf(steps: readonly string[]): string {
  return steps.map(variableName).join('__')
}

/** The text of a value where there is nothing but text: lists and empty maps as JSON. */
export function textOf(value: Value): string {
  if (typeof value === 'string') return value
  if (value === null) return ''
  if (isList(value) || isMap(value)) return JSON.stringify(toPlainJson(value))
  return String(value)
}

function flatten(value: ValueMap, nameOf: (steps: readonly string[]) => string): readonly FlatEntry[] {
  const found = new Map<string, { readonly steps: Path; readonly text: string }>()
  for (const { steps, leaf } of leavesOf(value, [])) {
    const name = nameOf(steps)
    const before = found.get(name)
    if (before) throw nameClash(name, before.steps, steps)
    found.set(name, { steps, text: textOf(leaf) })
  }
  return [...found].map(([name, { text }]) => [name, text] as const)
}

interface Leaf {
  readonly steps: readonly string[]
  readonly leaf: Value
}

function leavesOf(value: ValueMap, above: readonly string[]): readonly Leaf[] {
  return Object.entries(value).flatMap(([key, item]) => {
    const steps = [...above, key]
    return isMap(item) && Object.keys(item).length > 0 ? leavesOf(item, steps) : [{ steps, leaf: item }]
  })
}

/** Two keys that would be one. */
export function nameClash(name: string, first: Path, second: Path): ConfigError {
  return new ConfigError({
    code: 'FORMAT_UNSUPPORTED_VALUE',
    severity: 'error',
    message: `${printPath(first)} and ${printPath(second)} would both be named ${JSON.stringify(name)}`,
    path: second,
    hint: 'rename one of the keys',
  })
}

/** Upper case, words of camel case parted, anything else that a shell refuses as `_`. */
function variableName(key: string): string {
  const parted = key.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
  const name = parted.toUpperCase().replace(/[^A-Z0-9_]/g, '_')
  return /^\d/.test(name) ? `_${name}` : name
}
