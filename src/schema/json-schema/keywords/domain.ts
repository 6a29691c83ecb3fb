import { closest } from '../../../text/closest.ts'
import { didYouMean, listOf } from '../../../text/words.ts'
import { bitsOf, Kind } from '../kind.ts'
import { found, type Keyword, Phase } from '../step.ts'
import { textArgument } from './arguments.ts'

/** The formats that a text of each of our types may have; none where any text will do. */
export const formatsOfDomain: Readonly<Record<string, readonly string[]>> = {
  duration: ['duration-text'],
  'byte-size': ['byte-size'],
  port: [],
  host: ['host'],
  url: ['uri'],
  path: [],
  email: ['email'],
  ip: ['ipv4', 'ipv6'],
  cidr: ['cidr'],
  semver: ['semver'],
  cron: ['cron'],
  regex: ['regex'],
}

/** What a text is of which the schema says no more than its type: `"x-type": "duration"`. */
const domain: Keyword = {
  kinds: bitsOf(Kind.text),
  phase: Phase.own,
  compile(argument, site) {
    const name = textArgument('x-type', argument, site)
    if (name === undefined) return undefined
    if (!Object.hasOwn(formatsOfDomain, name)) {
      const names = Object.keys(formatsOfDomain)
      const hint = didYouMean(closest(name, names)) ?? `types: ${listOf(names)}`
      return site.problem('x-type', `there is no type ${JSON.stringify(name)}`, hint)
    }
    // Whoever writes a format or a pattern beside it says it in other words.
    if (['format', 'pattern', 'anyOf'].some((other) => site.schema[other] !== undefined)) return undefined
    const { node } = site
    const tests = (formatsOfDomain[name] ?? []).flatMap((format) => site.formats.find(format, node.place.resource.dialect) ?? [])
    if (tests.length === 0) return undefined
    return (text: string, report) => {
      if (tests.some((isRight) => isRight(text))) return true
      report?.add(found(node, 'x-type', text, name))
      return false
    }
  },
}

export const domainKeywords: Readonly<Record<string, Keyword>> = { 'x-type': domain }
