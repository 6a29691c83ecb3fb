import { type AnyMap, bitsOf, hasKey, Kind } from '../kind.ts'
import { applyNode, type SchemaNode } from '../schema-node.ts'
import { found, type Keyword, Phase } from '../step.ts'
import { countArgument, mapArgument, textsArgument } from './arguments.ts'
import { patternArguments } from './pattern-arguments.ts'

/** What maps have to keep: which keys they have, and what stands under them. */
const onMaps = { kinds: bitsOf(Kind.map), phase: Phase.own } as const

const properties: Keyword = {
  ...onMaps,
  compile(argument, site) {
    const entries = mapArgument('properties', argument, site)
    if (entries === undefined) return undefined
    const names = entries.map(([name]) => name)
    const nodes = entries.map(([name, schema]) => site.child(schema, 'properties', name))
    return (map: AnyMap, report, seen, depth) => {
      let isRight = true
      for (let index = 0; index < names.length; index++) {
        const name = names[index] as string
        const value = map[name]
        if (value === undefined || !Object.hasOwn(map, name)) continue
        seen?.keys.add(name)
        if (applyNode(nodes[index] as SchemaNode, value, name, report, undefined, depth)) continue
        isRight = false
        if (report === undefined) return false
      }
      return isRight
    }
  },
}

const patternProperties: Keyword = {
  ...onMaps,
  compile(argument, site) {
    const patterns = patternArguments(argument, site, true)
    if (patterns === undefined) return undefined
    const nodes = patterns.map(({ source, schema }) => site.child(schema, 'patternProperties', source))
    return (map: AnyMap, report, seen, depth) => {
      let isRight = true
      for (const key of Object.keys(map)) {
        for (let index = 0; index < patterns.length; index++) {
          if (!patterns[index]?.test(key) || map[key] === undefined) continue
          seen?.keys.add(key)
          if (applyNode(nodes[index] as SchemaNode, map[key], key, report, undefined, depth)) continue
          isRight = false
          if (report === undefined) return false
        }
      }
      return isRight
    }
  },
}

const additionalProperties: Keyword = {
  ...onMaps,
  compile(argument, site) {
    const named = site.has('properties') ? mapArgument('properties', site.schema['properties'], site) : []
    const patterns = site.has('patternProperties') ? patternArguments(site.schema['patternProperties'], site, false) : []
    const names = new Set(named?.map(([name]) => name))
    const { node } = site
    const other = argument === false ? undefined : site.child(argument, 'additionalProperties')
    return (map: AnyMap, report, seen, depth) => {
      let isRight = true
      for (const key of Object.keys(map)) {
        const value = map[key]
        if (names.has(key) || value === undefined || patterns?.some((pattern) => pattern.test(key))) continue
        seen?.keys.add(key)
        if (other !== undefined && applyNode(other, value, key, report, undefined, depth)) continue
        isRight = false
        if (report === undefined) return false
        if (other === undefined) report.add(found(node, 'additionalProperties', map, argument, key))
      }
      return isRight
    }
  },
}

const required: Keyword = {
  ...onMaps,
  compile(argument, site) {
    const names = textsArgument('required', argument, site)
    if (names === undefined) return undefined
    const { node } = site
    return (map: AnyMap, report) => {
      let isRight = true
      for (const name of names) {
        if (hasKey(map, name)) continue
        isRight = false
        if (report === undefined) return false
        report.add(found(node, 'required', map, argument, name))
      }
      return isRight
    }
  },
}

const propertyNames: Keyword = {
  ...onMaps,
  compile(argument, site) {
    const names = site.child(argument, 'propertyNames')
    const { node } = site
    return (map: AnyMap, report, _seen, depth) => {
      let isRight = true
      for (const key of Object.keys(map)) {
        if (map[key] === undefined) continue
        if (report === undefined) {
          if (!names.accepts(key, undefined, depth + 1)) return false
          continue
        }
        const inner = names.find(key, undefined, depth + 1)
        if (inner === undefined) continue
        isRight = false
        report.add({ ...found(node, 'propertyNames', map, argument, key), branches: [inner] })
      }
      return isRight
    }
  },
}

function size(name: string, isMet: (size: number, limit: number) => boolean): Keyword {
  return {
    ...onMaps,
    compile(argument, site) {
      const limit = countArgument(name, argument, site)
      if (limit === undefined) return undefined
      const { node } = site
      return (map: AnyMap, report) => {
        let amount = 0
        for (const key of Object.keys(map)) if (map[key] !== undefined) amount++
        if (isMet(amount, limit)) return true
        report?.add(found(node, name, map, argument))
        return false
      }
    },
  }
}

export const mapKeywords: Readonly<Record<string, Keyword>> = {
  required,
  minProperties: size('minProperties', (amount, limit) => amount >= limit),
  maxProperties: size('maxProperties', (amount, limit) => amount <= limit),
  properties,
  patternProperties,
  additionalProperties,
}

export const nameKeywords: Readonly<Record<string, Keyword>> = { propertyNames }
