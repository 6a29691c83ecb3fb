import { edgesOf, type ProfileEdge } from './edges.ts'
import type { ProfileShapes } from './profile.ts'

/** All profiles and what they name, for pictures. */
export interface ProfileGraph {
  readonly profiles: readonly string[]
  readonly edges: readonly ProfileEdge[]
}

export function profileGraph(profiles: ProfileShapes): ProfileGraph {
  const names = Object.keys(profiles)
  return { profiles: names, edges: names.flatMap((name) => edgesOf(profiles, name)) }
}

/** The graph in the language of https://mermaid.js.org; profiles in use are marked. */
export function mermaidGraph({ profiles, edges }: ProfileGraph, active: readonly string[]): string {
  const ids = new Map(profiles.map((name, index) => [name, `p${index}`]))
  const lines = [
    ...profiles.map((name) => `  ${ids.get(name)}["${name}"]`),
    // A group points at its members, a profile at what it extends.
    ...edges.map(
      ({ from, to, kind }) => `  ${ids.get(from)} ${kind === 'extends' ? '-->|extends|' : '-.->|group|'} ${ids.get(to)}`,
    ),
  ]
  const marked = active.flatMap((name) => ids.get(name) ?? [])
  const style = marked.length === 0 ? [] : ['  classDef active stroke-width:3px', `  class ${marked.join(',')} active`]
  return `${['graph TD', ...lines, ...style].join('\n')}\n`
}
