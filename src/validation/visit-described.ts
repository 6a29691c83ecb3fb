import type { Field } from '../schema/fields/field.ts'
import type { Path } from '../values/path.ts'
import { isList, isMap, type Value } from '../values/value.ts'

/** A value together with what the schema says of it. */
export interface Described {
  readonly value: Value
  readonly field: Field
  /** True if it is a secret or lies inside of one. */
  readonly secret: boolean
  /** The way there; put together when asked for. */
  readonly path: Path
}

/** A step on the way down; most values are never reported, so paths are put together late. */
class Step implements Described {
  readonly value: Value
  readonly field: Field
  readonly secret: boolean
  readonly #key: string | number | undefined
  readonly #parent: Step | undefined

  constructor(value: Value, field: Field, parent?: Step, key?: string | number) {
    this.value = value
    this.field = field
    this.secret = parent?.secret === true || field.secret
    this.#parent = parent
    this.#key = key
  }

  get path(): Path {
    const path: (string | number)[] = []
    let step: Step = this
    for (let up = step.#parent; up !== undefined; up = step.#parent) {
      // Only the root has no key, and no parent.
      path.push(step.#key as string | number)
      step = up
    }
    return path.reverse()
  }
}

/**
 * Calls `visit` for each value that the schema describes, parents first, in order. Fields for which `leads` is false are
 * left out with everything in them. Iterative.
 */
export function visitDescribed(
  tree: Value,
  root: Field,
  visit: (described: Described) => void,
  leads: (field: Field) => boolean = () => true,
): void {
  const stack = [new Step(tree, root)]
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { value, field } = step
    visit(step)
    const keys: readonly (string | number)[] = isList(value) ? [...value.keys()] : isMap(value) ? Object.keys(value) : []
    for (let at = keys.length - 1; at >= 0; at--) {
      const key = keys[at] as string | number
      const child = field.child(key)
      // The key comes from the value itself.
      if (child !== undefined && leads(child)) stack.push(new Step((value as never)[key], child, step, key))
    }
  }
}
