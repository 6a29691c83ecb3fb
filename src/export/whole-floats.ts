import type { Issue } from '../errors/issue.ts'
import type { Document } from '../formats/format.ts'
import type { Path } from '../values/path.ts'
import { walkLeaves } from '../values/walk.ts'
import { listed } from './convert.ts'

/**
 * Floats such as `1.0` of a language that tells them from integers. Their value is that of an integer, and so they
 * are written. `most` is how many paths are named.
 */
export function wholeFloatsLost(document: Document, text: string, most: number): readonly Issue[] {
  const paths: Path[] = []
  walkLeaves(document.value, (path, leaf) => {
    if (typeof leaf === 'number' && Number.isInteger(leaf) && isFloat(writtenAt(path, document, text))) paths.push(path)
  })
  const [path] = paths
  if (path === undefined) return []
  const message = `whole floats become integers: ${listed(paths, most)}`
  return [{ code: 'FORMAT_LOSS', severity: 'warning', message, path }]
}

function writtenAt(path: Path, document: Document, text: string): string {
  const span = document.locate(path)
  return span === undefined ? '' : text.slice(span.start.offset, span.end.offset)
}

function isFloat(written: string): boolean {
  return /^[+-]?[\d_]+(?:\.|[eE])/.test(written)
}
