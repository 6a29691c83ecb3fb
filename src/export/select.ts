import type { Path } from '../values/path.ts'
import { printPath } from '../values/path.ts'
import { isList, isMap, type Value } from '../values/value.ts'

/**
 * Only what one of the patterns over printed paths keeps: `server.*`, `**.port`, `servers[0]`. `*` stands for anything
 * within one step, `**` for any number of steps. A map or list that matches is kept with everything inside.
 * @returns `undefined` when nothing matches.
 */
export function selectOnly(value: Value, patterns: readonly string[]): Value | undefined {
  const matchers = patterns.map(matcherOf)
  return keep(value, [], (path) => matchers.some((matches) => matches(path)))
}

function keep(value: Value, path: Path, matches: (path: string) => boolean): Value | undefined {
  if (path.length > 0 && matches(printPath(path))) return value
  if (isList(value)) {
    const kept = value.map((item, index) => keep(item, [...path, index], matches)).filter((item) => item !== undefined)
    return kept.length > 0 ? kept : undefined
  }
  if (!isMap(value)) return undefined
  const kept: [string, Value][] = []
  for (const [key, item] of Object.entries(value)) {
    const inside = keep(item, [...path, key], matches)
    if (inside !== undefined) kept.push([key, inside])
  }
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

/** A pattern has few stars and paths are short, so trying each star's length costs little. */
function matcherOf(pattern: string): (path: string) => boolean {
  const pieces = pattern.split(/(\*\*\.|\*\*|\*)/).map((piece) => {
    if (piece === '**.') return '(?:.*\\.)?'
    if (piece === '**') return '.*'
    if (piece === '*') return '[^.[\\]]*'
    return piece.replace(/[\\^$.+?()[\]{}|]/g, '\\$&')
  })
  const whole = new RegExp(`^${pieces.join('')}$`, 's')
  return (path) => whole.test(path)
}
