import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { checkTree } from '../../formats/check-tree.ts'
import type { Document } from '../../formats/format.ts'
import { isActive } from '../../profiles/is-active.ts'
import type { Source } from '../../sources/source.ts'
import type { Span } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import { isList, isMap, type Value, type ValueMap } from '../../values/value.ts'
import type { Layer } from '../layer.ts'
import type { Plan } from '../plan.ts'
import { stripDirectives } from './strip-directives.ts'

/** One entry of a `$import`. */
export interface ImportEntry {
  /** As written: a path or a pattern, relative to the file. */
  readonly path: string
  readonly optional: boolean
  /** The path of the map that it stands in: there the values go. */
  readonly at: Path
  readonly span: Span | undefined
}

/** A document without its directives. */
export interface Directed {
  readonly document: Document
  readonly imports: readonly ImportEntry[]
  /** Whether the file depends on the profiles in use: other documents of it may apply with others. */
  readonly conditional: boolean
}

export const importKey = '$import'
export const whenKey = '$when'

/**
 * Takes `$import` and `$when` out of the documents of a file. Those whose condition does not hold are left out.
 * @throws ConfigError IMPORT_INVALID, PROFILE_EXPRESSION, PROFILE_UNKNOWN
 */
export function readDirectives(plan: Plan, source: Source, documents: readonly Document[]): readonly Directed[] {
  const issues: Issue[] = []
  const found: Omit<Directed, 'conditional'>[] = []
  let conditional = false
  for (const document of documents) {
    checkTree(document.value, plan.limits, (path, part) => document.locate(path, part))
    const reader = new DirectiveReader(plan, source, document, issues)
    const directed = reader.read()
    if (directed !== undefined) found.push(directed)
    conditional ||= reader.isConditional
  }
  if (issues.length > 0) throw new ConfigError(issues)
  return found.map((directed) => ({ ...directed, conditional }))
}

/** A layer that was made of such a document. Its text is more than its value, so an edit of it is parsed anew. */
export function withDirectives(layer: Layer, { imports, conditional }: Directed, plan: Plan): Layer {
  return {
    ...layer,
    json: undefined,
    ...(imports.length > 0 && { imports }),
    ...(conditional && { conditionalOn: { profile: plan.profile } }),
  }
}

class DirectiveReader {
  readonly #plan: Plan
  readonly #source: Source
  readonly #document: Document
  readonly #issues: Issue[]
  readonly #imports: ImportEntry[] = []
  /** Whether a condition was met. */
  isConditional = false

  constructor(plan: Plan, source: Source, document: Document, issues: Issue[]) {
    this.#plan = plan
    this.#source = source
    this.#document = document
    this.#issues = issues
  }

  /** `undefined` for a document that does not apply. */
  read(): Omit<Directed, 'conditional'> | undefined {
    const { value } = this.#document
    const places = placesOf(value)
    if (isMap(value) && Object.hasOwn(value, whenKey) && !this.#applies(value[whenKey] as Value, [whenKey])) return undefined
    for (const { path, key, inList } of places) this.#take(path, key, inList, value)
    const document = this.#document
    const without: Document = {
      value: stripDirectives(
        value,
        places.map(({ path }) => path),
        [importKey, whenKey],
      ),
      get warnings() {
        return document.warnings
      },
      locate: (path, part) => document.locate(path, part),
    }
    return { document: without, imports: this.#imports }
  }

  #take(path: Path, key: string, inList: boolean, root: Value): void {
    const at = [...path, key]
    const value = path.reduce<Value>((tree, step) => (tree as ValueMap)[step] as Value, root) as ValueMap
    if (key === whenKey) {
      if (path.length > 0) this.#wrong('PROFILE_EXPRESSION', at, '"$when" stands at the top of a document only', whenHint)
    } else if (inList) this.#wrong('IMPORT_INVALID', at, '"$import" stands inside a list', 'put it into a map that is in no list')
    else if (this.#source.kind !== 'file' && this.#source.kind !== 'search')
      this.#wrong('IMPORT_INVALID', at, `${this.#source.name} cannot import: it is no file`, 'write the import into a file')
    else this.#entries(value[key] as Value, at, path)
  }

  #entries(value: Value, at: Path, into: Path): void {
    if (!isList(value)) this.#entry(value, at, into)
    else for (const [index, item] of value.entries()) this.#entry(item, [...at, index], into)
  }

  #entry(value: Value, at: Path, into: Path): void {
    const options = isMap(value) ? value : { path: value }
    const unknown = Object.keys(options).filter((key) => !['path', 'optional', 'when'].includes(key))
    for (const key of unknown)
      this.#wrong('IMPORT_INVALID', [...at, key], `an import has no option ${JSON.stringify(key)}`, importHint, 'key')
    const { path, optional = false, when } = options
    if (typeof path !== 'string' || path.trim() === '') {
      this.#wrong('IMPORT_INVALID', at, 'an import names a file', importHint)
      return
    }
    if (typeof optional !== 'boolean') {
      this.#wrong('IMPORT_INVALID', [...at, 'optional'], '"optional" is true or false', importHint)
      return
    }
    const mistake = mistakeIn(path)
    if (mistake !== undefined) {
      this.#wrong('IMPORT_INVALID', at, ...mistake)
      return
    }
    if (when !== undefined && !this.#applies(when, [...at, 'when'])) return
    const span = this.#document.locate(isMap(value) ? [...at, 'path'] : at)
    this.#imports.push({ path, optional, at: into, span })
  }

  #applies(expression: Value, at: Path): boolean {
    this.isConditional = true
    if (typeof expression !== 'string') {
      this.#wrong('PROFILE_EXPRESSION', at, `"${String(at.at(-1))}" is a text with names of profiles`, whenHint)
      return true
    }
    const place = { path: at, span: this.#document.locate(at), source: this.#source.name }
    try {
      return isActive(expression, this.#plan.definition.profiles ?? {}, this.#plan.profile, place)
    } catch (error) {
      if (!ConfigError.is(error)) throw error
      this.#issues.push(...error.issues)
      return true
    }
  }

  #wrong(code: 'IMPORT_INVALID' | 'PROFILE_EXPRESSION', path: Path, message: string, hint: string, part?: 'key'): void {
    const span = this.#document.locate(path, part)
    this.#issues.push({ code, severity: 'error', message, path, span, source: this.#source.name, hint })
  }
}

/** What is wrong with a path, and what to do. */
function mistakeIn(path: string): readonly [message: string, hint: string] | undefined {
  if (path.includes('${'))
    return ['references are not filled in in the path of an import', 'use variables of the profile: "{region}", or "{profile}"']
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(path))
    return ['an import names a file, not an address', 'declare it as a source of its own']
}

const importHint = 'write "$import: shared.yaml", or a map with "path", "optional" and "when", or a list of these'
const whenHint = 'write for example $when: "prod & !eu"'

interface DirectivePlace {
  readonly path: Path
  readonly key: string
  readonly inList: boolean
}

/** Where directives stand, in the order of the tree. The tree was checked before, so it is not too large. Iterative. */
function placesOf(root: Value): readonly DirectivePlace[] {
  const found: DirectivePlace[] = []
  const open: { readonly value: Value; readonly path: Path; readonly inList: boolean }[] = [
    { value: root, path: [], inList: false },
  ]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path, inList } = next
    const isInList = inList || isList(value)
    if (isMap(value)) for (const key of [importKey, whenKey]) if (Object.hasOwn(value, key)) found.push({ path, key, inList })
    if (typeof value !== 'object' || value === null) continue
    const inner = isList(value) ? [...value.entries()] : isMap(value) ? Object.entries(value) : []
    for (const [key, item] of inner.reverse()) {
      if (typeof item === 'object' && item !== null && key !== importKey) {
        open.push({ value: item, path: [...path, key], inList: isInList })
      }
    }
  }
  return found
}
