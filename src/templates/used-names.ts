import type { CodePiece } from './scan.ts'
import { type Token, tokensOf } from './tokens.ts'
import { engineFunctions, languageWords } from './words.ts'

/** A name of data in an expression: `db.host`, `hosts[0]`. */
export interface UsedName {
  readonly path: readonly string[]
  readonly text: string
  readonly start: number
  readonly end: number
  /** It is called. */
  readonly isFunction: boolean
}

/** A filter or test that an expression uses. */
export interface UsedWord {
  readonly kind: 'filter' | 'test'
  readonly name: string
  readonly start: number
  readonly end: number
}

/** Tags whose words are names that they make, not names that they use. */
const silent = new Set(['macro', 'block', 'raw', 'else', 'autoescape'])

/** The names whose values an expression needs, in order: without those it makes itself or has an answer for. */
export function namesUsed(source: string, piece: CodePiece): readonly UsedName[] {
  if (silent.has(piece.name) || piece.name.startsWith('end')) return []
  const tokens = usingPart(tokensOf(source, piece), piece.name)
  const made = new Set(piece.name === 'for' ? targetsOf(tokensOf(source, piece)) : [])
  const fallbacks = fallbackRanges(tokens)
  const names: UsedName[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token
    if (token.kind !== 'name' || isNoName(tokens, at) || made.has(token.text)) continue
    const { path, last } = pathFrom(tokens, at)
    const isFallback = fallbacks.some(({ from, to }) => at > from && at < to)
    if (!isFallback && !isAnswered(tokens, at, last)) names.push(nameOf(source, tokens, path, at, last))
    at = last
  }
  return names
}

function nameOf(source: string, tokens: readonly Token[], path: readonly string[], first: number, last: number): UsedName {
  const start = (tokens[first] as Token).start
  const end = (tokens[last] as Token).end
  return { path, text: source.slice(start, end), start, end, isFunction: tokens[last + 1]?.text === '(' }
}

/** The filters and tests that an expression names. */
export function wordsUsed(source: string, piece: CodePiece): readonly UsedWord[] {
  const tokens = tokensOf(source, piece)
  return tokens.flatMap(({ kind, text, start, end }, at): readonly UsedWord[] => {
    if (kind !== 'name') return []
    const before = tokens[at - 1]
    const isFilter = before?.text === '|' || (piece.name === 'filter' && at === 1)
    if (isFilter) return [{ kind: 'filter', name: text, start, end }]
    const isTest = text !== 'not' && (isWord(before, 'is') || (isWord(before, 'not') && isWord(tokens[at - 2], 'is')))
    return isTest && !isAttribute(tokens, before) ? [{ kind: 'test', name: text, start, end }] : []
  })
}

/** `x.is` is an attribute. */
function isAttribute(tokens: readonly Token[], token: Token | undefined): boolean {
  return token !== undefined && tokens[tokens.indexOf(token) - 1]?.text === '.'
}

function isWord(token: Token | undefined, text: string): boolean {
  return token?.kind === 'name' && token.text === text
}

/** What a tag looks at, without the names it makes. */
function usingPart(tokens: readonly Token[], tag: string): readonly Token[] {
  const outer = (text: string): number => tokens.findIndex((token) => token.depth === 0 && token.text === text)
  if (tag === '') return tokens
  if (tag === 'for') return tokens.slice(outer('in') + 1)
  if (tag === 'set') return outer('=') < 0 ? tokens.slice(2) : tokens.slice(outer('=') + 1)
  if (tag === 'import') return tokens.slice(1, outer('as') < 0 ? undefined : outer('as'))
  if (tag === 'from') return tokens.slice(1, outer('import') < 0 ? undefined : outer('import'))
  if (tag === 'call') return tokens[1]?.text === '(' ? tokens.slice(outer(')') + 1) : tokens.slice(1)
  return tokens.slice(tag === 'filter' ? 2 : 1)
}

function targetsOf(tokens: readonly Token[]): readonly string[] {
  const end = tokens.findIndex(({ text, depth }) => depth === 0 && text === 'in')
  return tokens.slice(1, end).map(({ text }) => text)
}

function isNoName(tokens: readonly Token[], at: number): boolean {
  const { text } = tokens[at] as Token
  const before = tokens[at - 1]?.text
  if (languageWords.has(text) || engineFunctions.includes(text)) return true
  if (before === '.' || before === '|' || before === 'is') return true
  if (before === 'not' && tokens[at - 2]?.text === 'is') return true
  // An argument's name: `indent(width=4)`, or what `with` makes.
  return tokens[at + 1]?.text === '=' && tokens[at + 2]?.text !== '='
}

/** `a.b["c"][0]`; the name of a method at its end is no part of it. */
function pathFrom(tokens: readonly Token[], first: number): { readonly path: readonly string[]; readonly last: number } {
  const path = [(tokens[first] as Token).text]
  let last = first
  for (;;) {
    const [sign, part, close] = tokens.slice(last + 1, last + 4)
    if (sign?.text === '.' && (part?.kind === 'name' || part?.kind === 'number')) {
      if (close?.text === '(') return { path, last }
      path.push(part.text)
      last += 2
    } else if (sign?.text === '[' && close?.text === ']' && (part?.kind === 'text' || part?.kind === 'number')) {
      path.push(part.kind === 'text' ? part.text.slice(1, -1) : part.text)
      last += 3
    } else return { path, last }
  }
}

/** `| default(…)`, `is defined`, `is string`: it may be missing. Brackets around it make no difference. */
function isAnswered(tokens: readonly Token[], first: number, last: number): boolean {
  let [before, after] = [first - 1, last + 1]
  while (tokens[before]?.text === '(' && tokens[after]?.text === ')') {
    before--
    after++
  }
  const [sign, word] = tokens.slice(after, after + 2).map(({ text }) => text)
  return sign === 'is' || (sign === '|' && (word === 'default' || word === 'd'))
}

/** What is between the brackets of `| default(…)` is looked at only if it is needed. */
function fallbackRanges(tokens: readonly Token[]): readonly { readonly from: number; readonly to: number }[] {
  return tokens.flatMap(({ text }, at) => {
    const open = tokens[at + 1]
    if ((text !== 'default' && text !== 'd') || tokens[at - 1]?.text !== '|' || open?.text !== '(') return []
    const length = tokens.slice(at + 2).findIndex(({ depth }) => depth <= open.depth)
    return [{ from: at + 1, to: length < 0 ? tokens.length : at + 2 + length }]
  })
}
