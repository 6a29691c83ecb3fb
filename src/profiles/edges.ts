import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import { canonicalName } from './names.ts'
import type { ProfileShapes } from './profile.ts'

/** Where something in the definition is written, if it is written in a file of data. */
export type Locate = (path: Path, part?: 'value' | 'key') => Span | undefined

export type EdgeKind = 'extends' | 'group'

/** One profile names another. */
export interface ProfileEdge {
  readonly from: string
  /** By its own name; as it is written if there is no such profile. */
  readonly to: string
  readonly kind: EdgeKind
  /** Of the name in the definition. */
  readonly path: Path
}

/** The profiles that a profile names: parents first, then the members of its group. */
export function edgesOf(profiles: ProfileShapes, from: string): readonly ProfileEdge[] {
  const profile = Object.hasOwn(profiles, from) ? profiles[from] : undefined
  const named = (kind: EdgeKind): readonly ProfileEdge[] => {
    const names = profile?.[kind]
    if (names === undefined) return []
    if (typeof names === 'string') return [edge(profiles, from, names, kind, ['profiles', from, kind])]
    return names.map((name, index) => edge(profiles, from, name, kind, ['profiles', from, kind, index]))
  }
  return profile === undefined ? [] : [...named('extends'), ...named('group')]
}

function edge(profiles: ProfileShapes, from: string, name: string, kind: EdgeKind, path: Path): ProfileEdge {
  return { from, to: canonicalName(profiles, name) ?? name, kind, path }
}

/** The named profiles and the members of their groups, each once, a group before its members. Iterative. */
export function expandGroups(profiles: ProfileShapes, names: readonly string[]): readonly string[] {
  const found = new Set<string>()
  const open = [...names].reverse()
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue
    found.add(name)
    const members = edgesOf(profiles, name).filter(({ kind }) => kind === 'group')
    open.push(...members.map(({ to }) => to).reverse())
  }
  return [...found]
}
