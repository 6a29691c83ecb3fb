import type { Edit } from '../../formats/format.ts'
import { isEqual } from '../../values/equal.ts'
import type { Path } from '../../values/path.ts'
import { isList, isMap, type Value, type ValueMap } from '../../values/value.ts'

type Items = readonly Value[]

/** What a merge of three trees comes to: changes to make in ours, or places that both sides changed in different ways. */
export interface TreeMerge {
  readonly edits: readonly Edit[]
  readonly conflicts: readonly Path[]
}

interface Sides {
  readonly path: Path
  readonly base: Value | undefined
  readonly ours: Value | undefined
  readonly theirs: Value | undefined
}

/**
 * Merges by keys: what only one side changed is taken from it. Lists that nobody made longer or shorter are merged item by
 * item, each as a whole; others are one value, because positions then say nothing of which item is which. Depth is bounded by
 * the limit of all readers.
 */
export function mergeTrees(base: ValueMap, ours: ValueMap, theirs: ValueMap): TreeMerge {
  const edits: Edit[] = []
  const conflicts: Path[] = []
  const visit = ({ path, base, ours, theirs }: Sides): void => {
    if (isSame(ours, theirs) || isSame(base, theirs)) return
    if (isMap(ours) && isMap(theirs) && (base === undefined || isMap(base))) {
      // Also where only the other side changed it: small changes leave the layout as it is.
      const below = base === undefined ? {} : base
      for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)]))
        visit({ path: [...path, key], base: own(below, key), ours: own(ours, key), theirs: own(theirs, key) })
    } else if (isList(base) && isList(ours) && isList(theirs) && base.length === ours.length && ours.length === theirs.length) {
      conflicts.push(...mergeItems(path, base, ours, theirs, edits))
    } else if (isSame(base, ours)) {
      edits.push(theirs === undefined ? { kind: 'remove', path } : { kind: 'set', path, value: theirs })
    } else {
      conflicts.push(path)
    }
  }
  // The top is a map on every side, so whole files never replace each other here.
  for (const key of new Set([...Object.keys(ours), ...Object.keys(theirs)]))
    visit({ path: [key], base: own(base, key), ours: own(ours, key), theirs: own(theirs, key) })
  return { edits, conflicts }
}

/** An item is not merged in itself: where two changed places, its parts would end up in the other one. */
function mergeItems(path: Path, base: Items, ours: Items, theirs: Items, edits: Edit[]): readonly Path[] {
  const conflicts: Path[] = []
  for (const [index, item] of theirs.entries()) {
    const [before, own] = [base[index], ours[index]]
    if (isSame(item, own) || isSame(item, before)) continue
    if (isSame(before, own)) edits.push({ kind: 'set', path: [...path, index], value: item })
    else conflicts.push([...path, index])
  }
  return conflicts
}

function own(map: ValueMap, key: string): Value | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined
}

function isSame(left: Value | undefined, right: Value | undefined): boolean {
  if (left === undefined || right === undefined) return left === right
  return isEqual(left, right)
}
