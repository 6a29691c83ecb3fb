import type { Issue } from '../../errors/issue.ts'
import type { Span } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import { printPath } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import { scan } from './scan.ts'
import { hasSingleKeys } from './single-keys.ts'

/** More of them help nobody, and a hostile file could hold millions. */
const most = 100

interface Frame {
  /** Where each key of an open map was first written; a list has none. */
  readonly first: Map<string, readonly [number, number]> | undefined
  step: string | number
}

/** A warning for each key that is written again in its map: in JSON the last one wins (RFC 8259, section 4). */
export function duplicateKeys(text: string, value: Value, span: (start: number, end: number) => Span): readonly Issue[] {
  if (hasSingleKeys(text, value)) return []
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
