import type { FormatTest } from './formats.ts'

/** Notations of programs: identifiers, pointers into documents, patterns, versions, timetables. */
export const textFormats: Readonly<Record<string, FormatTest>> = {
  uuid: (text) => /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i.test(text),
  'json-pointer': isPointer,
  'relative-json-pointer': isRelativePointer,
  regex: isPattern,
  semver: (text) => semver.test(text),
  cron: isCron,
}

/** RFC 6901. */
function isPointer(text: string): boolean {
  return text === '' || (text[0] === '/' && !/~(?![01])/.test(text))
}

function isRelativePointer(text: string): boolean {
  const start = /^(?:0|[1-9]\d*)(?:[+-][1-9]\d*)?/.exec(text)?.[0]
  if (start === undefined) return false
  const rest = text.slice(start.length)
  return rest === '#' || isPointer(rest)
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'u')
    return true
  } catch {
    return false // The engine's way to say that it is none.
  }
}

/** https://semver.org, the suggested expression. */
const semver =
  /^(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)\.(?:0|[1-9]\d*)(?:-(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][\da-zA-Z-]*))*)?(?:\+[\da-zA-Z-]+(?:\.[\da-zA-Z-]+)*)?$/

/** The fields of a timetable: minute, hour, day, month, weekday; with six, seconds come first. */
const fields = [
  { least: 0, most: 59, names: [] },
  { least: 0, most: 59, names: [] },
  { least: 0, most: 23, names: [] },
  { least: 1, most: 31, names: [] },
  { least: 1, most: 12, names: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'] },
  { least: 0, most: 7, names: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] },
] as const

type Field = (typeof fields)[number]

function isCron(text: string): boolean {
  if (/^@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|reboot)$/i.test(text)) return true
  const parts = text.trim().split(/[ \t]+/)
  if (parts.length !== 5 && parts.length !== 6) return false
  return parts.every((part, index) => isCronField(part, fields[index + 6 - parts.length] as Field))
}

function isCronField(text: string, field: Field): boolean {
  return text.split(',').every((part) => {
    const [range = '', step, ...more] = part.split('/')
    if (more.length > 0 || (step !== undefined && !/^[1-9]\d{0,3}$/.test(step))) return false
    if (range === '*' || (range === '?' && (field.most === 31 || field.most === 7))) return true
    const ends = range.split('-').map((end) => cronNumber(end, field))
    const [first, last = first] = ends
    return ends.length <= 2 && first !== undefined && last !== undefined && !ends.includes(undefined) && first <= last
  })
}

function cronNumber(text: string, { least, most, names }: Field): number | undefined {
  const name = (names as readonly string[]).indexOf(text.toLowerCase())
  if (name >= 0) return name + (least as number)
  const value = /^\d{1,2}$/.test(text) ? Number(text) : -1
  return value >= least && value <= most ? value : undefined
}
