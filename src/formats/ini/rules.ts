import { ConfigError } from '../../errors/config-error.ts'
import { listOf } from '../../text/words.ts'
import type { FormatOptions } from '../format.ts'

/**
 * Which INI is meant: there is no standard.
 *
 * `default` is what people expect of a settings file; `python` is what Python's `configparser.ConfigParser()`
 * reads, to the letter. That is checked with Python 3.11; what 3.13 changed makes no difference here: a further
 * line under a key without a value was refused before too, and keys without a section are read only on request
 * (`allow_unnamed_section`; the `default` dialect always reads them). In `python` the section DEFAULT is no
 * section of the result: its options appear in each of the others.
 */
export type IniDialect = 'default' | 'python'

/** `basic` is `%(name)s`, `extended` is `${name}` and `${section:name}`. */
export type IniInterpolation = 'none' | 'basic' | 'extended'

/** All but `dialect` are the options of Python's configparser, under its names. */
export interface IniOptions extends FormatOptions {
  /** Default: `default`. */
  readonly dialect?: IniDialect
  /** What separates a key from its value. Default: `=` and `:`. */
  readonly delimiters?: readonly string[]
  /** What starts a comment on a line of its own. Default: `#` and `;`. */
  readonly commentPrefixes?: readonly string[]
  /** What starts a comment behind whitespace. Default: `#` and `;`; in `python` none. */
  readonly inlineCommentPrefixes?: readonly string[]
  /** Refuse a section or key that is there twice. Otherwise the last one counts. Default: true. */
  readonly strict?: boolean
  /** An empty line between indented lines belongs to the value. Default: true. */
  readonly emptyLinesInValues?: boolean
  /** A key without a delimiter is allowed; its value is null. Default: false. */
  readonly allowNoValue?: boolean
  /** Default: `none`; in `python` `basic`. */
  readonly interpolation?: IniInterpolation
  /** A section whose keys every other section has too. Default: none; in `python` `DEFAULT`. */
  readonly defaultSection?: string
  /** False: keys become lower case. Default: true; in `python` false. */
  readonly caseSensitive?: boolean
}

/** The options with every default filled in, and what the dialect alone decides. */
export interface IniRules {
  readonly dialect: IniDialect
  readonly delimiters: readonly string[]
  readonly commentPrefixes: readonly string[]
  readonly inlineCommentPrefixes: readonly string[]
  readonly strict: boolean
  readonly emptyLinesInValues: boolean
  readonly allowNoValue: boolean
  readonly interpolation: IniInterpolation
  readonly defaultSection: string | undefined
  readonly caseSensitive: boolean
  /** Dots nest, quotes are quotes, and keys may stand in front of the first section. */
  readonly modern: boolean
  /** How many values may refer to each other in a row. Python stops at 10. */
  readonly maxChain: number
}

const dialects: Readonly<Record<IniDialect, IniRules>> = {
  default: {
    dialect: 'default',
    delimiters: ['=', ':'],
    commentPrefixes: ['#', ';'],
    inlineCommentPrefixes: ['#', ';'],
    strict: true,
    emptyLinesInValues: true,
    allowNoValue: false,
    interpolation: 'none',
    defaultSection: undefined,
    caseSensitive: true,
    modern: true,
    maxChain: 100,
  },
  python: {
    dialect: 'python',
    delimiters: ['=', ':'],
    commentPrefixes: ['#', ';'],
    inlineCommentPrefixes: [],
    strict: true,
    emptyLinesInValues: true,
    allowNoValue: false,
    interpolation: 'basic',
    defaultSection: 'DEFAULT',
    caseSensitive: false,
    modern: false,
    maxChain: 10,
  },
}

/** @throws ConfigError OPTION_INVALID */
export function rulesOf(options: Readonly<Record<string, unknown>>): IniRules {
  const base = dialects[choice(options, 'dialect', ['default', 'python'], 'default')]
  return {
    ...base,
    delimiters: words(options, 'delimiters', base.delimiters, 1),
    commentPrefixes: words(options, 'commentPrefixes', base.commentPrefixes, 0),
    inlineCommentPrefixes: words(options, 'inlineCommentPrefixes', base.inlineCommentPrefixes, 0),
    strict: flag(options, 'strict', base.strict),
    emptyLinesInValues: flag(options, 'emptyLinesInValues', base.emptyLinesInValues),
    allowNoValue: flag(options, 'allowNoValue', base.allowNoValue),
    interpolation: choice(options, 'interpolation', ['none', 'basic', 'extended'], base.interpolation),
    defaultSection: name(options, 'defaultSection', base.defaultSection),
    caseSensitive: flag(options, 'caseSensitive', base.caseSensitive),
  }
}

function choice<T extends string>(options: Readonly<Record<string, unknown>>, key: string, words: readonly T[], otherwise: T): T {
  const given = options[key]
  if (given === undefined) return otherwise
  const found = words.find((word) => word === given)
  if (found === undefined) throw invalid(key, listOf(words, 'or'))
  return found
}

function flag(options: Readonly<Record<string, unknown>>, key: string, otherwise: boolean): boolean {
  const given = options[key]
  if (given === undefined) return otherwise
  if (typeof given !== 'boolean') throw invalid(key, 'true or false')
  return given
}

function name(options: Readonly<Record<string, unknown>>, key: string, otherwise: string | undefined): string | undefined {
  const given = options[key]
  if (given === undefined) return otherwise
  if (typeof given !== 'string') throw invalid(key, 'the name of a section')
  return given
}

function words(
  options: Readonly<Record<string, unknown>>,
  key: string,
  otherwise: readonly string[],
  least: number,
): readonly string[] {
  const given: unknown = options[key]
  if (given === undefined) return otherwise
  const isWords = Array.isArray(given) && given.every((word) => typeof word === 'string' && word !== '' && !/[\r\n]/.test(word))
  if (!isWords || given.length < least) throw invalid(key, 'a list of short texts')
  return [...(given as readonly string[])]
}

function invalid(key: string, expected: string): ConfigError {
  return new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `the INI option ${JSON.stringify(key)} must be ${expected}`,
    path: [key],
    expected,
    hint: `give ${expected}, or leave it out`,
  })
}
