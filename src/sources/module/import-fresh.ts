import nodeModule, { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

/** What marks the URLs of one load. Node caches modules by URL, so a new mark loads anew. */
const mark = 'configmanage-load'
const markPattern = new RegExp(`[?&]${mark}=(\\d+)$`)

type Loaded = Readonly<Record<string, unknown>>

/** Called for each file of a load, by the number of the load. */
const listeners = new Map<string, (file: string) => void>()
let loads = 0
let isHooked = false

/** False before Node 22.15: then only the module itself is loaded anew, not what it imports. */
export function canTrackImports(): boolean {
  return typeof nodeModule.registerHooks === 'function'
}

/**
 * Imports a module and, anew as well, what it imports from outside `node_modules`; `onFile` hears of each file.
 * CommonJS modules are cached by file name instead: their entries are put aside for the load and back after it.
 */
export async function importFresh(url: string, onFile: (file: string) => void): Promise<Loaded> {
  loads++
  const load = String(loads)
  const cache = createRequire(import.meta.url).cache
  const aside = new Map<string, NodeModule | undefined>()
  hook()
  const putAside = (file: string): void => {
    if (aside.has(file)) return
    aside.set(file, cache[file])
    delete cache[file]
  }
  listeners.set(load, (file) => {
    onFile(file)
    putAside(file)
  })
  try {
    // A module required before is found without asking the hook: it must not find the one of an earlier load.
    for (const required of requirers.keys()) putAside(fileURLToPath(required))
    requirers.set(url, load)
    onFile(fileURLToPath(url))
    return (await import(/* @vite-ignore */ `${url}?${mark}=${load}`)) as Loaded
  } finally {
    listeners.delete(load)
    for (const [file, entry] of aside) {
      if (entry === undefined) delete cache[file]
      else cache[file] = entry
    }
  }
}

/** Hands the mark of a module on to what it imports. One hook serves all loads, and costs others a look at the URL. */
function hook(): void {
  if (isHooked || !canTrackImports()) return
  isHooked = true
  nodeModule.registerHooks({
    resolve(specifier, context, nextResolve) {
      const resolved = nextResolve(specifier, context)
      const load = markPattern.exec(context.parentURL ?? '')?.[1] ?? requiringLoad(context.parentURL)
      const listener = load === undefined ? undefined : listeners.get(load)
      if (listener === undefined || !isOwnFile(resolved.url)) return resolved
      const file = fileURLToPath(resolved.url)
      listener(file)
      // Which modules are CommonJS is often known only later, so each is remembered.
      requirers.set(resolved.url, load as string)
      if (context.conditions?.includes('require')) return resolved
      return { ...resolved, url: `${resolved.url}${resolved.url.includes('?') ? '&' : '?'}${mark}=${load}` }
    },
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      const isMarked = listeners.has(markPattern.exec(url)?.[1] ?? '')
      if (!isMarked || (loaded.format !== 'commonjs' && loaded.format !== 'commonjs-typescript')) return loaded
      return { format: 'module', source: bridgeTo(fileURLToPath(url)), shortCircuit: true }
    },
  })
}

/**
 * A module that hands on what a CommonJS module exports. Importing that one directly, Node would look through it for
 * names of exports first, and leave modules that it only looked through in the cache, empty.
 */
function bridgeTo(file: string): string {
  const exported: unknown = createRequire(file)(file)
  const names =
    typeof exported === 'object' && exported !== null ? Object.keys(exported).filter((name) => name !== 'default') : []
  const path = JSON.stringify(file)
  const constants = names.map((name, index) => `const v${index} = exported[${JSON.stringify(name)}]`)
  const exports = names.map((name, index) => `v${index} as ${JSON.stringify(name)}`)
  return [
    "import { createRequire } from 'node:module'",
    `const exported = createRequire(${path})(${path})`,
    ...constants,
    `export { exported as default${exports.map((text) => `, ${text}`).join('')} }`,
  ].join('\n')
}

/** What a CommonJS module requires names it without a mark: which load it belongs to is remembered by URL. */
const requirers = new Map<string, string>()

function requiringLoad(parentURL: string | undefined): string | undefined {
  return parentURL === undefined ? undefined : requirers.get(parentURL)
}

function isOwnFile(url: string): boolean {
  return url.startsWith('file:') && !url.includes('/node_modules/')
}
