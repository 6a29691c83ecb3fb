import { pathToFileURL } from 'node:url'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { nodeFileSystem } from '../../runtime/file-system.ts'
import { readFileBytes, signatureOf } from '../../runtime/read-file.ts'
import { copyValues } from '../copy-values.ts'
import { type Location, locationOf } from '../location.ts'
import type { ModuleArguments } from '../module.ts'
import { namedFiles } from '../named-files.ts'
import type { ReadContext, ValueReading } from '../source.ts'
import { canTrackImports, importFresh } from './import-fresh.ts'
import { moduleFailure } from './module-failure.ts'

/** The files that a reading came from, with their state before they were loaded. */
const loadedFrom = new WeakMap<ValueReading, ReadonlyMap<string, string>>()
let loads = 0

/**
 * The values of a module, or the previous ones when neither it nor what it imports has changed.
 * @throws ConfigError SOURCE_FAILED with the place where the module threw, OPTION_INVALID for what is no value
 */
export async function readModule(path: string, name: string, context: ReadContext): Promise<ValueReading | undefined> {
  const location = locationOf(path, context.cwd)
  const previous = context.previous?.kind === 'value' ? context.previous : undefined
  const files = previous && loadedFrom.get(previous)
  if (previous && files && isUnchanged(files)) return previous

  // Refuses what is no regular file, with the same words as for other files.
  if (readFileBytes(location.absolute, { file: location.file }) === undefined) return undefined
  const { exported, tracked } = await load(location, name)
  const result = await call(exported, location, name, context)
  loads++
  const warnings = canTrackImports() ? [] : [notTracked(location)]
  const reading: ValueReading = {
    kind: 'value',
    uri: name,
    file: location.file,
    version: String(loads),
    value: copyValues(result, name),
    textOnly: false,
    warnings,
  }
  loadedFrom.set(reading, tracked)
  namedFiles.set(reading, [...tracked.keys()])
  return reading
}

interface Loaded {
  readonly exported: unknown
  readonly tracked: ReadonlyMap<string, string>
}

async function load(location: Location, name: string): Promise<Loaded> {
  const tracked = new Map([[location.absolute, stateOf(location.absolute)]])
  try {
    const namespace = await importFresh(pathToFileURL(location.absolute).href, (imported) =>
      tracked.set(imported, stateOf(imported)),
    )
    if (!('default' in namespace)) throw withoutDefault(location, name)
    return { exported: namespace.default, tracked }
  } catch (error) {
    throw moduleFailure(error, location, name)
  }
}

async function call(exported: unknown, location: Location, name: string, context: ReadContext): Promise<unknown> {
  if (typeof exported !== 'function') return exported
  if (/^class\b/.test(Function.prototype.toString.call(exported)))
    throw unusable('the default export is a class', location, name, 'export the values, or a function that returns them')
  const { profiles, env, cwd } = context
  const given: ModuleArguments = { profile: profiles.at(-1), profiles, env, cwd }
  try {
    return await (exported as (given: ModuleArguments) => unknown)(given)
  } catch (error) {
    throw moduleFailure(error, location, name)
  }
}

function isUnchanged(files: ReadonlyMap<string, string>): boolean {
  return [...files].every(([file, state]) => stateOf(file) === state)
}

function stateOf(file: string): string {
  try {
    return signatureOf(nodeFileSystem().statSync(file, { bigint: true }))
  } catch {
    return 'unreadable' // Loading it will say why.
  }
}

function withoutDefault(location: Location, name: string): ConfigError {
  const hint = 'write export default { … }, or a function that returns the values'
  return unusable('the module has no default export', location, name, hint)
}

function unusable(message: string, location: Location, name: string, hint: string): ConfigError {
  return new ConfigError({ code: 'SOURCE_FAILED', severity: 'error', message, file: location.file, source: name, hint })
}

function notTracked(location: Location): Issue {
  const message = `changes in what ${JSON.stringify(location.file)} imports are not seen by Node ${process.versions.node}`
  return { code: 'SOURCE_STALE_IMPORTS', severity: 'warning', message, file: location.file, hint: 'use Node 22.15 or later' }
}
