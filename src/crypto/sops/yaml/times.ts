const time =
  /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)| +(\d\d?):(\d\d?):(\d\d?)(?:\.(\d{1,9})\d*)?))?$/

/** A time of YAML as it goes into the authentication code: RFC 3339, fraction without trailing zeros; else `undefined`. */
export function timeText(text: string): string | undefined {
  const match = time.exec(text)
  if (match === null) return undefined
  const [, year = '', month = '', day = '', h1, m1, s1, f1, zone, h2, m2, s2, f2] = match
  const date = [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-')
  const clock = [h1 ?? h2 ?? '0', m1 ?? m2 ?? '0', s1 ?? s2 ?? '0'].map((part) => part.padStart(2, '0'))
  if (!isDate(date) || !isClock(clock) || !isOffset(zone)) return undefined
  const fraction = (f1 ?? f2 ?? '').replace(/0+$/, '')
  const offset = zone === undefined || /^[+-]00:00$/.test(zone) ? 'Z' : zone
  return `${date}T${clock.join(':')}${fraction === '' ? '' : `.${fraction}`}${offset}`
}

/** A date that exists: the thirtieth of February would roll over. */
function isDate(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function isClock([hours = '', minutes = '', seconds = '']: readonly string[]): boolean {
  return Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) < 60
}

/** Go has offsets of up to a day and an hour, and writes a time of sixty minutes as an hour. */
function isOffset(zone = 'Z'): boolean {
  return zone === 'Z' || (Number(zone.slice(1, 3)) <= 24 && Number(zone.slice(4)) <= 60)
}
