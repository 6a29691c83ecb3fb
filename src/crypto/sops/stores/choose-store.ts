import { cryptoError } from '../../failures.ts'
import { dotenvStore } from './dotenv-store.ts'
import { iniStore } from './ini-store.ts'
import { jsonStore } from './json-store.ts'
import { type SopsStore, type StoreName, storeNames } from './store.ts'
import { yamlStore } from './yaml-store.ts'

/** A file of any kind, whole: JSON with the bytes under `data`. */
const binaryStore: SopsStore = { name: 'binary', read: (text, file) => jsonStore.read(text, file) }

const stores: Readonly<Record<StoreName, SopsStore>> = {
  yaml: yamlStore,
  json: jsonStore,
  dotenv: dotenvStore,
  ini: iniStore,
  binary: binaryStore,
}

export function storeNamed(name: StoreName): SopsStore {
  return stores[name]
}

const otherWords: Readonly<Record<string, StoreName>> = { yml: 'yaml', env: 'dotenv' }

/** @throws ConfigError CRYPTO_UNSUPPORTED */
export function storeAsked(word: string): SopsStore {
  const name = storeNames.find((known) => known === word.toLowerCase()) ?? otherWords[word.toLowerCase()]
  if (name !== undefined) return stores[name]
  throw cryptoError('CRYPTO_UNSUPPORTED', `${JSON.stringify(word)} is no format of sealed files`, {
    hint: `use ${storeNames.join(', ')}`,
  })
}

/** By the name of the file, as the SOPS command does; besides, `.env.local` and the like are .env files. */
export function storeForFile(file: string): SopsStore {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1).toLowerCase()
  if (/\.ya?ml$/.test(name)) return stores.yaml
  if (name.endsWith('.json')) return stores.json
  if (name.endsWith('.env') || name.startsWith('.env.')) return stores.dotenv
  return name.endsWith('.ini') ? stores.ini : stores.binary
}

/** The same for a file that is sealed: whatever its name, a sealed binary begins as JSON. */
export function storeForSealed(file: string, text: string): SopsStore {
  const store = storeForFile(file)
  return store.name === 'dotenv' || store.name === 'ini' ? (text.trimStart().startsWith('{') ? binaryStore : store) : store
}
