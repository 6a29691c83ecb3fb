import { closest } from '../text/closest.ts'
import { didYouMean } from '../text/words.ts'
import { getAt } from '../values/get.ts'
import { type Path, printPath } from '../values/path.ts'
import { isMap, type Value } from '../values/value.ts'

/** `did you mean "server.port"?`: the nearest key beside the first part of the path that does not exist. */
export function nearPath(tree: Value, path: Path): string | undefined {
  for (let depth = 0; depth < path.length; depth++) {
    const parent = getAt(tree, path.slice(0, depth))
    const key = String(path[depth])
    if (!isMap(parent) || Object.hasOwn(parent, key)) continue
    return didYouMean(
      closest(key, Object.keys(parent)).map((name) => printPath([...path.slice(0, depth), name, ...path.slice(depth + 1)])),
    )
  }
  return undefined
}
