import { bitsOf, Kind } from '../kind.ts'
import { found, type Keyword, Phase } from '../step.ts'
import { numberArgument, stepArgument } from './arguments.ts'
import { isMultiple } from './decimal.ts'

type Amount = number | bigint

/** What numbers have to keep: bounds and steps. `bigint` and `number` compare by value. */
function bound(name: string, isMet: (value: Amount, limit: Amount) => boolean): Keyword {
  return {
    kinds: bitsOf(Kind.number),
    phase: Phase.own,
    compile(argument, site) {
      const limit = numberArgument(name, argument, site)
      if (limit === undefined) return undefined
      const { node } = site
      return (value: Amount, report) => {
        if (isMet(value, limit)) return true
        report?.add(found(node, name, value, argument))
        return false
      }
    },
  }
}

const minimum = bound('minimum', (value, limit) => value >= limit)
const maximum = bound('maximum', (value, limit) => value <= limit)
const exclusiveMinimum = bound('exclusiveMinimum', (value, limit) => value > limit)
const exclusiveMaximum = bound('exclusiveMaximum', (value, limit) => value < limit)

const multipleOf: Keyword = {
  kinds: bitsOf(Kind.number),
  phase: Phase.own,
  compile(argument, site) {
    const step = stepArgument('multipleOf', argument, site)
    if (step === undefined) return undefined
    const { node } = site
    return (value: Amount, report) => {
      if (isMultiple(value, step)) return true
      report?.add(found(node, 'multipleOf', value, argument))
      return false
    }
  },
}

export const numberKeywords: Readonly<Record<string, Keyword>> = {
  minimum,
  maximum,
  exclusiveMinimum,
  exclusiveMaximum,
  multipleOf,
}

/** Before draft 6, `exclusiveMinimum: true` made `minimum` exclusive. */
export const oldNumberKeywords: Readonly<Record<string, Keyword>> = {
  multipleOf,
  minimum: withFlag(minimum, 'exclusiveMinimum', exclusiveMinimum),
  maximum: withFlag(maximum, 'exclusiveMaximum', exclusiveMaximum),
}

function withFlag(plain: Keyword, flag: string, exclusive: Keyword): Keyword {
  return { ...plain, compile: (argument, site) => (site.schema[flag] === true ? exclusive : plain).compile(argument, site) }
}
