import { mermaidGraph, type ProfileGraph, profileGraph } from '../../profiles/graph.ts'
import { checkProfiles } from '../../profiles/profile.ts'
import { activeProfile } from '../active-profile.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { findDefinition } from '../find-definition.ts'
import { paintFor, writeEnvelope } from '../output.ts'

/** `profiles graph`: what extends and groups what, as a tree, as data, or in the language of mermaid. */
export const profilesGraph: Command = async (context, _args, flags) => {
  const definition = await findDefinition(context, flags)
  const profiles = definition.profiles ?? {}
  checkProfiles(profiles, definition.locate)
  const active = activeProfile(context, definition, flags)?.chain ?? []
  const graph = profileGraph(profiles)
  if (flags.format === 'json') {
    const edges = graph.edges.map(({ from, to, kind }) => ({ from, to, kind }))
    return writeEnvelope(context, { kind: 'ProfileGraph', issues: [], data: { profiles: graph.profiles, edges, active } })
  }
  const paint = paintFor(context, flags, context.stdout)
  const mark = (name: string): string => (active.includes(name) ? paint.strong(`${name} ●`) : name)
  context.stdout.write(flags.format === 'mermaid' ? mermaidGraph(graph, active) : treeOf(graph, mark))
  return exitCodes.fine
}

/** Lines of a tree in a terminal; what is below a profile that was drawn before is not drawn again. */
function treeOf({ profiles, edges }: ProfileGraph, mark: (name: string) => string): string {
  const named = new Set(edges.map(({ to }) => to))
  const drawn = new Set<string>()
  const lines: string[] = []
  const open = profiles
    .filter((name) => !named.has(name))
    .map((name) => ({ name, lead: '', branch: '', verb: '' }))
    .reverse()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { name, lead, branch, verb } = next
    const inside = edges.filter(({ from }) => from === name)
    const isRepeated = drawn.has(name) && inside.length > 0
    lines.push(`${lead}${branch}${verb}${mark(name)}${isRepeated ? ' …' : ''}`)
    if (isRepeated) continue
    drawn.add(name)
    const below = branch === '' ? lead : lead + (branch === '└─ ' ? '   ' : '│  ')
    const children = inside.map(({ to, kind }, index) => ({
      name: to,
      lead: below,
      branch: index === inside.length - 1 ? '└─ ' : '├─ ',
      verb: kind === 'extends' ? 'extends ' : 'groups ',
    }))
    open.push(...children.reverse())
  }
  return lines.map((line) => `${line}\n`).join('')
}
