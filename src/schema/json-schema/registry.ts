import type { Dialect } from './dialect.ts'
import { isObject } from './kind.ts'
import { decoded, type Place, pointerParts } from './place.ts'
import { discover, type Mode, modeBelow, ownUri, type Resource } from './resource.ts'
import { resolveUri, splitFragment } from './uri.ts'

/** Where other documents come from, and how a document says its dialect. */
export interface RegistrySources {
  /** By URI without fragment. */
  readonly documents: ReadonlyMap<string, unknown>
  readonly load: ((uri: string) => unknown) | undefined
  readonly metaschema: (uri: string) => unknown
  /** The dialect of documents that name none. */
  readonly dialect: Dialect
  readonly dialectOf: (schema: unknown, around: Dialect, registry: Registry) => Dialect
}

interface Names {
  readonly anchors: Map<string, Place>
  readonly dynamic: Map<string, Place>
}

const noNames: Names = { anchors: new Map(), dynamic: new Map() }

/** Every document, every schema with a URI of its own, and every anchor that references can lead to. Nothing is walked before a reference needs it. */
export class Registry {
  readonly #sources: RegistrySources
  readonly #byUri = new Map<string, Resource>()
  readonly #byRaw = new Map<unknown, Resource>()
  readonly #names = new Map<Resource, Names>()
  readonly #walked = new Set<Place>()

  constructor(sources: RegistrySources) {
    this.#sources = sources
  }

  /** Takes a document in; `uri` is where it comes from, which its own `$id` may change. */
  addDocument(raw: unknown, uri: string, name: string = uri): Resource {
    const dialect = this.#sources.dialectOf(raw, this.#sources.dialect, this)
    const own = isObject(raw) ? ownUri(raw, dialect) : undefined
    const resource = newResource(raw, own === undefined ? uri : resolveUri(own, uri), name, dialect)
    if (typeof raw === 'object') this.#byRaw.set(raw, resource)
    this.#byUri.set(resource.uri, resource)
    if (!this.#byUri.has(uri)) this.#byUri.set(uri, resource)
    return resource
  }

  /** The place with the resource that begins there, if one does. */
  enter(place: Place): Place {
    const { raw, resource } = place
    if (!isObject(raw)) return place
    const known = this.#byRaw.get(raw)
    if (known !== undefined) return known === resource ? place : { ...place, resource: known }
    const uri = ownUri(raw, resource.dialect)
    return uri === undefined ? place : { ...place, resource: this.#embedded(place, resolveUri(uri, resource.uri)) }
  }

  /** The schema below a place, in a part that holds schemas. */
  below(place: Place, key: string | number, raw: unknown): Place {
    return this.enter({ raw, resource: place.resource, parent: place, key })
  }

  /** Where a reference leads; `undefined` if nowhere. */
  resolve(reference: string, from: Resource): Place | undefined {
    const { base, fragment } = splitFragment(reference)
    const resource = base === '' ? from : this.#resourceAt(resolveUri(base, from.uri), from)
    if (resource === undefined) return undefined
    return fragment === '' || fragment.startsWith('/') || fragment.startsWith('%')
      ? this.#followPointer(resource, fragment)
      : this.#namesOf(resource).anchors.get(decoded(fragment) ?? '')
  }

  dynamicAnchors(resource: Resource): ReadonlyMap<string, Place> {
    return this.#namesOf(resource).dynamic
  }

  /** What a URI names, without following anchors: for metaschemas. */
  schemaAt(uri: string): unknown {
    return this.#resourceAt(splitFragment(uri).base, undefined)?.place.raw
  }

  #embedded(place: Place, uri: string): Resource {
    const known = this.#byRaw.get(place.raw)
    if (known !== undefined) return known
    const dialect = this.#sources.dialectOf(place.raw, place.resource.dialect, this)
    const resource: { -readonly [Key in keyof Resource]: Resource[Key] } = { ...place.resource, uri, dialect }
    resource.place = { ...place, resource }
    this.#byRaw.set(place.raw, resource)
    this.#byUri.set(uri, resource)
    return resource
  }

  /** Looks at what is known, then into the document that asks, then at documents that have not been used yet. */
  #resourceAt(uri: string, from: Resource | undefined): Resource | undefined {
    const known = this.#byUri.get(uri)
    if (known !== undefined) return known
    if (from !== undefined) {
      this.#walk(topOf(from.place))
      const found = this.#byUri.get(uri)
      if (found !== undefined) return found
    }
    const { documents, load, metaschema } = this.#sources
    const raw = documents.get(uri) ?? metaschema(uri) ?? load?.(uri)
    if (raw === undefined) return this.#amongAll(uri)
    const resource = this.addDocument(raw, uri)
    return this.#byUri.get(uri) ?? resource
  }

  /** A document that was given under one URI may hold schemas with others. */
  #amongAll(uri: string): Resource | undefined {
    for (const [name, raw] of this.#sources.documents) {
      if (!this.#byUri.has(name)) this.addDocument(raw, name)
    }
    for (const resource of [...this.#byUri.values()]) this.#walk(topOf(resource.place))
    return this.#byUri.get(uri)
  }

  #namesOf(resource: Resource): Names {
    this.#walk(topOf(resource.place))
    return this.#names.get(resource) ?? noNames
  }

  #walk(top: Place): void {
    if (this.#walked.has(top)) return
    this.#walked.add(top)
    const names = (resource: Resource): Names => {
      const known = this.#names.get(resource)
      if (known !== undefined) return known
      const fresh: Names = { anchors: new Map(), dynamic: new Map() }
      this.#names.set(resource, fresh)
      return fresh
    }
    discover(top, {
      resource: (place, uri) => this.#embedded(place, uri),
      anchor: (resource, name, place) => void names(resource).anchors.set(name, place),
      dynamicAnchor: (resource, name, place) => void names(resource).dynamic.set(name, place),
    })
  }

  #followPointer(resource: Resource, fragment: string): Place | undefined {
    const parts = pointerParts(fragment)
    if (parts === undefined) return undefined
    let place = resource.place
    let mode: Mode = 'schema'
    for (const part of parts) {
      const raw = childOf(place.raw, part)
      if (raw === undefined) return undefined
      mode = modeBelow(mode, part, raw)
      const child = { raw, resource: place.resource, parent: place, key: part }
      place = mode === 'schema' ? this.enter(child) : child
    }
    return place
  }
}

function newResource(raw: unknown, uri: string, document: string, dialect: Dialect): Resource {
  const resource: { uri: string; document: string; dialect: Dialect; place: Place } = {
    uri,
    document,
    dialect,
    place: undefined as never,
  }
  // A place and its resource name each other.
  resource.place = { raw, resource, parent: undefined, key: '' }
  return resource
}

function topOf(place: Place): Place {
  let top = place
  while (top.parent !== undefined) top = top.parent
  return top
}

function childOf(raw: unknown, key: string): unknown {
  if (Array.isArray(raw)) return /^(?:0|[1-9]\d*)$/.test(key) ? raw[Number(key)] : undefined
  return isObject(raw) && Object.hasOwn(raw, key) ? raw[key] : undefined
}
