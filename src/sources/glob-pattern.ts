/** One segment of a pattern: text between two slashes, as tokens. */
export type SegmentPattern = readonly Token[]

type Token =
  | string
  | { readonly kind: 'any' }
  | { readonly kind: 'star' }
  | { readonly kind: 'class'; readonly test: (character: string) => boolean }

/** More alternatives than a person would write. */
const mostAlternatives = 1000

/** `a.{yaml,yml}` as `a.yaml` and `a.yml`; nested braces too. */
export function expandBraces(pattern: string): readonly string[] {
  const done: string[] = []
  const open = [pattern]
  for (let next = open.shift(); next !== undefined; next = open.shift()) {
    const match = /\{([^{}]*,[^{}]*)\}/.exec(next)
    if (match === null || done.length + open.length > mostAlternatives) done.push(next)
    else {
      const [whole, inside = ''] = match
      const before = next.slice(0, match.index)
      const after = next.slice(match.index + whole.length)
      open.push(...inside.split(',').map((word) => before + word + after))
    }
  }
  return done
}

export function parseSegment(text: string): SegmentPattern {
  const tokens: Token[] = []
  for (let index = 0; index < text.length; index++) {
    const character = text[index] as string
    if (character === '*') tokens.push({ kind: 'star' })
    else if (character === '?') tokens.push({ kind: 'any' })
    else if (character === '[') index = pushClass(text, index, tokens)
    else tokens.push(character)
  }
  return tokens
}

/** `[a-z]`, `[!0-9]`; a bracket without its end is a literal one. Returns the index of the last character used. */
function pushClass(text: string, start: number, tokens: Token[]): number {
  const negated = text[start + 1] === '!' || text[start + 1] === '^'
  const first = start + (negated ? 2 : 1)
  // A `]` at the beginning is part of the class.
  const end = text.indexOf(']', first + 1)
  if (end < 0) {
    tokens.push('[')
    return start
  }
  const ranges = [...text.slice(first, end).matchAll(/(.)-(.)|(.)/gs)].map(
    ([, low, high, one]) => [low ?? one, high ?? one] as const,
  )
  const isIn = (character: string): boolean => ranges.some(([low = '', high = '']) => character >= low && character <= high)
  tokens.push({ kind: 'class', test: (character) => isIn(character) !== negated })
  return end
}

/** Hidden names need a pattern that begins with a dot. Goes back to the last star only, so it takes no more than n × m steps. */
export function matchesSegment(pattern: SegmentPattern, name: string): boolean {
  if (name.startsWith('.') && pattern[0] !== '.') return false
  let at = 0
  let index = 0
  let star = -1
  let starIndex = 0
  while (index < name.length) {
    const token = pattern[at]
    if (token !== undefined && typeof token === 'object' && token.kind === 'star') {
      star = at++
      starIndex = index
    } else if (token !== undefined && matchesOne(token, name[index] as string)) {
      at++
      index++
    } else if (star >= 0) {
      at = star + 1
      index = ++starIndex
    } else {
      return false
    }
  }
  return pattern.slice(at).every((token) => typeof token === 'object' && token.kind === 'star')
}

function matchesOne(token: Token, character: string): boolean {
  if (typeof token === 'string') return token === character
  return token.kind === 'any' || (token.kind === 'class' && token.test(character))
}
