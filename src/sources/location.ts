import { nodePath } from '../runtime/file-system.ts'
import { reading } from './later.ts'

/** A file of a source: where it is, and how people write it. */
export interface Location {
  readonly absolute: string
  /** As written in the definition, with forward slashes on every platform. */
  readonly file: string
}

/** Where `path` is, seen from the working directory. */
export function locationOf(path: string, cwd: string): Location {
  const { resolve, sep } = nodePath()
  // Node goes over both texts letter by letter, which a start-up notices; an ordinary name only has to be put behind.
  if (sep === '/' && isOrdinary(path) && cwd.length > 1) return { absolute: `${cwd}/${path}`, file: path }
  return { absolute: resolve(cwd, path), file: withSlashes(path) }
}

/** Relative, and without a step that leads nowhere or upwards. */
function isOrdinary(path: string): boolean {
  return (
    path !== '' && path[0] !== '/' && !path.includes('./') && !path.includes('//') && !path.endsWith('.') && !path.endsWith('/')
  )
}

/** `C:\app\x.yaml` as `C:/app/x.yaml`. Elsewhere a backslash is a letter of the name like any other. */
export function withSlashes(path: string): string {
  return nodePath().sep === '\\' ? path.replaceAll('\\', '/') : path
}

/** The path of a `file:` URL, such as `new URL('./base.yaml', import.meta.url)`; a text is a path already. */
export function pathOf(path: string | URL): string {
  if (typeof path === 'string') return path
  try {
    return process.getBuiltinModule('node:url').fileURLToPath(path)
  } catch (cause) {
    throw reading().noPath(cause)
  }
}

/** Relative to the working directory where that does not lead upwards. */
export function shownPath(absolute: string, cwd: string): string {
  const { relative, isAbsolute } = nodePath()
  const short = relative(cwd, absolute)
  return withSlashes(short === '' || short.startsWith('..') || isAbsolute(short) ? absolute : short)
}
