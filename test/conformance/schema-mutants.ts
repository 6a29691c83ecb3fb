import { yaml } from '../../src/formats/yaml/yaml.ts'
import type { Path } from '../../src/values/path.ts'
import { withValue } from '../../src/values/set.ts'
import { isList, isMap, type Value, type ValueMap } from '../../src/values/value.ts'
import type { Random } from '../fuzz/random.ts'

/** A right value with one change in one place. */
export interface Mutant {
  readonly kind: string
  readonly value: Value
  /** What was changed; for a key that is gone, the map it is gone from. */
  readonly path: Path
  /** One value to a line. */
  readonly text: string
}

const others: readonly Value[] = [null, true, 'nonsense', -1, 1.5, 1e9, [], {}, ['x'], { x: 1 }]

/** Changes one place of a value: another type, another text or number, a key gone, misspelt or too many. */
export function mutate(value: Value, random: Random): Mutant | undefined {
  const path = random.pick(pathsIn(value))
  const at = valueAt(value, path)
  const change = random.pick(['type', 'letter', 'gone', 'misspelt', 'unknown', 'doubled'] as const)
  const made = changes[change](value, path, at, random)
  if (made === undefined || JSON.stringify(made.value) === JSON.stringify(value)) return undefined
  return { kind: change, ...made, text: printed(made.value) }
}

type Change = (value: Value, path: Path, at: Value, random: Random) => Pick<Mutant, 'value' | 'path'> | undefined

const changes: Readonly<Record<'type' | 'letter' | 'gone' | 'misspelt' | 'unknown' | 'doubled', Change>> = {
  type: (value, path, _, random) => ({ value: withValue(value, path, random.pick(others)), path }),
  letter(value, path, at, random) {
    if (typeof at === 'number') return { value: withValue(value, path, random.pick([-at - 1, at * 1e6 + 1, at + 0.5])), path }
    if (typeof at !== 'string') return undefined
    const cut = random.below(at.length + 1)
    return { value: withValue(value, path, `${at.slice(0, cut)}${random.pick(['x', '', '!'])}${at.slice(cut + 1)}`), path }
  },
  gone: (value, path) => (path.length === 0 ? undefined : { value: withoutValue(value, path), path: path.slice(0, -1) }),
  misspelt(value, path, at) {
    const key = path.at(-1)
    if (typeof key !== 'string' || key.length < 2) return undefined
    const renamed = [...path.slice(0, -1), `${key[1]}${key[0]}${key.slice(2)}`]
    return { value: withValue(withoutValue(value, path), renamed, at), path: renamed }
  },
  unknown: (value, path, at) =>
    isMap(at) ? { value: withValue(value, [...path, 'zz-unknown'], 1), path: [...path, 'zz-unknown'] } : undefined,
  doubled: (value, path, at) =>
    isList(at) && at.length > 0 ? { value: withValue(value, path, [...at, at[0] as Value]), path } : undefined,
}

function printed(value: Value): string {
  return yaml().print(value)
}

function withoutValue(value: Value, path: Path): Value {
  const parent = path.slice(0, -1)
  const around = valueAt(value, parent)
  const key = path.at(-1)
  const rest = isList(around)
    ? around.filter((_, index) => index !== key)
    : Object.fromEntries(Object.entries(around as ValueMap).filter(([name]) => name !== key))
  return parent.length === 0 ? rest : withValue(value, parent, rest)
}

function pathsIn(value: Value): readonly Path[] {
  const found: Path[] = [[]]
  for (const path of found) {
    const at = valueAt(value, path)
    if (isList(at)) for (const index of at.keys()) found.push([...path, index])
    else if (isMap(at)) for (const key of Object.keys(at)) found.push([...path, key])
    if (found.length > 2000) break
  }
  return found
}

function valueAt(value: Value, path: Path): Value {
  let at = value
  for (const part of path) at = (isList(at) ? at[Number(part)] : (at as ValueMap)[part]) as Value // walked before
  return at
}
