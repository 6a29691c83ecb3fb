import { closest } from '../text/closest.ts'
import { didYouMean } from '../text/words.ts'
import { childOf } from '../values/get.ts'
import { type Path, printPath } from '../values/path.ts'
import { isMap, type Value } from '../values/value.ts'

/** `did you mean "server.port"?`: the nearest key beside the first part of the path that does not exist. */
export function nearPath(tree: Value, path: Path): string | undefined {
  let parent: Value | undefined = tree
  for (let depth = 0; depth < path.length && parent !== undefined; depth++) {
    const key = path[depth] as string | number
    if (isMap(parent) && !Object.hasOwn(parent, String(key))) {
      const names = closest(String(key), Object.keys(parent))
      return didYouMean(names.map((name) => printPath([...path.slice(0, depth), name, ...path.slice(depth + 1)])))
    }
    parent = childOf(parent, key)
  }
  return undefined
}
