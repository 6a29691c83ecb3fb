import { type Characters, charactersOf, isEmpty, meet, union } from './characters.ts'
import type { Expression } from './expression.ts'

/** More ways than this to match the same text, and trying them all is noticed. */
const mostWays = 256

/** Repeats up to this count as that many ways; beyond, they count as endless. */
const smallRepeat = 64

const nothing = charactersOf([])

/**
 * How many ways there are to match a text from a given place on. A backtracking engine tries them all before it says
 * no, so few ways mean little time. `endless`: as many as the text is long, for each such part.
 */
interface Ways {
  readonly ways: number
  readonly endless: number
}

/**
 * True if JavaScript's own engine surely needs time in proportion to the text. It may say no to expressions that
 * would be harmless; they run on the other engine.
 */
export function isLinear(expression: Expression): boolean {
  const options = expression.kind === 'either' ? expression.options : [expression]
  return options.length <= mostWays && options.every(isOptionLinear)
}

function isOptionLinear(option: Expression): boolean {
  const parts = option.kind === 'sequence' ? option.parts : [option]
  const front = parts.findIndex((part) => part.kind !== 'edge' && part.kind !== 'look')
  const before = front < 0 ? parts : parts.slice(0, front)
  const rest = trimmed(front < 0 ? [] : parts.slice(front))
  const isAnchored = before.some((part) => part.kind === 'edge' && part.edge === 'start')
  if (!isAnchored) return [...before, ...rest].every(isBounded) && isSmall(waysOf([...before, ...rest], nothing), 0)

  const looks = before.filter((part) => part.kind === 'look')
  return looks.every(({ part }) => isSearchLinear([part])) && isSearchLinear(rest)
}

/** From one place on: one way, or one endless part with nothing endless beside it. */
function isSearchLinear(parts: readonly Expression[]): boolean {
  const ways = waysOf(parts, nothing)
  return isSmall(ways, 0) || (isSmall(ways, 1) && count(parts, isEndless) === 1)
}

function isSmall({ ways, endless }: Ways, most: number): boolean {
  return ways <= mostWays && endless <= most
}

/** A repeat at the very end never has to give anything back. */
function trimmed(parts: readonly Expression[]): readonly Expression[] {
  const last = parts.at(-1)
  if (last?.kind !== 'repeat' || last.part.kind !== 'one') return parts
  return [...parts.slice(0, -1), { ...last, most: last.least }]
}

function waysOf(parts: readonly Expression[], follow: Characters): Ways {
  let all: Ways = { ways: 1, endless: 0 }
  for (let index = 0; index < parts.length; index++) {
    const rest = parts.slice(index + 1)
    const next = rest.every(isNullable) ? union([...rest.map(firstOf), follow]) : firstOf({ kind: 'sequence', parts: rest })
    all = times(all, waysOfPart(parts[index] as Expression, next))
  }
  return all
}

const tooMany: Ways = { ways: Number.POSITIVE_INFINITY, endless: 0 }

function waysOfPart(part: Expression, follow: Characters): Ways {
  switch (part.kind) {
    case 'one':
    case 'edge':
      return { ways: 1, endless: 0 }
    case 'sequence':
      return waysOf(part.parts, follow)
    case 'either':
      return waysOfEither(part.options, follow)
    case 'repeat':
      return waysOfRepeat(part, follow)
    case 'look':
      return isBounded(part.part) && isSmall(waysOf([part.part], nothing), 0) ? { ways: 1, endless: 0 } : tooMany
    case 'back':
      return tooMany
  }
}

function waysOfEither(options: readonly Expression[], follow: Characters): Ways {
  const each = options.map((option) => waysOfPart(option, follow))
  const endless = Math.max(...each.map((ways) => ways.endless))
  const starts = options.map((option) => (isNullable(option) ? union([firstOf(option), follow]) : firstOf(option)))
  const isDecided =
    options.length <= smallRepeat &&
    options.filter(isNullable).length < 2 &&
    starts.every((start, index) => !starts.slice(index + 1).some((other) => meet(start, other)))
  const ways = each.map((other) => other.ways)
  return { endless, ways: isDecided ? Math.max(...ways) : ways.reduce((sum, other) => sum + other, 0) }
}

function waysOfRepeat({ part, least, most }: Expression & { kind: 'repeat' }, follow: Characters): Ways {
  if (most === 0) return { ways: 1, endless: 0 }
  const first = firstOf(part)
  const isDecided = !meet(first, follow) && !isNullable(part)
  const inner = waysOfPart(part, most === 1 ? follow : union([first, follow]))
  if (most === 1) return isDecided ? inner : { ...inner, ways: inner.ways + 1 }
  if (isNullable(part) && most > 1) return tooMany
  if (inner.ways > 1 || inner.endless > 0)
    return most > smallRepeat || inner.endless > 0 ? tooMany : { ways: inner.ways ** most, endless: 0 }
  if (isDecided || most === least) return { ways: 1, endless: 0 }
  return most > smallRepeat ? { ways: 1, endless: 1 } : { ways: most - least + 1, endless: 0 }
}

function times(a: Ways, b: Ways): Ways {
  return { ways: a.ways * b.ways, endless: a.endless + b.endless }
}

/** The characters that a match can begin with. */
function firstOf(part: Expression): Characters {
  switch (part.kind) {
    case 'one':
      return part.of
    case 'either':
      return union(part.options.map(firstOf))
    case 'repeat':
      return firstOf(part.part)
    case 'sequence': {
      const end = part.parts.findIndex((other) => !isNullable(other))
      return union(part.parts.slice(0, end < 0 ? part.parts.length : end + 1).map(firstOf))
    }
    default:
      return nothing
  }
}

function isNullable(part: Expression): boolean {
  switch (part.kind) {
    case 'one':
      return isEmpty(part.of)
    case 'either':
      return part.options.some(isNullable)
    case 'repeat':
      return part.least === 0 || isNullable(part.part)
    case 'sequence':
      return part.parts.every(isNullable)
    default:
      return true
  }
}

function isEndless(part: Expression): boolean {
  return part.kind === 'repeat' && part.most > smallRepeat
}

/** True without endless repeats: a match is not longer than the expression says. */
function isBounded(part: Expression): boolean {
  return count([part], isEndless) === 0
}

function count(parts: readonly Expression[], isCounted: (part: Expression) => boolean): number {
  return parts.reduce((sum, part) => sum + (isCounted(part) ? 1 : 0) + count(childrenOf(part), isCounted), 0)
}

function childrenOf(part: Expression): readonly Expression[] {
  if (part.kind === 'sequence') return part.parts
  if (part.kind === 'either') return part.options
  return part.kind === 'repeat' || part.kind === 'look' ? [part.part] : []
}
