import { childOf } from '../../values/get.ts'
import type { Path } from '../../values/path.ts'
import type { Value, ValueMap } from '../../values/value.ts'

/** One step of an edit. Setting a map or a list that is there is taken apart into the differences. */
export type Task =
  | { readonly kind: 'set'; readonly path: Path; readonly value: Value; readonly before: Value | undefined }
  | { readonly kind: 'add'; readonly path: Path; readonly entries: readonly (readonly [string, Value])[] }
  | { readonly kind: 'remove'; readonly path: Path; readonly keys: readonly (string | number)[] }

/** What makes one map of another. */
export function mapTasks(path: Path, before: ValueMap, value: ValueMap): Task[] {
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(value, key))
  const added = Object.entries(value).filter(([key]) => !Object.hasOwn(before, key))
  const kept = Object.keys(value).filter((key) => Object.hasOwn(before, key))
  return [
    ...kept.map((key): Task => ({ kind: 'set', path: [...path, key], value: value[key] as Value, before: childOf(before, key) })),
    ...(added.length > 0 ? [{ kind: 'add', path, entries: added } as const] : []),
    ...(removed.length > 0 ? [{ kind: 'remove', path, keys: removed } as const] : []),
  ]
}

/** What makes one list of another. */
export function listTasks(path: Path, before: readonly Value[], value: readonly Value[]): Task[] {
  const common = Math.min(before.length, value.length)
  const tasks: Task[] = value
    .slice(0, common)
    .map((item, index) => ({ kind: 'set', path: [...path, index], value: item, before: before[index] }))
  if (value.length > common)
    tasks.push({ kind: 'add', path, entries: value.slice(common).map((item, index) => [String(common + index), item]) })
  if (before.length > common) tasks.push({ kind: 'remove', path, keys: before.slice(common).map((_, index) => common + index) })
  return tasks
}
