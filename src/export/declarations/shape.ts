/** A type of TypeScript, before it is written down. */
export type Shape =
  /** `string`, `'a'`, `unknown`; a sealed one is inside of a `Secret`. */
  | { readonly kind: 'word'; readonly text: string; readonly sealed: boolean }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'union' | 'intersection'; readonly of: readonly Shape[] }
  | { readonly kind: 'list'; readonly item: Shape }
  | { readonly kind: 'tuple'; readonly items: readonly TupleItem[]; readonly rest: Shape | undefined }
  | { readonly kind: 'map'; readonly members: readonly Member[]; readonly others: Shape | undefined }

export interface TupleItem {
  readonly shape: Shape
  readonly optional: boolean
}

/** One key of a map. */
export interface Member {
  readonly key: string
  readonly shape: Shape
  readonly optional: boolean
  /** Lines of its comment. */
  readonly notes: readonly string[]
}

export const unknown: Shape = { kind: 'word', text: 'unknown', sealed: false }
export const never: Shape = { kind: 'word', text: 'never', sealed: false }

export function word(text: string, sealed = false): Shape {
  return { kind: 'word', text, sealed }
}

/** One of several; each once. What may be anything makes the whole anything. */
export function unionOf(shapes: readonly Shape[]): Shape {
  const flat = distinct(shapes.flatMap((shape) => (shape.kind === 'union' ? shape.of : [shape])))
  if (flat.some(isUnknown)) return unknown
  const possible = flat.filter((shape) => !isNever(shape))
  return possible.length > 1 ? { kind: 'union', of: possible } : (possible[0] ?? never)
}

/** All of several at once; what may be anything adds nothing. */
export function intersectionOf(shapes: readonly Shape[]): Shape {
  const flat = distinct(shapes.flatMap((shape) => (shape.kind === 'intersection' ? shape.of : [shape])))
  if (flat.some(isNever)) return never
  const telling = flat.filter((shape) => !isUnknown(shape))
  return telling.length > 1 ? { kind: 'intersection', of: telling } : (telling[0] ?? unknown)
}

function distinct(shapes: readonly Shape[]): readonly Shape[] {
  return shapes.length < 2 ? shapes : [...new Map(shapes.map((shape) => [keyOf(shape), shape])).values()]
}

const keys = new WeakMap<Shape, string>()

function keyOf(shape: Shape): string {
  const known = keys.get(shape) ?? JSON.stringify(shape)
  keys.set(shape, known)
  return known
}

function isUnknown(shape: Shape): boolean {
  return shape.kind === 'word' && shape.text === 'unknown'
}

function isNever(shape: Shape): boolean {
  return shape.kind === 'word' && shape.text === 'never'
}
