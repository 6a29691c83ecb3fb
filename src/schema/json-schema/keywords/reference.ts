import { ConfigError } from '../../../errors/config-error.ts'
import { ruleOf } from '../place.ts'
import { applyNode, type SchemaNode } from '../schema-node.ts'
import { type Keyword, Phase, type Site, type Step } from '../step.ts'
import { textArgument } from './arguments.ts'

/** Schemas that stand somewhere else. */
function reference(keyword: string, find: (site: Site, reference: string) => SchemaNode | undefined): Keyword {
  return {
    phase: Phase.others,
    compile(argument, site) {
      const text = textArgument(keyword, argument, site)
      const target = text === undefined ? undefined : find(site, text)
      return target && follow(target, keyword, site)
    },
  }
}

/**
 * A value comes back to the same reference only if nothing between looked inside it; then it would come back for
 * ever. A part of the value is another value, so one remembered value is enough.
 */
function follow(target: SchemaNode, keyword: string, site: Site): Step {
  const nobody = {}
  let current: unknown = nobody
  return (value: unknown, report, seen, depth) => {
    if (current === value) throw endless(keyword, site)
    const before = current
    current = value
    try {
      return applyNode(target, value, undefined, report, seen, depth)
    } finally {
      current = before
    }
  }
}

function endless(keyword: string, site: Site): ConfigError {
  return new ConfigError({
    code: 'SCHEMA_INVALID',
    severity: 'error',
    message: `the reference ${JSON.stringify(site.schema[keyword])} leads back to itself without looking into the value`,
    rule: ruleOf(site.node.place, keyword),
    hint: 'let it stand below a key or an element, or remove it',
  })
}

export const referenceKeywords: Readonly<Record<string, Keyword>> = {
  $ref: reference('$ref', (site, text) => site.reference('$ref', text)),
}

export const dynamicKeywords: Readonly<Record<string, Keyword>> = {
  $dynamicRef: reference('$dynamicRef', (site, text) => site.dynamicReference('$dynamicRef', text)),
}

/** Of 2019-09: always `#`. */
export const recursiveKeywords: Readonly<Record<string, Keyword>> = {
  $recursiveRef: reference('$recursiveRef', (site, text) => site.dynamicReference('$recursiveRef', text)),
}
