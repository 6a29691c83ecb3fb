import type { IssueCode } from '../../errors/catalogue.ts'
import { ConfigError } from '../../errors/config-error.ts'
import { DateTime } from '../../values/date-time.ts'
import { type Path, printPath } from '../../values/path.ts'
import { Secret } from '../../values/secret.ts'
import { isList, isMap, type Value } from '../../values/value.ts'

export interface JsonPrinting {
  /** Spaces, or the text itself, for a level. Nothing: all on one line. */
  readonly indent: number | string
  readonly maxDepth: number
  /** True in JSON5, which has words for `Infinity` and `NaN`. */
  readonly allowsNonFinite: boolean
  /** The indentation of the line on which the value starts. Default: none. */
  readonly base?: string
  /** Default: a line feed. */
  readonly lineEnd?: string
  /** A space behind colons; on one line also behind commas and inside the braces of maps. Default: true over several lines. */
  readonly isAiry?: boolean
}

interface Frame {
  readonly members: readonly (readonly [key: string | number, value: Value])[]
  readonly isMap: boolean
  next: number
}

/**
 * A value as JSON, without a line end behind it. Whole numbers beyond 2^53 are printed as digits, dates as their
 * text, secrets as their placeholder.
 * @throws ConfigError FORMAT_UNSUPPORTED_VALUE, FORMAT_TOO_DEEP
 */
export function printJson(value: Value, printing: JsonPrinting): string {
  const layout = layoutOf(printing)
  const pieces: string[] = []
  const frames: Frame[] = []
  const begin = (child: Value): void => {
    const frame = frameOf(child)
    if (frame === undefined) {
      pieces.push(scalarText(child, frames, printing))
    } else if (frame.members.length === 0) {
      pieces.push(frame.isMap ? '{}' : '[]')
    } else {
      if (frames.length >= printing.maxDepth)
        throw refused('FORMAT_TOO_DEEP', frames, `nested deeper than ${printing.maxDepth} levels`)
      frames.push(frame)
      pieces.push(frame.isMap ? '{' : '[', layout.open(frames.length, frame.isMap))
    }
  }
  begin(value)
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const member = frame.members[frame.next]
    if (member === undefined) {
      frames.pop()
      pieces.push(layout.close(frames.length, frame.isMap), frame.isMap ? '}' : ']')
      continue
    }
    if (frame.next > 0) pieces.push(layout.comma(frames.length))
    frame.next++
    if (frame.isMap) pieces.push(JSON.stringify(member[0]), layout.colon)
    begin(member[1])
  }
  return pieces.join('')
}

function frameOf(value: Value): Frame | undefined {
  if (isList(value)) return { members: value.map((child, index) => [index, child] as const), isMap: false, next: 0 }
  return isMap(value) ? { members: Object.entries(value), isMap: true, next: 0 } : undefined
}

interface Layout {
  readonly open: (depth: number, isMap: boolean) => string
  readonly close: (depth: number, isMap: boolean) => string
  readonly comma: (depth: number) => string
  readonly colon: string
}

function layoutOf({ indent, base = '', lineEnd = '\n', ...rest }: JsonPrinting): Layout {
  const unit = typeof indent === 'string' ? indent : ' '.repeat(indent)
  const { isAiry = unit !== '' } = rest
  const colon = isAiry ? ': ' : ':'
  if (unit === '') {
    const padding = (_: number, isInMap: boolean): string => (isAiry && isInMap ? ' ' : '')
    return { open: padding, close: padding, comma: () => (isAiry ? ', ' : ','), colon }
  }
  const line = (depth: number): string => lineEnd + base + unit.repeat(depth)
  return { open: line, close: line, comma: (depth) => `,${line(depth)}`, colon }
}

function scalarText(value: Value, frames: readonly Frame[], printing: JsonPrinting): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number') return numberText(value, frames, printing)
  if (typeof value === 'bigint') return bigintText(value, frames)
  if (value instanceof DateTime || value instanceof Secret) return JSON.stringify(value.toJSON())
  throw refused('FORMAT_UNSUPPORTED_VALUE', frames, 'no kind of value that a configuration can hold')
}

/** What `parse` would refuse is not printed. */
function bigintText(value: bigint, frames: readonly Frame[]): string {
  if (Number.isFinite(Number(value))) return String(value)
  throw refused('FORMAT_UNSUPPORTED_VALUE', frames, 'a number beyond the range of a double')
}

function numberText(value: number, frames: readonly Frame[], printing: JsonPrinting): string {
  if (!Number.isFinite(value)) {
    if (printing.allowsNonFinite) return String(value)
    throw refused('FORMAT_UNSUPPORTED_VALUE', frames, 'a number that is not finite has no form in JSON')
  }
  if (Object.is(value, -0)) return '-0'
  // Digits alone would be read back as an exact whole number, and this one may have been rounded.
  return Number.isInteger(value) && !Number.isSafeInteger(value) ? value.toExponential() : String(value)
}

function refused(code: IssueCode, frames: readonly Frame[], message: string): ConfigError {
  const path: Path = frames.slice(0, 20).map((frame) => frame.members[frame.next - 1]?.[0] ?? '')
  const place = path.length === 0 ? 'the value' : printPath(path)
  const hint = code === 'FORMAT_TOO_DEEP' ? 'flatten the data, or raise maxDepth' : 'write the value as a text'
  return new ConfigError({ code, severity: 'error', message: `${place}: ${message}`, path, hint })
}
