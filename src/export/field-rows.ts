import type { Field } from '../schema/fields/field.ts'
import type { Deprecation } from '../schema/fields/metadata.ts'
import { allTypes } from '../schema/fields/type-names.ts'
import { visitNamedFields } from '../schema/fields/visit-named-fields.ts'
import { type Path, printPath } from '../values/path.ts'

/** One setting, as references and examples list it. */
export interface FieldRow {
  /** With `*` for any key or element. */
  readonly path: Path
  /** `services.*.url`. */
  readonly name: string
  /** `whole number`, `duration`, `one of "a", "b"`. */
  readonly type: string
  readonly default: { readonly value: unknown } | undefined
  /** The variable that sets it; `undefined` inside of lists and maps without names. */
  readonly variable: string | undefined
  readonly required: boolean
  readonly secret: boolean
  readonly restart: boolean
  readonly deprecated: Deprecation | undefined
  readonly description: string | undefined
  readonly examples: readonly unknown[]
  /** A map whose keys have rows of their own. */
  readonly isSection: boolean
}

export interface RowOptions {
  /** What variables begin with: `SHOP_`. Default: nothing. */
  readonly prefix?: string
  /** Paths that are secret besides what the schema says, with `*` for any key or element. */
  readonly secrets?: readonly Path[]
}

/** Every setting that a schema describes, in its order. What is secret is so with all that is in it. */
export function fieldRows(root: Field, { prefix = '', secrets: named = [] }: RowOptions = {}): readonly FieldRow[] {
  const rows: FieldRow[] = []
  const fields = new Map<string, Field>([['', root]])
  const secrets = new Set<string>()
  visitNamedFields(root, (path, field) => {
    const name = printPath(path)
    const above = printPath(path.slice(0, -1))
    fields.set(name, field)
    const secret = field.secret || secrets.has(above) || named.some((each) => fits(each, path))
    if (secret) secrets.add(name)
    rows.push({
      path,
      name,
      type: typeWords(field),
      default: field.default && { value: field.default.value },
      variable: path.includes('*') ? undefined : (field.env ?? variableOf(path, prefix)),
      required: fields.get(above)?.required.has(String(path.at(-1))) ?? false,
      secret,
      restart: field.restart,
      deprecated: field.deprecated,
      description: field.description ?? field.title,
      examples: field.examples,
      isSection: field.names.length > 0,
    })
  })
  return rows
}

function fits(pattern: Path, path: Path): boolean {
  return pattern.length === path.length && pattern.every((part, index) => part === '*' || String(part) === path[index])
}

/** `['server', 'maxBodySize']`: `SHOP_SERVER__MAX_BODY_SIZE`. */
export function variableOf(path: Path, prefix: string): string {
  const levels = path.map((part) =>
    String(part)
      .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
      .replace(/[^A-Za-z0-9]+/g, '_')
      .toUpperCase(),
  )
  return prefix + levels.join('__')
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'number',
  integer: 'whole number',
  boolean: 'true or false',
  array: 'list',
  object: 'map',
  null: 'null',
}
const domainNames: Readonly<Record<string, string>> = { 'byte-size': 'size', ip: 'IP address', url: 'URL', cidr: 'network' }
const mostChoices = 12

/** The type in words: what it means, which values it takes, or what it is made of. */
export function typeWords(field: Field, depth = 0): string {
  const { choices, domain, types } = field
  if (choices !== undefined && choices.length > 0) return choicesText(choices)
  if (domain !== undefined) return (domainNames[domain] ?? domain) + rangeText(field)
  if (types === allTypes) return 'any'
  const words = [...types].filter((type) => type !== 'integer' || !types.has('number'))
  return words
    .map((type) => (type === 'array' ? listText(field, depth) : (typeNames[type] ?? type) + rangeText(field, type)))
    .join(' or ')
}

function choicesText(choices: readonly unknown[]): string {
  const shown = choices.slice(0, mostChoices).map((choice) => (typeof choice === 'string' ? choice : JSON.stringify(choice)))
  const rest = choices.length - shown.length
  return choices.length === 1 ? String(shown[0]) : `one of ${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

function listText(field: Field, depth: number): string {
  const item = depth < 3 ? field.any : undefined
  return item === undefined || item.types === allTypes ? 'list' : `list of ${typeWords(item, depth + 1)}`
}

/** ` 1 to 65535`; only what always holds. */
function rangeText({ parts }: Field, type = 'integer'): string {
  if (type !== 'integer' && type !== 'number') return ''
  const said = (keyword: string): number | undefined =>
    parts.flatMap(({ schema, certain }) => (certain && typeof schema[keyword] === 'number' ? [schema[keyword]] : []))[0]
  const [least, most] = [said('minimum'), said('maximum')]
  if (least !== undefined && most !== undefined) return `, ${least} to ${most}`
  if (most !== undefined) return `, at most ${most}`
  return least === undefined || least === 0 ? '' : `, at least ${least}`
}
