const loaded = new Map<string, unknown>()

/**
 * Loads a module at once instead of when a promise comes round: for code that only some calls of a synchronous
 * function need. `specifier` is one of the package's own `#` imports, so that the same conditions choose the file.
 */
export function requireModule<T>(specifier: `#${string}`): T {
  if (!loaded.has(specifier)) {
    loaded.set(specifier, process.getBuiltinModule('node:module').createRequire(import.meta.url)(specifier))
  }
  return loaded.get(specifier) as T
}
