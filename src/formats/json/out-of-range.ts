import type { Issue } from '../../errors/issue.ts'
import { LineIndex } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import { isList, isMap, type Value } from '../../values/value.ts'

const mostIssues = 20

/** The way to a value, from the value upwards: a path is made of it only when it is told. */
interface Step {
  readonly above: Step | undefined
  readonly key: string | number
}

/** Numbers beyond the range of a double. One that a later key of the same name replaces does no harm. */
export class OutOfRange {
  /** What stands for such a number in the tree, and where the number is written. */
  readonly #marks = new Map<Value, readonly [start: number, end: number]>()

  mark(start: number, end: number): Value {
    const mark: Value = []
    this.#marks.set(mark, [start, end])
    return mark
  }

  /** An issue for each that is still in the tree, in the order of the text. Iterative. */
  issuesIn(root: Value, text: string, file: string): readonly Issue[] {
    if (this.#marks.size === 0) return []
    const found: { readonly place: readonly [number, number]; readonly step: Step | undefined }[] = []
    const stack: { readonly value: Value; readonly step: Step | undefined }[] = [{ value: root, step: undefined }]
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      const { value, step } = next
      const place = this.#marks.get(value)
      if (place !== undefined) found.push({ place, step })
      else for (const [key, child] of childrenOf(value)) stack.push({ value: child, step: { above: step, key } })
    }
    if (found.length === 0) return []
    const lines = new LineIndex(text)
    return found
      .sort((a, b) => a.place[0] - b.place[0])
      .slice(0, mostIssues)
      .map(({ place, step }) => issueOf(pathOf(step), lines.span(file, ...place)))
  }
}

function childrenOf(value: Value): Iterable<readonly [string | number, Value]> {
  if (isList(value)) return value.entries()
  return isMap(value) ? Object.entries(value) : []
}

function pathOf(last: Step | undefined): Path {
  const path: (string | number)[] = []
  for (let step = last; step !== undefined; step = step.above) path.push(step.key)
  return path.reverse()
}

function issueOf(path: Path, span: Issue['span']): Issue {
  return {
    code: 'FORMAT_UNSUPPORTED_VALUE',
    severity: 'error',
    message: 'a number beyond the range of a double',
    path,
    span,
    hint: 'write a smaller number, or put quotes around it',
  }
}
