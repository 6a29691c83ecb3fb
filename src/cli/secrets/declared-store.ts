import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ConfigDefinition } from '../../config/definition.ts'
import { storesOf } from '../../config/secrets/open-secrets.ts'
import { findManifest } from '../../manifest/find-manifest.ts'
import type { SecretProvider } from '../../secrets/secret-provider.ts'
import { closest } from '../../text/closest.ts'
import { didYouMean, listOf } from '../../text/words.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { findDefinition } from '../find-definition.ts'
import { pathOf } from '../paths.ts'
import { usageError } from '../usage-error.ts'
import type { StoreFlags } from './store.ts'

/** A store of `secretStores` in the manifest. */
export interface DeclaredStore {
  readonly name: string
  readonly store: SecretProvider
  /** The folder that its files are relative to. Absolute. */
  readonly root: string
  /** What was asked for, without the name of the store. */
  readonly text: string
}

type Flags = GlobalFlags & StoreFlags

const storeName = /^[A-Za-z][\w.-]*$/

/**
 * The store that is meant among those of the manifest; `undefined` without a manifest, without stores in it, and where --store
 * names a file.
 * @throws ConfigError CLI_USAGE where it is not clear which one is meant, and what is wrong with the manifest
 */
export async function declaredStore(context: CliContext, flags: Flags, text: string): Promise<DeclaredStore | undefined> {
  if (flags.store !== undefined && !storeName.test(flags.store)) return undefined
  if (flags.config === undefined && findManifest(context.cwd) === undefined) return undefined
  const definition = await findDefinition(context, flags)
  const { secretStores = {}, root = context.cwd } = definition
  const names = Object.keys(secretStores)
  if (names.length === 0) return undefined
  const name = flags.store === undefined ? nameMeant(names, text) : nameAsked(context, names, flags.store)
  if (name === undefined) return undefined
  const stores = storesOf({ secretStores: withIdentities(context, secretStores, name, flags.identity) })
  const inStore = flags.store === undefined && text.startsWith(`${name}/`) ? text.slice(name.length + 1) : text
  return { name, store: stores[name] as SecretProvider, root, text: inStore } // its name is one of theirs
}

/** A slip in the name of a store must not make a file of that name. */
function nameAsked(context: CliContext, names: readonly string[], asked: string): string | undefined {
  if (names.includes(asked)) return asked
  if (asked.includes('.') || existsSync(pathOf(context, asked))) return undefined
  const hint = didYouMean(closest(asked, names)) ?? `there is ${listOf(names)}; a file is written ./${asked}`
  throw usageError(`the manifest declares no store ${JSON.stringify(asked)}`, hint)
}

/** As in references: the name before the first slash; else the only one there is. */
function nameMeant(names: readonly string[], text: string): string {
  const first = names.find((name) => text.startsWith(`${name}/`))
  if (first !== undefined) return first
  const [only = '', ...others] = names
  if (others.length === 0) return only
  throw usageError(`the manifest declares several stores: ${listOf(names)}`, `say which: --store ${only}`)
}

/** Keys of the command line take the place of those in the manifest. */
function withIdentities(
  context: CliContext,
  stores: NonNullable<ConfigDefinition['secretStores']>,
  name: string,
  identity: readonly string[] | undefined,
): NonNullable<ConfigDefinition['secretStores']> {
  const given = stores[name]
  if (identity === undefined || typeof given !== 'object' || given === null) return stores
  if ('read' in given) throw usageError(`the store ${JSON.stringify(name)} finds its keys by itself`, 'leave out --identity')
  return { ...stores, [name]: { ...given, identityFiles: identity.map((file) => resolve(context.cwd, file)) } }
}
