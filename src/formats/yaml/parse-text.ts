import { type Event, parseEvents } from 'js-yaml'
import type { Limits } from '../format.ts'
import { besides } from './later.ts'
import type { SourceText } from './problem.ts'

/**
 * Parses a text into events; one that strict YAML refuses may still have a single meaning.
 * @throws ConfigError FORMAT_SYNTAX, FORMAT_TOO_DEEP
 */
export function parseText(source: SourceText, limits: Limits): readonly Event[] {
  try {
    return eventsOf(source.text, limits)
  } catch {
    // What was thrown is thrown again there, where it is understood.
    return besides().parseRefused(source, limits)
  }
}

export function eventsOf(text: string, limits: Limits): readonly Event[] {
  // The parser counts scalars, and keys it only looks for, as levels of their own; `construct` counts exactly.
  return parseEvents(text, { maxDepth: limits.maxDepth + 2 })
}
