import type { Issue } from '../../errors/issue.ts'
import type { Span } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import { printPath } from '../../values/path.ts'
import { isList, isMap, type Value } from '../../values/value.ts'
import { scan } from './scan.ts'
import { commentEnd, stringEnd } from './tokens.ts'

/** More of them help nobody, and a hostile file could hold millions. */
const most = 100

interface Frame {
  /** Where each key of an open map was first written; a list has none. */
  readonly first: Map<string, readonly [number, number]> | undefined
  step: string | number
}

/** A warning for each key that is written again in its map: in JSON the last one wins (RFC 8259, section 4). */
export function duplicateKeys(text: string, value: Value, span: (start: number, end: number) => Span): readonly Issue[] {
  if (countKeys(value) === countColons(text)) return []
  const issues: Issue[] = []
  const frames: Frame[] = []
  const countElement = (): void => {
    const frame = frames.at(-1)
    if (frame !== undefined && typeof frame.step === 'number') frame.step++
  }
  scan(text, {
    open: (kind) => {
      countElement()
      frames.push(kind === 'map' ? { first: new Map(), step: '' } : { first: undefined, step: -1 })
    },
    close: () => {
      frames.pop()
    },
    scalar: countElement,
    key: (name, start, end) => {
      const frame = frames.at(-1)
      if (frame?.first === undefined) return
      frame.step = name
      const first = frame.first.get(name)
      if (first === undefined) frame.first.set(name, [start, end])
      else if (issues.length < most)
        issues.push(
          duplicate(
            frames.map(({ step }) => step),
            span(...first),
            span(start, end),
          ),
        )
    },
  })
  return issues
}

function duplicate(path: Path, first: Span, second: Span): Issue {
  return {
    code: 'FORMAT_DUPLICATE_KEY',
    severity: 'warning',
    message: `the key ${JSON.stringify(printPath(path.slice(-1)))} is written twice; the last one counts`,
    path,
    span: second,
    hint: 'remove one of the two',
    related: [{ message: 'first written here', span: first }],
  }
}

function countKeys(root: Value): number {
  const stack: Value[] = [root]
  let keys = 0
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (isMap(value)) {
      const children = Object.values(value)
      keys += children.length
      for (const child of children) if (typeof child === 'object') stack.push(child)
    } else if (isList(value)) {
      for (const child of value) if (typeof child === 'object') stack.push(child)
    }
  }
  return keys
}

/** As many as keys are written. Much faster than to compare the keys, and mostly that is never needed. */
function countColons(text: string): number {
  let colons = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 0x3a) colons++
    else if (code === 0x22 || code === 0x27) at = stringEnd(text, at) - 1
    else if (code === 0x2f) at = commentEnd(text, at) - 1
  }
  return colons
}
