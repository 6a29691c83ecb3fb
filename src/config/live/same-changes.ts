import type { TreeChange } from '../../merge/diff-paths.ts'
import { isEqual } from '../../values/equal.ts'
import { printPath } from '../../values/path.ts'

/** Whether two lists of changes say the same of what comes, whatever was there before. */
export function isSameList(one: readonly TreeChange[], other: readonly TreeChange[]): boolean {
  return one.length === other.length && one.every((change, index) => isSameChange(change, other[index] as TreeChange))
}

function isSameChange(one: TreeChange, other: TreeChange): boolean {
  if (one.kind === 'removed' || other.kind === 'removed') return one.kind === other.kind && samePath(one, other)
  return samePath(one, other) && isEqual(one.after, other.after)
}

function samePath(one: TreeChange, other: TreeChange): boolean {
  return printPath(one.path) === printPath(other.path)
}
