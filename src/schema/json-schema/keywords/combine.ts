import { nearestBranch } from '../nearest-branch.ts'
import type { Report } from '../report.ts'
import { applyNode, type SchemaNode } from '../schema-node.ts'
import { Seen } from '../seen.ts'
import { found, type Keyword, Phase, type Site } from '../step.ts'
import { listArgument } from './arguments.ts'

/** Schemas made of schemas for the same value. */
const allOf: Keyword = {
  phase: Phase.others,
  compile(argument, site) {
    const nodes = branchesOf('allOf', argument, site)
    if (nodes === undefined) return undefined
    return (value: unknown, report, seen, depth) => {
      let isRight = true
      for (const node of nodes) {
        if (applyNode(node, value, undefined, report, seen, depth)) continue
        isRight = false
        if (report === undefined) return false
      }
      return isRight
    }
  },
}

const anyOf: Keyword = {
  phase: Phase.others,
  compile(argument, site) {
    const nodes = branchesOf('anyOf', argument, site)
    if (nodes === undefined) return undefined
    return (value: unknown, report, seen, depth) => {
      const failed: Report[] = []
      let isRight = false
      for (const node of nodes) {
        const own = seen && new Seen()
        const inner = tryNode(node, value, report !== undefined, own, depth)
        if (inner !== undefined) {
          if (inner !== false) failed.push(inner)
          continue
        }
        isRight = true
        // Only who asks what was seen has to hear of all branches.
        if (seen === undefined) return true
        seen.addAll(own as Seen)
      }
      if (!isRight)
        report?.add({
          ...found(site.node, 'anyOf', value, argument),
          branches: failed,
          nearest: nearestBranch(nodes, value, failed),
        })
      return isRight
    }
  },
}

const oneOf: Keyword = {
  phase: Phase.others,
  compile(argument, site) {
    const nodes = branchesOf('oneOf', argument, site)
    if (nodes === undefined) return undefined
    return (value: unknown, report, seen, depth) => {
      const failed: Report[] = []
      const matching: number[] = []
      for (let index = 0; index < nodes.length; index++) {
        const own = seen && new Seen()
        const inner = tryNode(nodes[index] as SchemaNode, value, report !== undefined, own, depth)
        if (inner === undefined) {
          if (own !== undefined) seen?.addAll(own)
          if (matching.push(index) > 1 && report === undefined) return false
        } else if (inner !== false) {
          failed.push(inner)
        }
      }
      if (matching.length === 1) return true
      const nothing = found(site.node, 'oneOf', value, argument)
      if (matching.length > 1) report?.add({ ...nothing, wanted: matching })
      else report?.add({ ...nothing, branches: failed, nearest: nearestBranch(nodes, value, failed) })
      return false
    }
  },
}

/** `undefined` if the value is right; else its report, or `false` where nobody asked for one. */
function tryNode(
  node: SchemaNode,
  value: unknown,
  asks: boolean,
  seen: Seen | undefined,
  depth: number,
): Report | false | undefined {
  if (asks) return node.find(value, seen, depth + 1)
  return node.accepts(value, seen, depth + 1) ? undefined : false
}

const not: Keyword = {
  phase: Phase.others,
  compile(argument, site) {
    const refused = site.child(argument, 'not')
    const { node } = site
    return (value: unknown, report, _seen, depth) => {
      if (!refused.accepts(value, undefined, depth + 1)) return true
      report?.add(found(node, 'not', value, argument))
      return false
    }
  },
}

const condition: Keyword = {
  phase: Phase.others,
  compile(argument, site) {
    const asked = site.child(argument, 'if')
    const met = site.has('then') ? site.child(site.schema['then'], 'then') : undefined
    const unmet = site.has('else') ? site.child(site.schema['else'], 'else') : undefined
    return (value: unknown, report, seen, depth) => {
      if (met === undefined && unmet === undefined && seen === undefined) return true
      const own = seen && new Seen()
      const isMet = asked.accepts(value, own, depth + 1)
      if (isMet && own !== undefined) seen?.addAll(own)
      const next = isMet ? met : unmet
      return next === undefined || applyNode(next, value, undefined, report, seen, depth)
    }
  },
}

/** `if` looks at the two beside it. */
const consequence: Keyword = { phase: Phase.others, compile: () => undefined }

function branchesOf(keyword: string, argument: unknown, site: Site): readonly SchemaNode[] | undefined {
  const schemas = listArgument(keyword, argument, site)
  if (schemas === undefined) return undefined
  if (schemas.length === 0) return site.problem(keyword, `"${keyword}" must not be empty`)
  return schemas.map((schema, index) => site.child(schema, keyword, index))
}

export const combineKeywords: Readonly<Record<string, Keyword>> = { allOf, anyOf, oneOf, not }
export const conditionKeywords: Readonly<Record<string, Keyword>> = { if: condition, then: consequence, else: consequence }
