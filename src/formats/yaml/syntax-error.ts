import type { ConfigError } from '../../errors/config-error.ts'
import { errorAt, type Problem, type Range, type SourceText } from './problem.ts'

/** What the parser says (a part of it), in words of ours, and what to do. */
const explanations: readonly (readonly [pattern: RegExp, message: string, hint: string])[] = [
  [/^tab characters/, 'a tab is used for indentation', 'indent with spaces; YAML allows no tabs there'],
  [
    /^bad indentation of a mapping/,
    'this line does not fit in here: its indentation matches no map around it',
    'give the keys of one map the same indentation, and put a text with ": " in it in quotes',
  ],
  [
    /^bad indentation of a sequence/,
    'this line does not fit in here: its indentation matches no list around it',
    'give the dashes of one list the same indentation',
  ],
  [
    /^deficient indentation/,
    'this line is indented less than the value it belongs to',
    'indent it further, or close the quote or bracket that is still open before it',
  ],
  [
    /within a single quoted/,
    'a single quote is opened and not closed',
    "close it with ', and write '' for a single quote inside",
  ],
  [
    /within a double quoted/,
    'a double quote is opened and not closed',
    'close it with ", and write \\" for a double quote inside',
  ],
  [/within a flow collection/, 'a bracket or brace is opened and not closed', 'close it with ] or }'],
  [/within a verbatim tag/, 'a tag is opened with !< and not closed', 'close it with >'],
  [
    /^missed comma/,
    'two values without a comma between them',
    'put a comma between them, or a text with special characters in quotes',
  ],
  [/^expected the node content/, 'a comma with no value before it', 'remove the comma, or write the value'],
  [/^expected ':'/, 'a key without a colon after it', 'write "key: value"'],
  [
    /multiline key/,
    'a key that goes over more than one line',
    'write "key: value"; if this line belongs to the text above, put that text in quotes or behind a |',
  ],
  [/^a whitespace character is expected/, 'no space after the colon', 'put a space after the colon'],
  [
    /^end of the stream or a document/,
    'something follows here that does not belong to the value before it',
    'check the indentation of this line and of the one before it',
  ],
  [/^directives end mark/, 'a line that begins with % and no --- after it', 'put the value that begins with % in quotes'],
  [/^unknown escape/, 'there is no such escape in double quotes', 'write \\\\ for a backslash, or use single quotes'],
  [/^expected hexadecimal/, 'a \\x, \\u or \\U with too few hexadecimal digits', 'write two, four or eight digits'],
  [
    /^expected valid JSON character|non-printable|^null byte/,
    'a control character',
    'remove it, or write it as an escape in double quotes',
  ],
  [/^duplication of an? (?:anchor|tag)/, 'a value with two anchors or two tags', 'remove one of them'],
  [/^alias node should not/, 'an alias with a tag or an anchor', 'remove the tag or the anchor before the *'],
  [/^a line break is expected/, 'text on the line of a | or >', 'begin the text on the next line'],
  [/^undeclared tag handle/, 'a tag with a prefix that is not declared', 'remove the tag'],
]

/** What js-yaml throws, as far as we read it. */
interface ParserFailure {
  readonly reason: string
  readonly mark?: { readonly position: number }
}

/** Turns what the parser threw into our error: the same place, plainer words. */
export function syntaxError(thrown: unknown, source: SourceText, maxDepth: number): ConfigError {
  if (thrown instanceof RangeError) return tooDeepForParser(source)
  if (!isParserFailure(thrown)) throw thrown

  const start = Math.min(thrown.mark?.position ?? 0, source.text.length)
  const range = { start, end: Math.min(start + 1, source.text.length) }
  if (thrown.reason.startsWith('nesting exceeded')) return tooDeep(source, range, maxDepth)
  return errorAt(source, range, explain(thrown.reason, source, start), thrown)
}

/** The place of a closing bracket that the parser refuses for its indentation alone. */
export function offsetOfLowBracket(thrown: unknown, text: string): number | undefined {
  if (!isAboutIndentation(thrown)) return undefined
  const offset = thrown.mark?.position ?? text.length
  return isClosing(text, offset) ? offset : undefined
}

/** True where a line, or what the parser takes for one, begins too far to the left. */
export function isAboutIndentation(thrown: unknown): thrown is ParserFailure {
  return isParserFailure(thrown) && thrown.reason.startsWith('deficient indentation')
}

function isClosing(text: string, offset: number): boolean {
  return text[offset] === ']' || text[offset] === '}'
}

/** The parser calls itself at each level, so how deep it can go depends on the stack. */
function tooDeepForParser(source: SourceText): ConfigError {
  return errorAt(
    source,
    { start: 0, end: 0 },
    {
      code: 'FORMAT_TOO_DEEP',
      message: 'nested deeper than YAML can be read',
      hint: 'flatten the data, or write it as JSON, which has no limit but maxDepth',
    },
  )
}

export function tooDeep(source: SourceText, range: Range, maxDepth: number): ConfigError {
  return errorAt(source, range, {
    code: 'FORMAT_TOO_DEEP',
    message: `nested deeper than ${maxDepth} levels`,
    hint: 'flatten the data, or raise maxDepth',
  })
}

function explain(reason: string, source: SourceText, offset: number): Problem {
  const found = explanations.find(([pattern]) => pattern.test(reason))
  const message = found?.[1] ?? reason.replace(/: .*/s, '')
  return {
    code: 'FORMAT_SYNTAX',
    message,
    hint: hintFor(reason, source, offset) ?? found?.[2] ?? 'put a text with special characters in quotes',
  }
}

/** A character that cannot begin a plain text explains the error better than what it led to. */
function hintFor(reason: string, source: SourceText, offset: number): string | undefined {
  if (isClosing(source.text, offset)) {
    return reason.startsWith('deficient')
      ? 'indent the closing bracket as far as the key it belongs to, or further'
      : 'close each [ with ] and each { with }, and put a text with brackets in quotes'
  }
  const line = source.lines.line(source.lines.positionAt(offset).line)
  if (/\{\{|\{%/.test(line)) return 'put the value with {{ }} in quotes, or render the template first'
  const reserved = /(?:^|[:-]\s+)([%@`])/.exec(line)
  return reserved ? `put the value that begins with ${reserved[1]} in quotes` : undefined
}

function isParserFailure(thrown: unknown): thrown is ParserFailure {
  return thrown instanceof Error && thrown.name === 'YAMLException' && 'reason' in thrown
}
