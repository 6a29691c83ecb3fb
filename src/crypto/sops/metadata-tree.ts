import { malformed } from '../failures.ts'

/** The metadata of a file as plain data. Where everything is text, so are numbers and truth values in it. */
export type MetadataTree = string | number | boolean | null | readonly MetadataTree[] | MetadataMap

export interface MetadataMap {
  readonly [key: string]: MetadataTree
}

export function isMetadataMap(tree: MetadataTree | undefined): tree is MetadataMap {
  return typeof tree === 'object' && tree !== null && !Array.isArray(tree)
}

const mapMark = '__map_'
const listMark = '__list_'

/** Metadata as names and texts, for formats without nesting: `age__list_0__map_enc`. Empty lists and maps leave no trace. */
export function flattenMetadata(tree: MetadataMap): readonly (readonly [name: string, text: string])[] {
  const flat: (readonly [string, string])[] = []
  const visit = (name: string, value: MetadataTree): void => {
    if (value === null) return
    if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(`${name}${listMark}${index}`, item)
    else if (isMetadataMap(value)) for (const [key, item] of Object.entries(value)) visit(`${name}${mapMark}${key}`, item)
    else flat.push([name, String(value)])
  }
  for (const [key, value] of Object.entries(tree)) visit(key, value)
  return flat
}

type Building = string | Map<string, Building> | Building[]

/** @throws ConfigError CRYPTO_MALFORMED for gaps in lists, and for names that are both a text and a container */
export function unflattenMetadata(flat: Iterable<readonly [name: string, text: string]>, file: string): MetadataMap {
  const root = new Map<string, Building>()
  for (const [name, text] of flat) put(root, partsOf(name), text, file)
  return Object.fromEntries([...root].map(([key, value]) => [key, built(value, file)]))
}

/** `a__list_0__map_b` is `a`, 0, `b`. Of both marks the one that comes first counts. */
function partsOf(name: string): readonly (string | number)[] {
  const [first = '', ...rest] = name.split(/(__map_|__list_\d+(?=__|$))/)
  const parts: (string | number)[] = [first]
  for (let index = 0; index < rest.length; index += 2) {
    const [mark = '', text = ''] = rest.slice(index, index + 2)
    if (mark === mapMark) parts.push(text)
    else parts.push(Number(mark.slice(listMark.length)), ...(text === '' ? [] : [text]))
  }
  return parts
}

function put(root: Map<string, Building>, parts: readonly (string | number)[], text: string, file: string): void {
  let container: Building = root
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1]
    const fresh: Building = next === undefined ? text : typeof next === 'number' ? [] : new Map()
    const held: Building | undefined = childOf(container, part)
    if (held !== undefined && (next === undefined || typeof held === 'string')) throw twice(file)
    if (held === undefined && !addChild(container, part, fresh)) throw twice(file)
    container = held ?? fresh
  }
}

function childOf(container: Building, part: string | number): Building | undefined {
  if (Array.isArray(container)) return typeof part === 'number' ? container[part] : undefined
  return container instanceof Map ? container.get(String(part)) : undefined
}

function addChild(container: Building, part: string | number, child: Building): boolean {
  if (Array.isArray(container)) {
    if (typeof part !== 'number' || part > 9_999) return false
    container[part] = child
    return true
  }
  if (!(container instanceof Map) || typeof part === 'number') return false
  container.set(part, child)
  return true
}

function twice(file: string): Error {
  return malformed('the metadata of the sealing contradicts itself', { file })
}

function built(value: Building, file: string): MetadataTree {
  if (typeof value === 'string') return value
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, built(item, file)]))
  return Array.from(value, (item) => {
    if (item === undefined) throw malformed('a list in the metadata of the sealing has a gap', { file })
    return built(item, file)
  })
}
