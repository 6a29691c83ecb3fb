import type { Place } from '../text-tree.ts'

/** One `key=value` of a .properties text, its continued lines put together, nothing decoded. */
export interface ScannedProperty extends Place {
  readonly rawKey: string
  readonly rawValue: string
  readonly lineStart: number
  /** Behind the end of its last line. */
  readonly lineEnd: number
  /** Has an `=`, `:` or blank behind the key. */
  readonly separated: boolean
}

/** A stretch of the source that a logical line was put together from. */
interface Stretch {
  readonly start: number
  readonly end: number
}

interface LogicalLine {
  /** False for comments and blank lines. */
  readonly isEntry: boolean
  readonly text: string
  readonly stretches: readonly Stretch[]
  readonly start: number
  readonly next: number
}

/** Reads as `java.util.Properties.load(Reader)` does, with the places it does not keep. */
export function* scan(text: string): Generator<ScannedProperty, undefined> {
  let at = 0
  while (at < text.length) {
    const line = logicalLine(text, at)
    if (line.isEntry) yield splitLine(line)
    at = line.next
  }
}

/**
 * The logical line that begins at a line's start. A backslash at the end
 * of a line joins the next one to it, without its leading blanks.
 */
function logicalLine(source: string, from: number): LogicalLine {
  const stretches: Stretch[] = []
  let isNew = true
  let at = from
  for (;;) {
    const start = skipBlanks(source, at)
    const end = lineEnd(source, start)
    const next = behindLineEnd(source, end)
    if (isNew && (start === end || source[start] === '#' || source[start] === '!')) {
      return { isEntry: false, text: '', stretches: [], start: from, next }
    }
    const continues = endsInOddBackslashes(source, start, end)
    const contentEnd = continues ? end - 1 : end
    if (contentEnd > start) stretches.push({ start, end: contentEnd })
    isNew = stretches.length === 0
    at = next
    if (continues && next < source.length) continue

    const text = stretches.map((stretch) => source.slice(stretch.start, stretch.end)).join('')
    // A lone backslash as the last line is an empty key in Java, unless CRLF follows it.
    const isNothing = text === '' && next - end === 2
    return { isEntry: !isNothing, text, stretches, start: from, next }
  }
}

function splitLine(line: LogicalLine): ScannedProperty {
  const { text } = line
  const keyEnd = endOfKey(text)
  let valueStart = keyEnd
  let hasSign = false
  for (; valueStart < text.length; valueStart++) {
    const char = text[valueStart] as string
    if (isBlank(char)) continue
    if (hasSign || (char !== '=' && char !== ':')) break
    hasSign = true
  }
  return {
    rawKey: text.slice(0, keyEnd),
    rawValue: text.slice(valueStart),
    keyStart: offsetOf(line, 0, 'start'),
    keyEnd: offsetOf(line, keyEnd, 'end'),
    valueStart: offsetOf(line, valueStart, valueStart < text.length ? 'start' : 'end'),
    valueEnd: offsetOf(line, text.length, 'end'),
    lineStart: line.start,
    lineEnd: line.next,
    separated: valueStart > keyEnd,
  }
}

function endOfKey(text: string): number {
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string
    if (char === '\\') at++
    else if (char === '=' || char === ':' || isBlank(char)) return at
  }
  return text.length
}

/** The place in the source of a place in a logical line: at a joint, in front of it (`end`) or behind it. */
function offsetOf(line: LogicalLine, index: number, side: 'start' | 'end'): number {
  let rest = index
  for (const { start, end } of line.stretches) {
    const length = end - start
    if (rest < length || (rest === length && side === 'end')) return start + rest
    rest -= length
  }
  return line.stretches.at(-1)?.end ?? line.start
}

function skipBlanks(source: string, from: number): number {
  let at = from
  while (isBlank(source[at])) at++
  return at
}

function isBlank(char: string | undefined): boolean {
  return char === ' ' || char === '\t' || char === '\f'
}

const anyLineEnd = /[\r\n]/g

function lineEnd(source: string, from: number): number {
  anyLineEnd.lastIndex = from
  return anyLineEnd.exec(source)?.index ?? source.length
}

function behindLineEnd(source: string, end: number): number {
  if (end >= source.length) return end
  return source[end] === '\r' && source[end + 1] === '\n' ? end + 2 : end + 1
}

function endsInOddBackslashes(source: string, start: number, end: number): boolean {
  let at = end
  while (at > start && source[at - 1] === '\\') at--
  return (end - at) % 2 === 1
}
