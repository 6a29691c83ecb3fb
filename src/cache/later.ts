import { requireModule } from '../runtime/require-module.ts'

/** The library behind `lru`, loaded with the first store that uses it. */
export function lruShelves(): typeof import('./shelves/lru-shelf.ts') {
  return requireModule('#cache/lru')
}
