import type { CodePiece } from './scan.ts'
import { type Token, tokensOf } from './tokens.ts'

/** The expression in a tag that names another template. */
export interface IncludeName {
  readonly from: number
  readonly to: number
  /** The texts in it: names that may be known before anything is rendered. */
  readonly texts: readonly string[]
}

/** Words behind the name, by tag. */
const ends: Readonly<Record<string, readonly string[]>> = {
  extends: [],
  import: ['as'],
  from: ['import'],
  include: ['ignore', 'with', 'without'],
}

export function includeNameOf(source: string, piece: CodePiece): IncludeName | undefined {
  const stops = Object.hasOwn(ends, piece.name) ? ends[piece.name] : undefined
  if (stops === undefined) return undefined
  const [, ...tokens] = tokensOf(source, piece)
  const end = tokens.findIndex(({ kind, text, depth }) => kind === 'name' && depth === 0 && stops.includes(text))
  const name = end < 0 ? tokens : tokens.slice(0, end)
  const first = name[0]
  const last = name.at(-1)
  if (first === undefined || last === undefined) return undefined
  return { from: first.start, to: last.end, texts: name.filter(({ kind }) => kind === 'text').map(contentOf) }
}

function contentOf({ text }: Token): string {
  return text.slice(1, -1).replace(/\\(.)/gs, '$1')
}
