import { tokensIn } from '../lint/secrets/token-patterns.ts'
import type { Path } from '../values/path.ts'

const secretWord = /password|passwd|passphrase|secret|token|api[-_]?key|private[-_]?key|credential/i
const privateKey = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[\s\S]*?-----END|[\s\S]*)/g
const userInfo = /(\/\/[^\s/:@]{0,200}:)([^\s/@]{1,500})(?=@)/g

/**
 * A text in any format with what looks like a secret replaced by as many stars: the values of keys with a telling
 * name, of those that a schema calls secret, and tokens whose form is known. The text is usually malformed, so this is no parser, and where it
 * cannot tell where a value ends it hides too much.
 */
export function starSecrets(given: string, secrets: readonly Path[] = []): string {
  // First of all: a name stars the line that a key begins in, and then the lines behind it are like any others.
  const text = given.replace(privateKey, stars)
  const isSecret = nameTest(secrets)
  return starTokens(starNamed(text, { isSecret, mayStandAlone: true, between: asItIs }))
}

/** A text in any format of which only the first names are left, and stars for everything else. */
export function starValues(text: string): string {
  return starNamed(text, { isSecret: () => true, mayStandAlone: false, between: stars })
}

interface Starring {
  readonly isSecret: (name: string) => boolean
  /** Whether a blank is enough between a name and its value, as in .properties. */
  readonly mayStandAlone: boolean
  /** What becomes of the text around names and their values. */
  readonly between: (text: string) => string
}

function starNamed(text: string, { isSecret, mayStandAlone, between }: Starring): string {
  const word = /[^\s"'`,:=<>{}[\]()#;]+/g
  let shown = ''
  let done = 0
  for (let match = word.exec(text); match !== null; match = word.exec(text)) {
    const name = { start: match.index, end: word.lastIndex }
    if (match[0].length > 200 || !isSecret(match[0])) continue
    const value = valueBehind(text, name, mayStandAlone)
    if (value === undefined) continue
    shown +=
      between(text.slice(done, name.start)) + text.slice(name.start, value.start) + stars(text.slice(value.start, value.end))
    done = value.end
    word.lastIndex = Math.max(value.end, name.end)
  }
  return shown + between(text.slice(done))
}

/** A text with what has the form of a secret replaced by stars, whatever its key is called. */
export function starTokens(text: string): string {
  const starred = text
    .replace(privateKey, stars)
    .replace(userInfo, (_, before: string, password: string) => before + stars(password))
  return withoutTokens(starred)
}

/** What has the form of a token is one, whatever its key is called. */
function withoutTokens(text: string): string {
  let shown = ''
  let done = 0
  for (const { start, end } of tokensIn(text)) {
    if (start < done) continue
    shown += text.slice(done, start) + stars(text.slice(start, end))
    done = end
  }
  return shown + text.slice(done)
}

function asItIs(text: string): string {
  return text
}

/** Every unit becomes one star, so marks still stand where they should. */
function stars(text: string): string {
  return text.replace(/[^\r\n]/g, '*')
}

/** Whether a name tells that its value is secret, or a schema says so. */
export function nameTest(secrets: readonly Path[]): (name: string) => boolean {
  const paths = secrets.map((path) => path.filter((part) => part !== '*').map((part) => folded(String(part))))
  const last = new Set(paths.map((path) => path.at(-1) ?? ''))
  const whole = paths.map((path) => path.join(''))
  return (name) => {
    if (secretWord.test(name)) return true
    if (last.size === 0) return false
    const typed = folded(name)
    // `SHOP_DB__PIN` is `db.pin` behind a prefix; all of `[creds.more]` is inside of `creds`.
    return name.split('.').some((part) => last.has(folded(part))) || whole.some((path) => path !== '' && typed.endsWith(path))
  }
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[-_.]/g, '')
}

interface Range {
  readonly start: number
  readonly end: number
}

/** The value behind a name; `undefined` if the name is none of a key or section. */
function valueBehind(text: string, name: Range, mayStandAlone: boolean): Range | undefined {
  const before = text.slice(startOfLine(text, name.start), name.start)
  const heading = headingEnd(text, name, before)
  if (heading !== undefined) return { start: heading, end: nextHeading(text, heading) }

  const isQuoted = text[name.end] === '"' || text[name.end] === "'"
  const behind = isQuoted ? name.end + 1 : name.end
  const sign = /^\s{0,100}[:=]/.exec(text.slice(behind, behind + 102))?.[0]
  if (sign === undefined) {
    if (!mayStandAlone) return undefined
    // `password hunter2` of .properties.
    const start = /^[ \t]*$/.test(before) && /[ \t]/.test(text[behind] ?? '') ? skip(text, behind, ' \t') : undefined
    return start === undefined ? undefined : { start, end: endOfBlock(text, start, before.length) }
  }
  const inFlow = isQuoted || /[{,[][\s"']*$/.test(before)
  const start = skip(text, behind + sign.length, inFlow ? ' \t\r\n' : ' \t')
  return { start, end: endOfValue(text, start, before) }
}

function endOfValue(text: string, start: number, before: string): number {
  const first = text[start]
  if (first === '"' || first === "'" || first === '`') return behindQuote(text, start, first)
  if (first === '{' || first === '[') return behindBracket(text, start)
  return endOfBlock(text, start, before.replace(/["']$/, '').length)
}

/** Behind the closing quote and what stands there by mistake; the end of the text if the quote is not closed. */
function behindQuote(text: string, start: number, quote: string): number {
  const mark = text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote
  let at = start + mark.length
  while (at < text.length && !text.startsWith(mark, at)) at += text[at] === '\\' ? 2 : 1
  at = Math.min(at + mark.length, text.length)
  while (at < text.length && !',}]\r\n'.includes(text[at] as string)) at++
  return at
}

function behindBracket(text: string, start: number): number {
  let depth = 0
  for (let at = start; at < text.length; at++) {
    const letter = text[at] as string
    if ('{['.includes(letter)) depth++
    else if ('}]'.includes(letter) && --depth === 0) return at + 1
  }
  return text.length
}

/** The rest of the line, and lines that continue it: further inside, behind a backslash, or elements of a list. */
function endOfBlock(text: string, start: number, column: number): number {
  let end = endOfLine(text, start)
  const isEmpty = text.slice(start, end).trim() === ''
  while (end < text.length) {
    const next = skip(text, end, '\r\n')
    const content = text.slice(next, endOfLine(text, next))
    const inside = content.trimStart()
    const indent = content.length - inside.length
    const isElement = isEmpty && indent === column && inside.startsWith('-')
    if (content === '' || !(indent > column || isElement || text[end - 1] === '\\')) return end
    end = next + content.length
  }
  return end
}

/** Where the line of a heading ends: `[db.credentials]` alone on its line. */
function headingEnd(text: string, name: Range, before: string): number | undefined {
  if (!/^\s*\[+[^[\]{}"]{0,200}$/.test(before)) return undefined
  const rest = /^[^[\]{}"\r\n]{0,200}\]+[ \t]*(?:[#;].{0,1000})?(?=[\r\n]|$)/.exec(text.slice(name.end, name.end + 1300))
  return rest === null ? undefined : name.end + rest[0].length
}

function nextHeading(text: string, from: number): number {
  const found = /\n[ \t]*\[/g
  found.lastIndex = from
  return found.exec(text)?.index ?? text.length
}

/** At most two hundred characters back: text without line ends must not be walked through again and again. */
function startOfLine(text: string, at: number): number {
  let start = at
  while (start > 0 && at - start < 200 && !'\r\n'.includes(text[start - 1] as string)) start--
  return start
}

function endOfLine(text: string, at: number): number {
  const length = text.slice(at).search(/[\r\n]/)
  return length < 0 ? text.length : at + length
}

function skip(text: string, from: number, letters: string): number {
  let at = from
  while (at < text.length && letters.includes(text[at] as string)) at++
  return at
}
