import { type AnyMap, bitsOf, Kind } from '../kind.ts'
import { applyNode } from '../schema-node.ts'
import { found, type Keyword, Phase } from '../step.ts'

/** What nobody else has looked at. */
const unevaluatedProperties: Keyword = {
  kinds: bitsOf(Kind.map),
  phase: Phase.rest,
  compile(argument, site) {
    const { node } = site
    const other = argument === false ? undefined : site.child(argument, 'unevaluatedProperties')
    return (map: AnyMap, report, seen, depth) => {
      let isRight = true
      for (const key of Object.keys(map)) {
        if (seen?.hasKey(key) || map[key] === undefined) continue
        if (other !== undefined && applyNode(other, map[key], key, report, undefined, depth)) continue
        isRight = false
        if (report === undefined) return false
        if (other === undefined) report.add(found(node, 'unevaluatedProperties', map, argument, key))
      }
      if (seen !== undefined) seen.allKeys = true
      return isRight
    }
  },
}

const unevaluatedItems: Keyword = {
  kinds: bitsOf(Kind.list),
  phase: Phase.rest,
  compile(argument, site) {
    const { node } = site
    const other = argument === false ? undefined : site.child(argument, 'unevaluatedItems')
    return (list: readonly unknown[], report, seen, depth) => {
      let isRight = true
      for (let index = 0; index < list.length; index++) {
        if (seen?.hasItem(index)) continue
        if (other !== undefined && applyNode(other, list[index], index, report, undefined, depth)) continue
        isRight = false
        if (report === undefined) return false
        if (other === undefined) report.add(found(node, 'unevaluatedItems', list, argument, String(index)))
      }
      seen?.addAllItems()
      return isRight
    }
  },
}

export const unevaluatedKeywords: Readonly<Record<string, Keyword>> = { unevaluatedProperties, unevaluatedItems }
