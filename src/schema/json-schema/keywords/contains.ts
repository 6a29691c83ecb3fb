import { bitsOf, Kind } from '../kind.ts'
import { found, type Keyword, Phase, type Site } from '../step.ts'
import { countArgument } from './arguments.ts'

/** How many elements of a list have to match a schema: at least one, if nothing else is said. */
function contains(hasCounts: boolean): Keyword {
  return {
    kinds: bitsOf(Kind.list),
    phase: Phase.own,
    compile(argument, site) {
      const match = site.child(argument, 'contains')
      const least = hasCounts ? (limitOf('minContains', site) ?? 1) : 1
      const most = (hasCounts ? limitOf('maxContains', site) : undefined) ?? Number.POSITIVE_INFINITY
      const { node } = site
      return (list: readonly unknown[], report, seen, depth) => {
        let matching = 0
        for (let index = 0; index < list.length; index++) {
          if (!match.accepts(list[index], undefined, depth + 1)) continue
          matching++
          // Dialects without counts have nobody who asks what has been seen.
          seen?.items.add(index)
        }
        if (matching >= least && matching <= most) return true
        const keyword = matching > most ? 'maxContains' : least === 1 ? 'contains' : 'minContains'
        report?.add(found(node, keyword, list, keyword === 'contains' ? argument : keyword === 'maxContains' ? most : least))
        return false
      }
    },
  }
}

function limitOf(keyword: string, site: Site): number | undefined {
  return site.has(keyword) ? countArgument(keyword, site.schema[keyword], site) : undefined
}

/** `contains` looks at the counts beside it. */
const count: Keyword = { kinds: bitsOf(Kind.list), phase: Phase.own, compile: () => undefined }

export const containsKeywords: Readonly<Record<string, Keyword>> = {
  contains: contains(true),
  minContains: count,
  maxContains: count,
}
export const oldContainsKeywords: Readonly<Record<string, Keyword>> = { contains: contains(false) }
