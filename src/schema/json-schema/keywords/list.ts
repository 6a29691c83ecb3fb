import { bitsOf, Kind } from '../kind.ts'
import { applyNode, type SchemaNode } from '../schema-node.ts'
import { found, type Keyword, Phase, type Site, type Step } from '../step.ts'
import { countArgument, listArgument } from './arguments.ts'
import { firstDuplicate } from './duplicates.ts'

type List = readonly unknown[]

/** What lists have to keep: their length, their elements, and that these differ. */
function size(name: string, isMet: (size: number, limit: number) => boolean): Keyword {
  return {
    kinds: bitsOf(Kind.list),
    phase: Phase.own,
    compile(argument, site) {
      const limit = countArgument(name, argument, site)
      if (limit === undefined) return undefined
      const { node } = site
      return (list: List, report) => {
        if (isMet(list.length, limit)) return true
        report?.add(found(node, name, list, argument))
        return false
      }
    },
  }
}

/** One schema for each of the first elements. */
function tuple(keyword: string, argument: unknown, site: Site): Step | undefined {
  const schemas = listArgument(keyword, argument, site)
  if (schemas === undefined) return undefined
  const nodes = schemas.map((schema, index) => site.child(schema, keyword, index))
  return (list: List, report, seen, depth) => {
    const length = Math.min(nodes.length, list.length)
    seen?.addItemsBefore(length)
    let isRight = true
    for (let index = 0; index < length; index++) {
      if (applyNode(nodes[index] as SchemaNode, list[index], index, report, undefined, depth)) continue
      isRight = false
      if (report === undefined) return false
    }
    return isRight
  }
}

/** One schema for all elements from an index on. */
function each(keyword: string, argument: unknown, site: Site, start: number): Step {
  const node = site.child(argument, keyword)
  return (list: List, report, seen, depth) => {
    let isRight = true
    for (let index = start; index < list.length; index++) {
      if (applyNode(node, list[index], index, report, undefined, depth)) continue
      isRight = false
      if (report === undefined) return false
    }
    seen?.addAllItems()
    return isRight
  }
}

const onLists = { kinds: bitsOf(Kind.list), phase: Phase.own } as const

const uniqueItems: Keyword = {
  ...onLists,
  compile(argument, site) {
    if (typeof argument !== 'boolean') return site.problem('uniqueItems', '"uniqueItems" must be true or false')
    if (!argument) return undefined
    const { node } = site
    return (list: List, report) => {
      const pair = firstDuplicate(list)
      if (pair === undefined) return true
      report?.add(found(node, 'uniqueItems', list, pair))
      return false
    }
  },
}

export const listKeywords: Readonly<Record<string, Keyword>> = {
  minItems: size('minItems', (amount, limit) => amount >= limit),
  maxItems: size('maxItems', (amount, limit) => amount <= limit),
  uniqueItems,
}

/** Since 2020-12: `prefixItems` for the first elements, `items` for the others. */
export const newItemKeywords: Readonly<Record<string, Keyword>> = {
  prefixItems: { ...onLists, compile: (argument, site) => tuple('prefixItems', argument, site) },
  items: {
    ...onLists,
    compile(argument, site) {
      if (Array.isArray(argument))
        return site.problem('items', '"items" must be a schema', 'use "prefixItems" for a list of schemas')
      const prefix = site.has('prefixItems') ? site.schema['prefixItems'] : undefined
      return each('items', argument, site, Array.isArray(prefix) ? prefix.length : 0)
    },
  },
}

/** Until 2019-09: `items` was either, and `additionalItems` for the elements behind a list of schemas. */
export const oldItemKeywords: Readonly<Record<string, Keyword>> = {
  items: {
    ...onLists,
    compile: (argument, site) => (Array.isArray(argument) ? tuple('items', argument, site) : each('items', argument, site, 0)),
  },
  additionalItems: {
    ...onLists,
    compile(argument, site) {
      const { items } = site.schema
      return Array.isArray(items) ? each('additionalItems', argument, site, items.length) : undefined
    },
  },
}
