import type { PlainScalar } from './plain-scalar.ts'

/**
 * A file as SOPS sees it: ordered maps, lists, values and comments. The walk over it decides what is sealed, under which
 * additional data, and in which order values go into the authentication code.
 */
export type SopsNode = SopsMap | SopsList | SopsLeaf

export interface SopsMap {
  readonly kind: 'map'
  readonly members: readonly (SopsMember | SopsComment)[]
}

export interface SopsMember {
  readonly kind: 'member'
  readonly key: string
  readonly node: SopsNode
}

export interface SopsList {
  readonly kind: 'list'
  readonly items: readonly (SopsNode | SopsComment)[]
}

/** A value. The object is its identity: replacements are looked up by it. */
export interface SopsLeaf {
  readonly kind: 'leaf'
  /** As it stands in the text; `undefined` for null, which is never sealed. */
  readonly scalar: PlainScalar | undefined
  /** Where its text begins, for messages. */
  readonly start: number
}

/** A comment without its comment character, with its leading space. */
export interface SopsComment {
  readonly kind: 'comment'
  readonly text: string
  readonly start: number
}

/** A value or comment met on the walk. */
export interface Visit {
  readonly node: SopsLeaf | SopsComment
  /** Map keys from the root; of a comment, those of its container. Positions in lists do not count. */
  readonly keys: readonly string[]
  /** Comments that govern it, outermost first. The last list belongs to the innermost container. */
  readonly comments: readonly (readonly string[])[]
}

/** Values and comments in the order of the document, depth first. Trees are as deep as the limits of formats let them be. */
export function* walkTree(root: SopsMap): Generator<Visit> {
  yield* walkMap(root, [], [])
}

function* walkMap(map: SopsMap, keys: readonly string[], outer: Visit['comments']): Generator<Visit> {
  let active: string[] = []
  for (const member of map.members) {
    if (member.kind === 'comment') {
      active.push(member.text)
      yield { node: member, keys, comments: [...outer, active] }
      continue
    }
    yield* walkNode(member.node, [...keys, member.key], [...outer, active])
    active = []
  }
}

function* walkList(list: SopsList, keys: readonly string[], outer: Visit['comments']): Generator<Visit> {
  let active: string[] = []
  for (const item of list.items) {
    if (item.kind === 'comment') {
      active.push(item.text)
      yield { node: item, keys, comments: [...outer, active] }
      continue
    }
    yield* walkNode(item, keys, [...outer, active])
    active = []
  }
}

function* walkNode(node: SopsNode, keys: readonly string[], comments: Visit['comments']): Generator<Visit> {
  if (node.kind === 'map') yield* walkMap(node, keys, comments)
  else if (node.kind === 'list') yield* walkList(node, keys, comments)
  else yield { node, keys, comments }
}

/** The additional authenticated data of what stands under `keys`: `db:password:`. */
export function additionalData(keys: readonly string[]): string {
  return `${keys.join(':')}:`
}
