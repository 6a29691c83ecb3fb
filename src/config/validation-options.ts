import type { Issue } from '../errors/issue.ts'
import { closest } from '../text/closest.ts'
import { didYouMean, listOf } from '../text/words.ts'
import type { Path } from '../values/path.ts'
import { codes } from './later.ts'

const known = ['mode', 'levels', 'maxIssues']
const modes = ['strict', 'lenient']
const levels = ['off', 'warning', 'error']

/** What is wrong with the part `validation` of a definition: a mistyped mode would check less than is meant. */
export function validationIssues(options: object): readonly Issue[] {
  return Object.entries(options).flatMap(([key, value]): readonly Issue[] => {
    if (value === undefined) return []
    if (!known.includes(key)) return [wrong([key], `"validation" has no option ${JSON.stringify(key)}`, nearest(key, known))]
    if (key === 'mode') return modes.includes(value) ? [] : [wrong([key], notOneOf(value, 'mode'), nearest(value, modes))]
    if (key === 'levels') return levelIssues(value)
    const isCount = typeof value === 'number' && value > 0
    return isCount ? [] : [wrong([key], 'validation.maxIssues must be a positive number', 'leave it out for 1,000')]
  })
}

function levelIssues(given: unknown): readonly Issue[] {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return [wrong(['levels'], 'validation.levels must be a map', 'levels: { KEY_DEPRECATED: "error" }')]
  const { catalogue } = codes()
  return Object.entries(given).flatMap(([code, level]): readonly Issue[] => {
    const path = ['levels', code]
    if (!Object.hasOwn(catalogue, code))
      return [
        wrong(path, `there is no code ${JSON.stringify(code)}`, didYouMean(closest(code, Object.keys(catalogue))) ?? seeCodes),
      ]
    return level === undefined || levels.includes(level) ? [] : [wrong(path, notOneOf(level, 'level'), nearest(level, levels))]
  })
}

const seeCodes = 'see docs/errors.md for every code'

function notOneOf(value: unknown, what: string): string {
  return `${JSON.stringify(value) ?? 'this'} is no ${what}`
}

function nearest(word: unknown, words: readonly string[]): string {
  return didYouMean(typeof word === 'string' ? closest(word, words) : []) ?? `write ${listOf(words, 'or')}`
}

function wrong(path: Path, message: string, hint: string): Issue {
  return { code: 'OPTION_INVALID', severity: 'error', message, path: ['validation', ...path], hint }
}
