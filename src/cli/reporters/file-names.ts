import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { Report } from './report.ts'

/** A file as other programs know it: relative to the top of the repository, with `/`; absolute when it is outside. */
export function nameFromTop({ root, top }: Pick<Report, 'root' | 'top'>, file: string): string {
  if (isNoPath(file)) return file
  const absolute = resolve(root, file)
  const inside = relative(top, absolute)
  const chosen = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside) ? absolute : inside
  return sep === '/' ? chosen : chosen.replaceAll(sep, '/')
}

/** The same as a URI reference; `isInside` tells whether it is relative. */
export function uriFromTop(
  report: Pick<Report, 'root' | 'top'>,
  file: string,
): { readonly uri: string; readonly isInside: boolean } {
  if (/^[a-z][a-z0-9+.-]+:/i.test(file)) return { uri: encodeURI(file), isInside: false }
  const name = nameFromTop(report, file)
  const uri = name.split('/').map(encodeURIComponent).join('/')
  return isAbsolute(name) ? { uri: `file://${uri.startsWith('/') ? '' : '/'}${uri}`, isInside: false } : { uri, isInside: true }
}

/** `<stdin>` and the addresses of sources that are no files. */
function isNoPath(file: string): boolean {
  return file.startsWith('<') || /^[a-z][a-z0-9+.-]+:/i.test(file)
}
