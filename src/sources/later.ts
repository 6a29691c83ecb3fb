import { requireModule } from '../runtime/require-module.ts'

/** Sources that many programs do without, and what is only said when something is missing: loaded when used. */
export function reading(): typeof import('./reading.ts') {
  return requireModule('#sources/reading')
}

/** Files that are rendered before they are read. */
export function rendering(): typeof import('./rendering/index.ts') {
  return requireModule('#sources/rendering')
}

/** Where the files are that a pattern, a folder or a search stands for: for who watches them. */
export function fileWatching(): typeof import('./watching/file-watching.ts') {
  return requireModule('#sources/file-watching')
}

/** Files of a megabyte and more, and parts that are read when they are needed. */
export function large(): typeof import('./large/index.ts') {
  return requireModule('#sources/large')
}

/** Issues about names, and the search for what a mistyped name may mean. */
export function naming(): typeof import('./naming/index.ts') {
  return requireModule('#sources/naming')
}
