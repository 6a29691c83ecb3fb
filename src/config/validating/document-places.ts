import type { Issue } from '../../errors/issue.ts'
import type { Document } from '../../formats/format.ts'
import type { Span } from '../../text/position.ts'
import { getAt } from '../../values/get.ts'
import { Fixes } from './fixes.ts'

/** Gives the issues of one document their places in its file, and fixes where there is an obvious one. */
export function placeInDocument(issues: readonly Issue[], document: Document, file: string): readonly Issue[] {
  const fixes = new Fixes()
  return issues.map((issue) => {
    if (issue.path === undefined) return { ...issue, file }
    const placed = { ...issue, span: placeOf(issue, document) ?? beginningOf(file) }
    const place = { path: issue.path, value: getAt(document.value, issue.path) }
    return fixes.add(placed, { ...place, locate: (path, part) => document.locate(path, part) })
  })
}

/** What is wrong with a key is shown at the key; what is missing, at the key of the nearest map that is there. */
function placeOf({ code, path = [] }: Issue, document: Document): Span | undefined {
  const isOfKey = code === 'KEY_UNKNOWN' || code === 'KEY_DEPRECATED'
  const own = document.locate(path, isOfKey ? 'key' : 'value')
  if (own !== undefined) return path.length === 0 ? startOf(own) : own
  for (let length = path.length - 1; length > 0; length--) {
    const around = path.slice(0, length)
    const span = document.locate(around, 'key') ?? document.locate(around)
    if (span !== undefined) return span
  }
  const whole = document.locate([])
  return whole && startOf(whole)
}

/** A whole document would fill the screen. */
function startOf({ file, start }: Span): Span {
  return { file, start, end: start }
}

function beginningOf(file: string): Span {
  const start = { line: 1, column: 1, offset: 0 }
  return { file, start, end: start }
}
