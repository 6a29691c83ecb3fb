import type { Issue } from '../../errors/issue.ts'
import { closest } from '../../text/closest.ts'
import { didYouMean } from '../../text/words.ts'
import { printPath } from '../../values/path.ts'
import { shown, subject } from '../json-schema/words/words.ts'
import type { Translated } from './library-issue.ts'

/** What is known beside a library's own sentence. */
export interface WordsContext {
  readonly vendor: string
  /** What was found at the path; `undefined` for nothing. */
  readonly received: unknown
  readonly isSecret: boolean
  /** Texts that may not be in what is printed. */
  readonly secretTexts: readonly string[]
  /** The names that the schema has where an unknown key stands. */
  readonly keys: readonly string[]
}

/** An issue that shows nothing secret, in our form. */
export function inWords(found: Translated, context: WordsContext): Issue {
  const isMissing = context.received === undefined && couldBeMissing.has(found.code)
  const code = isMissing ? 'VALUE_MISSING' : found.code
  const expected = found.expected !== undefined && isSafe(found.expected, context) ? found.expected : undefined
  return {
    code,
    severity: 'error',
    message: code === 'KEY_UNKNOWN' ? `${subject(found.path)} is not known` : messageOf(found, code === 'VALUE_MISSING', context),
    path: found.path,
    ...(expected === undefined || code === 'KEY_UNKNOWN' ? {} : { expected }),
    ...(context.received === undefined || code === 'KEY_UNKNOWN' ? {} : { received: receivedText(context) }),
    ...hintOf(found, code, context),
  }
}

const couldBeMissing: ReadonlySet<string> = new Set([
  'VALUE_MISSING',
  'VALUE_TYPE',
  'VALUE_CHOICE',
  'VALUE_FORMAT',
  'VALUE_PATTERN',
])

function messageOf(found: Translated, isMissing: boolean, context: WordsContext): string {
  if (isMissing) return `${subject(found.path)} is required`
  const sentence = asSentence(found.message)
  if (context.isSecret || !isSafe(sentence, context))
    return `${subject(found.path)} is not what the schema of ${context.vendor} asks for`
  const path = printPath(found.path)
  return path === '' || sentence.startsWith(path) ? sentence : `${path}: ${sentence}`
}

/** Lower-case start and no final stop, as all our messages. Names in capitals keep them. */
function asSentence(text: string): string {
  const line = text.trim().replace(/\s*\n\s*/g, '; ')
  const start = /^[A-Z](?![A-Z])/.test(line) ? line.charAt(0).toLowerCase() + line.slice(1) : line
  return start.replace(/\.$/, '')
}

function isSafe(text: string, { secretTexts }: WordsContext): boolean {
  return !secretTexts.some(
    (secret) => secret !== '' && (text.includes(secret) || text.includes(JSON.stringify(secret).slice(1, -1))),
  )
}

function receivedText(context: WordsContext): string {
  const { received, isSecret } = context
  return isSecret || (typeof received !== 'object' && !isSafe(String(received), context)) ? '[secret]' : shown(received)
}

function hintOf(found: Translated, code: string, { keys }: WordsContext): { readonly hint?: string } {
  if (code !== 'KEY_UNKNOWN') return {}
  const hint = didYouMean(closest(String(found.path.at(-1)), keys))
  return hint === undefined ? {} : { hint }
}
