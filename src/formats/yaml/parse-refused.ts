import { COLLECTION_STYLE, EVENT_ID, type Event } from 'js-yaml'
import type { Limits } from '../format.ts'
import { lowBrackets, withoutLowBrackets } from './low-bracket.ts'
import { eventsOf } from './parse-text.ts'
import type { SourceText } from './problem.ts'
import { isAboutIndentation, offsetOfLowBracket, syntaxError } from './syntax-error.ts'
import { tabbedBrackets, withoutTabs } from './tab-bracket.ts'

/** Each round leaves out the brackets that the one before found to be in a text; more than two are hardly ever needed. */
const mostRounds = 4

/**
 * Parses a text that strict YAML refuses. A closing bracket in the column of its key is read as if it stood at the end
 * of the line before: YAML wants it further right, but the layout is common and means only one thing.
 * @throws ConfigError FORMAT_SYNTAX, FORMAT_TOO_DEEP
 */
export function parseRefused(source: SourceText, limits: Limits): readonly Event[] {
  try {
    return parse(source.text, limits)
  } catch (thrown) {
    const bracket = offsetOfLowBracket(thrown, source.text)
    const events = bracket === undefined ? undefined : parseJoined(bracket, source, limits)
    if (events !== undefined) return events
    throw syntaxError(thrown, source, limits.maxDepth)
  }
}

/** What is parsed has the length of the original, so offsets and places are the same. `undefined` if `needed` cannot be joined. */
function parseJoined(needed: number, source: SourceText, limits: Limits): readonly Event[] | undefined {
  let brackets = lowBrackets(source.text)
  for (let round = 0; round < mostRounds; round++) {
    if (!brackets.some((bracket) => bracket.closing === needed)) return undefined
    const events = parseInstead(withoutLowBrackets(source.text, brackets), source, limits)
    const openings = flowOpenings(events)
    const real = brackets.filter((bracket) => openings.has(bracket.opening))
    if (real.length === brackets.length) return events
    brackets = real
  }
  return undefined
}

/** Parses `text` where the file has `source`, for which errors are told. */
function parseInstead(text: string, source: SourceText, limits: Limits): readonly Event[] {
  try {
    return parse(text, limits)
  } catch (thrown) {
    throw syntaxError(thrown, source, limits.maxDepth)
  }
}

function parse(text: string, limits: Limits): readonly Event[] {
  try {
    return eventsOf(text, limits)
  } catch (thrown) {
    const brackets = isAboutIndentation(thrown) ? tabbedBrackets(text) : []
    if (brackets.length === 0) throw thrown
    const openings = flowOpenings(eventsOf(withoutTabs(text, brackets), limits))
    const real = brackets.filter((bracket) => openings.has(bracket.opening))
    // A tab in a text is part of the value, and stays.
    return eventsOf(withoutTabs(text, real), limits)
  }
}

/** Where the lists and maps in brackets begin. */
function flowOpenings(events: readonly Event[]): ReadonlySet<number> {
  const openings = new Set<number>()
  for (const event of events) {
    if (event.type !== EVENT_ID.SEQUENCE && event.type !== EVENT_ID.MAPPING) continue
    if (event.style === COLLECTION_STYLE.FLOW) openings.add(event.start)
  }
  return openings
}
