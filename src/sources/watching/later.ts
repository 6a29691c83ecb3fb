/**
 * All that a watch needs once it has begun: loaded when the program has gone on. Without the helper for that, because a file
 * that imports nothing of ours is loaded sooner.
 */
export function whole(): typeof import('./file-watching.ts') {
  return process.getBuiltinModule('node:module').createRequire(import.meta.url)('#sources/file-watching')
}
