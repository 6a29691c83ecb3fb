import type { CodePiece } from './scan.ts'
import { type Token, tokensOf } from './tokens.ts'
import { engineFunctions, languageWords } from './words.ts'

/** A name of data in an expression: `db.host`, `hosts[0]`. */
export interface UsedName {
  readonly path: readonly string[]
  readonly text: string
  readonly start: number
  readonly end: number
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
  const names: UsedName[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token
    if (token.kind !== 'name' || isNoName(tokens, at) || made.has(token.text)) continue
    const { path, last } = pathFrom(tokens, at)
    if (!isAnswered(tokens, last)) names.push(nameOf(source, tokens, path, at, last))
    at = last
  }
  return names
}

function nameOf(source: string, tokens: readonly Token[], path: readonly string[], first: number, last: number): UsedName {
  const start = (tokens[first] as Token).start
  const end = (tokens[last] as Token).end
  return { path, text: source.slice(start, end), start, end }
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
  return tokens.slice(1)
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

/** `| default(…)`, `is defined`: it may be missing. */
function isAnswered(tokens: readonly Token[], last: number): boolean {
  const [first, second, third] = tokens.slice(last + 1, last + 4).map(({ text }) => text)
  if (first === '|') return second === 'default' || second === 'd'
  return first === 'is' && ['defined', 'undefined'].includes((second === 'not' ? third : second) ?? '')
}
