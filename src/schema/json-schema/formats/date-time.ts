import type { FormatTest } from './formats.ts'

/** Dates, times and durations (RFC 3339). */
export const dateFormats: Readonly<Record<string, FormatTest>> = {
  date: isDate,
  time: isTime,
  'date-time': (text) => /^.{10}t/i.test(text) && isDate(text.slice(0, 10)) && isTime(text.slice(11)),
  duration: (text) => duration.test(text),
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  if (match === null) return false
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const last = month === 2 && isLeapYear ? 29 : monthLengths[month - 1]
  return last !== undefined && day >= 1 && day <= last
}

function isTime(text: string): boolean {
  const match = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|([+-])(\d\d):(\d\d))$/i.exec(text)
  if (match === null) return false
  const [, hour = 0, minute = 0, second = 0, , offsetHour = 0, offsetMinute = 0] = match.map(Number)
  if (hour > 23 || minute > 59 || second > 60 || (match[4] !== undefined && (offsetHour > 23 || offsetMinute > 59))) return false
  if (second < 60) return true
  // A leap second is the last of a day in UTC.
  const offset = match[4] === undefined ? 0 : (offsetHour * 60 + offsetMinute) * (match[4] === '+' ? 1 : -1)
  return (hour * 60 + minute - offset + 2 * 1440) % 1440 === 1439
}

/** RFC 3339, appendix A: no fractions, no gaps between the units, weeks alone. */
const duration = new RegExp(
  '^P(?:\\d+W|(?:\\d+D|\\d+M(?:\\d+D)?|\\d+Y(?:\\d+M(?:\\d+D)?)?)(?:T(?:TIME))?|T(?:TIME))$'.replaceAll(
    'TIME',
    '\\d+S|\\d+M(?:\\d+S)?|\\d+H(?:\\d+M(?:\\d+S)?)?',
  ),
)
