import { wholeUnits } from './amount.ts'

/** Units of time, longest first, in milliseconds. */
const units = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
] as const

/** The notation as a pattern, for schemas that other tools read too: `250ms`, `1.5h`, `1h30m`. */
export const durationPattern =
  '^(?=[0-9])([0-9]+(\\.[0-9]+)?d)?([0-9]+(\\.[0-9]+)?h)?([0-9]+(\\.[0-9]+)?m(?!s))?([0-9]+(\\.[0-9]+)?s)?([0-9]+(\\.[0-9]+)?ms)?$'

const grammar = /^(?:([\d.]+)d)?(?:([\d.]+)h)?(?:([\d.]+)m(?!s))?(?:([\d.]+)s)?(?:([\d.]+)ms)?$/
const amount = /^\d+(?:\.\d+)?$/

/** The longest text that can be meant as a duration; anything beyond is refused unread. */
const longest = 200

/**
 * The milliseconds of `250ms`, `30s`, `5m`, `2h`, `7d`, `1.5h`, `1h30m`: units from the longest to the shortest, each at
 * most once. `undefined` without a unit, for parts of a millisecond, and beyond what a number holds exactly.
 */
export function parseDuration(text: string): number | undefined {
  const match = text === '' || text.length > longest ? null : grammar.exec(text)
  if (match === null) return undefined

  let total = 0
  for (const [index, [, milliseconds]] of units.entries()) {
    const part = match[index + 1]
    if (part === undefined) continue
    const whole = amount.test(part) ? wholeUnits(part, BigInt(milliseconds)) : undefined
    if (whole === undefined) return undefined
    total += whole
  }
  return Number.isSafeInteger(total) ? total : undefined
}

/** The shortest notation of whole milliseconds: `1h30m`, `250ms`, `0ms`. Reading it gives the same number again. */
export function printDuration(milliseconds: number): string {
  if (!Number.isSafeInteger(milliseconds) || milliseconds <= 0) return `${milliseconds}ms`
  let rest = milliseconds
  let text = ''
  for (const [unit, size] of units) {
    const whole = Math.floor(rest / size)
    if (whole > 0) text += `${whole}${unit}`
    rest -= whole * size
  }
  return text
}
