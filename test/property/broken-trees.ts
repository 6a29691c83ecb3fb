import { isList, isMap, Leaf, type Tree, type TreeMap } from '../e2e/decorated/tree.ts'
import type { Random } from '../fuzz/random.ts'

type Schema = Readonly<Record<string, unknown>>
type Path = readonly (string | number)[]

const leafSchemas = {
  number: { type: 'integer', minimum: 7_000_000, maximum: 8_000_000 },
  text: { type: 'string', pattern: '^mk' },
}

/** A schema that the tree keeps, written in one of the many ways there are. */
export function schemaOf(tree: TreeMap, random: Random): Schema {
  return { ...schemaFor(tree, random), $defs: leafSchemas }
}

function schemaFor(tree: Tree, random: Random): Schema {
  if (tree instanceof Leaf) {
    const kind = tree.isNumber ? 'number' : 'text'
    return random.pick<Schema>([leafSchemas[kind], { $ref: `#/$defs/${kind}` }, { allOf: [{ $ref: `#/$defs/${kind}` }] }])
  }
  if (isList(tree)) return { type: 'array', prefixItems: tree.map((item) => schemaFor(item, random)), items: false }
  return mapSchema(tree as TreeMap, random)
}

function mapSchema(map: TreeMap, random: Random): Schema {
  const properties: [string, Schema][] = []
  const patterns: [string, Schema][] = []
  const entries = Object.entries(map)
  for (const [key, value] of entries) {
    if (random.below(4) > 0) properties.push([key, schemaFor(value, random)])
    else patterns.push([`^${key.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')}$`, schemaFor(value, random)])
  }
  const [key, only] = entries[0] as [string, Tree]
  if (entries.length === 1 && random.below(3) === 0)
    return { type: 'object', required: [key], additionalProperties: schemaFor(only, random) }
  return {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(patterns.length > 0 && { patternProperties: Object.fromEntries(patterns) }),
    ...(random.below(2) === 0 && { required: entries.map(([name]) => name) }),
    ...(random.below(2) === 0 && { additionalProperties: false }),
  }
}

export interface Broken {
  readonly tree: TreeMap
  readonly pointer: string
  readonly code: string
}

/** The tree with one value that its schema refuses: a leaf, or a leaf in place of a map. Texts stay texts where there is nothing else. */
export function breakOne(tree: TreeMap, random: Random, isTextOnly: boolean): Broken {
  const paths: Path[] = []
  const collect = (value: Tree, path: Path): void => {
    if (!isList(value) && path.length > 0) paths.push(path)
    if (isList(value)) for (const [index, item] of value.entries()) collect(item, [...path, index])
    else if (isMap(value)) for (const [key, item] of Object.entries(value)) collect(item, [...path, key])
  }
  collect(tree, [])
  const path = random.pick(paths)
  let code = ''
  const replaced = replaceAt(tree, path, (before) => {
    const { value, code: found } = wrongFor(before, random, isTextOnly)
    code = found
    return value
  })
  const pointer = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
  return { tree: replaced as TreeMap, pointer, code }
}

function wrongFor(before: Tree, random: Random, isTextOnly: boolean): { readonly value: Leaf; readonly code: string } {
  if (!(before instanceof Leaf)) return { value: new Leaf('mk0z', false), code: 'VALUE_TYPE' }
  if (before.isNumber)
    return random.below(2) === 0
      ? { value: new Leaf('9000000', true), code: 'VALUE_RANGE' }
      : { value: new Leaf('mk0z', false), code: 'VALUE_TYPE' }
  return isTextOnly || random.below(2) === 0
    ? { value: new Leaf(`x${before.content}`, false), code: 'VALUE_PATTERN' }
    : { value: new Leaf('9000000', true), code: 'VALUE_TYPE' }
}

function replaceAt(tree: Tree, [part, ...rest]: Path, change: (before: Tree) => Tree): Tree {
  if (part === undefined) return change(tree)
  if (isList(tree)) return tree.map((item, index) => (index === part ? replaceAt(item, rest, change) : item))
  const entries = Object.entries(tree as TreeMap)
  return Object.fromEntries(entries.map(([key, value]) => [key, key === part ? replaceAt(value, rest, change) : value]))
}
