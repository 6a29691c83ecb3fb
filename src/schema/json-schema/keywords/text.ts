import { bitsOf, Kind } from '../kind.ts'
import { found, type Keyword, Phase } from '../step.ts'
import { countArgument, textArgument } from './arguments.ts'

/** What texts have to keep: length, pattern, format. */
function length(name: string, isMet: (text: string, limit: number) => boolean): Keyword {
  return {
    kinds: bitsOf(Kind.text),
    phase: Phase.own,
    compile(argument, site) {
      const limit = countArgument(name, argument, site)
      if (limit === undefined) return undefined
      const { node } = site
      return (text: string, report) => {
        if (isMet(text, limit)) return true
        report?.add(found(node, name, text, argument))
        return false
      }
    },
  }
}

const pattern: Keyword = {
  kinds: bitsOf(Kind.text),
  phase: Phase.own,
  compile(argument, site) {
    const source = textArgument('pattern', argument, site)
    const compiled = source === undefined ? undefined : site.patterns.compile(source)
    if (compiled === undefined) return undefined
    if ('problem' in compiled) return site.problem('pattern', compiled.problem, compiled.hint)
    const { node } = site
    return (text: string, report) => {
      if (compiled.test(text)) return true
      report?.add(found(node, 'pattern', text, argument))
      return false
    }
  },
}

const format: Keyword = {
  kinds: bitsOf(Kind.text),
  phase: Phase.own,
  compile(argument, site) {
    const name = textArgument('format', argument, site)
    if (name === undefined) return undefined
    const { node } = site
    const isRight = site.formats.find(name, node.place.resource.dialect)
    if (isRight === undefined) return undefined
    return (text: string, report) => {
      if (isRight(text)) return true
      report?.add(found(node, 'format', text, name))
      return false
    }
  },
}

export const textKeywords: Readonly<Record<string, Keyword>> = {
  minLength: length(
    'minLength',
    (text, limit) => text.length >= limit && (text.length >= 2 * limit || characters(text) >= limit),
  ),
  maxLength: length(
    'maxLength',
    (text, limit) => text.length <= limit || (text.length <= 2 * limit && characters(text) <= limit),
  ),
  pattern,
}

export const formatKeywords: Readonly<Record<string, Keyword>> = { format }

/** Counts characters, not the halves that some of them are stored in. */
function characters(text: string): number {
  let count = text.length
  for (let index = 0; index < text.length - 1; index++) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      count--
      index++
    }
  }
  return count
}
