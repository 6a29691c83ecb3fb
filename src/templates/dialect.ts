import type { CodePiece } from './scan.ts'
import { type Token, tokensOf } from './tokens.ts'
import { namesUsed } from './used-names.ts'

/** The filter behind `map.get(key, default)`. */
export const getFilter = '__get'

interface Change {
  readonly at: number
  readonly end: number
  readonly text: string
}

/** The text of an output or tag, with what Jinja2 understands and the engine does not in words of the engine. */
export function translate(source: string, piece: CodePiece): string {
  const tokens = tokensOf(source, piece)
  const grammar = [...gets(tokens), ...joined(tokens), ...setOfSeveral(tokens, piece), ...scopedBlock(tokens, piece)]
  // What is inserted at the same place comes first.
  const changes = [...grammar, ...strictNames(source, piece)].sort((a, b) => a.at - b.at)
  let translated = ''
  let at = piece.start
  for (const change of changes) {
    translated += source.slice(at, change.at) + change.text
    at = change.end
  }
  return translated + source.slice(at, piece.end)
}

/** What a name without a value becomes: the call of a function that does not exist, with the place of the name. */
const nobody = '__undefined_'

/** The offset of the name without a value, if that is what the engine speaks of. */
export function undefinedAt(detail: string): number | undefined {
  const found = new RegExp(`^${nobody}(\\d+) is unknown`).exec(detail)
  return found === null ? undefined : Number(found[1])
}

/** The engine lets what is not defined pass through most filters and operators, as an empty text. */
function strictNames(source: string, piece: CodePiece): readonly Change[] {
  return namesUsed(source, piece)
    .filter(({ isFunction }) => !isFunction)
    .map(({ text, start, end }) => ({ at: start, end, text: `(${text} if ${text} is defined else ${nobody}${start}())` }))
}

/** `a.b.get("c", 1).d` as `(a.b|__get("c", 1)).d`. */
function gets(tokens: readonly Token[]): readonly Change[] {
  const partners = partnersOf(tokens)
  return tokens.flatMap(({ text }, at) => {
    const [dot, open] = [tokens[at - 1], tokens[at + 1]]
    if (text !== 'get' || dot?.text !== '.' || open?.text !== '(') return []
    const close = tokens[partners.get(at + 1) ?? -1]
    const first = tokens[operandStart(tokens, partners, at - 2)]
    if (close === undefined || first === undefined) return []
    return [
      { at: first.start, end: first.start, text: '(' },
      { at: dot.start, end: open.start, text: `|${getFilter}` },
      { at: close.end, end: close.end, text: ')' },
    ]
  })
}

/** `| join(",", attribute="a")` as `| map(attribute="a")|join(",")`; the same for `sum`. */
function joined(tokens: readonly Token[]): readonly Change[] {
  return tokens.flatMap((filter, at) => {
    const open = tokens[at + 1]
    if ((filter.text !== 'join' && filter.text !== 'sum') || tokens[at - 1]?.text !== '|' || open?.text !== '(') return []
    const inner = tokens.slice(at + 2).findIndex(({ depth }) => depth <= open.depth)
    const given = tokens.slice(at + 2, at + 2 + inner)
    const named = given.findIndex(
      ({ text, depth }, index) => text === 'attribute' && depth === open.depth + 1 && given[index + 1]?.text === '=',
    )
    const [comma, name, value] = [given[named - 1], given[named], given[named + 2]]
    if (named < 0 || name === undefined || value?.kind !== 'text' || given[named + 3] !== undefined) return []
    return [
      { at: filter.start, end: filter.start, text: `map(attribute=${value.text})|` },
      { at: (comma ?? name).start, end: value.end, text: '' },
    ]
  })
}

/** The other bracket of each, by their numbers. */
function partnersOf(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const partners = new Map<number, number>()
  const open: number[] = []
  for (const [at, { text, kind }] of tokens.entries()) {
    if (kind !== 'sign') continue
    if ('([{'.includes(text)) open.push(at)
    const before = ')]}'.includes(text) ? open.pop() : undefined
    if (before !== undefined) partners.set(at, before).set(before, at)
  }
  return partners
}

/** The first word of what ends at `last`: a name with its attributes, or something in brackets. */
function operandStart(tokens: readonly Token[], partners: ReadonlyMap<number, number>, last: number): number {
  let at = last
  for (;;) {
    const token = tokens[at]
    if (token === undefined) return at + 1
    if (')]}'.includes(token.text)) {
      at = partners.get(at) ?? 0
    }
    const before = tokens[at - 1]
    if (before?.text === '.') at -= 2
    else if ('(['.includes(tokens[at]?.text ?? ' ') && before !== undefined && isValue(before)) at -= 1
    else return at
  }
}

function isValue({ kind, text }: Token): boolean {
  return (
    (kind === 'name' && !['in', 'not', 'and', 'or', 'if', 'else', 'is', 'set'].includes(text)) || text === ')' || text === ']'
  )
}

/** `set a, b = 1, 2` as `set (a, b) = (1, 2)`. */
function setOfSeveral(tokens: readonly Token[], { name, to }: CodePiece): readonly Change[] {
  const sign = tokens.findIndex(({ text, depth }) => text === '=' && depth === 0)
  const [, first] = tokens
  const [last, value] = [tokens[sign - 1], tokens[sign + 1]]
  if (name !== 'set' || sign < 0 || first === undefined || last === undefined || value === undefined) return []
  if (!tokens.slice(1, sign).some(({ text, depth }) => text === ',' && depth === 0)) return []
  return [
    { at: first.start, end: first.start, text: '(' },
    { at: last.end, end: last.end, text: ')' },
    { at: value.start, end: value.start, text: '(' },
    { at: to, end: to, text: ')' },
  ]
}

/** Blocks of the engine see the names around them in any case. */
function scopedBlock([, , word]: readonly Token[], { name }: CodePiece): readonly Change[] {
  return name === 'block' && word?.text === 'scoped' ? [{ at: word.start, end: word.end, text: '' }] : []
}
