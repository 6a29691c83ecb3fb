import { childOf, getAt } from '../../values/get.ts'
import type { Path } from '../../values/path.ts'
import { defineOwn } from '../../values/safe-keys.ts'
import type { Value } from '../../values/value.ts'
import { indexOf } from './find.ts'

/**
 * What a text should read as after the edits so far. Changes its tree in place, so that thousands of edits of a
 * wide map cost no copies of it; the tree must have no other owner.
 */
export class ExpectedTree {
  #root: Value

  constructor(root: Value) {
    this.#root = root
  }

  get(path: Path): Value | undefined {
    return getAt(this.#root, path)
  }

  /** The editor has refused paths through scalars and behind the end of a list. */
  set(path: Path, value: Value): void {
    const key = path.at(-1)
    if (key === undefined) this.#root = value
    else put(this.#containerAt(path), key, value)
  }

  remove(path: Path): void {
    const parent = getAt(this.#root, path.slice(0, -1))
    const key = path.at(-1)
    if (key === undefined || parent === undefined || childOf(parent, key) === undefined) return
    if (Array.isArray(parent)) parent.splice(indexOf(key) ?? 0, 1)
    else delete (parent as { [key: string]: Value })[String(key)]
  }

  /** What holds the last part of the path, made on the way if it is not there. */
  #containerAt(path: Path): Value {
    let container = this.#root
    for (let index = 0; index < path.length - 1; index++) {
      let next = childOf(container, path[index] as string | number)
      if (next === undefined) {
        next = typeof path[index + 1] === 'number' ? [] : {}
        put(container, path[index] as string | number, next)
      }
      container = next
    }
    return container
  }
}

function put(container: Value, key: string | number, value: Value): void {
  if (Array.isArray(container)) container[indexOf(key) ?? container.length] = value
  else defineOwn(container as { [key: string]: unknown }, String(key), value)
}
