import { type AnyMap, bitsOf, hasKey, Kind } from '../kind.ts'
import type { Report } from '../report.ts'
import { applyNode, type SchemaNode } from '../schema-node.ts'
import { found, type Keyword, Phase, type Site } from '../step.ts'
import { mapArgument, textsArgument } from './arguments.ts'

/** What a map has to keep because one of its keys is there. */
function dependent(keyword: string, allows: 'keys' | 'schemas' | 'both'): Keyword {
  return {
    kinds: bitsOf(Kind.map),
    phase: Phase.others,
    compile(argument, site) {
      const entries = mapArgument(keyword, argument, site)
      if (entries === undefined) return undefined
      const keys: (readonly [string, readonly string[]])[] = []
      const schemas: (readonly [string, SchemaNode])[] = []
      for (const [key, needed] of entries) {
        if (allows === 'keys' || (allows === 'both' && Array.isArray(needed)))
          keys.push([key, textsArgument(keyword, needed, site) ?? []])
        else schemas.push([key, site.child(needed, keyword, key)])
      }
      return (map: AnyMap, report, seen, depth) => {
        let isRight = true
        for (const [key, needed] of keys) {
          if (hasKey(map, key) && !hasAll(map, key, needed, { keyword, argument, site, report })) isRight = false
        }
        for (const [key, node] of schemas) {
          if (!isRight && report === undefined) return false
          if (hasKey(map, key) && !applyNode(node, map, undefined, report, seen, depth)) isRight = false
        }
        return isRight
      }
    },
  }
}

interface Asking {
  readonly keyword: string
  readonly argument: unknown
  readonly site: Site
  readonly report: Report | undefined
}

function hasAll(map: AnyMap, because: string, needed: readonly string[], { keyword, site, report }: Asking): boolean {
  let isRight = true
  for (const name of needed) {
    if (hasKey(map, name)) continue
    isRight = false
    report?.add(found(site.node, keyword, map, because, name))
  }
  return isRight
}

export const dependentKeywords: Readonly<Record<string, Keyword>> = {
  dependentRequired: dependent('dependentRequired', 'keys'),
  dependentSchemas: dependent('dependentSchemas', 'schemas'),
}

export const dependencyKeywords: Readonly<Record<string, Keyword>> = { dependencies: dependent('dependencies', 'both') }
