import type { Dialect } from './dialect.ts'
import { type AnyMap, isObject } from './kind.ts'
import type { Place } from './place.ts'
import { schemaPositions } from './positions.ts'
import { resolveUri, splitFragment } from './uri.ts'

/** A schema document, or a schema inside one that has a URI of its own (`$id`). */
export interface Resource {
  /** Absolute, without fragment; empty for a document without a name. */
  readonly uri: string
  /** The name of the document it stands in, as places print it. */
  readonly document: string
  readonly place: Place
  readonly dialect: Dialect
}

/** The URI that a schema gives itself, or `undefined` if it gives none. */
export function ownUri(schema: AnyMap, dialect: Dialect): string | undefined {
  const id = schema[dialect.idKeyword]
  if (typeof id !== 'string' || !Object.hasOwn(schema, dialect.idKeyword)) return undefined
  // Before 2019-09 whatever stands beside a reference says nothing, and `#name` was the way to write an anchor.
  if (dialect.refStandsAlone && (typeof schema['$ref'] === 'string' || id.startsWith('#'))) return undefined
  const { base } = splitFragment(id)
  return base === '' ? undefined : base
}

/** The part of a place that a key leads to. The mode says whether it is a schema, or what holds schemas. */
export type Mode = 'schema' | 'list' | 'map' | 'either' | 'other'

export function modeBelow(mode: Mode, key: string, raw: unknown): Mode {
  if (mode === 'list' || mode === 'map') return 'schema'
  if (mode !== 'schema') return 'other'
  const position = schemaPositions[key]
  if (position === undefined || !Object.hasOwn(schemaPositions, key)) return 'other'
  return position === 'either' ? (Array.isArray(raw) ? 'list' : 'schema') : position
}

/** What {@link discover} meets. */
export interface Discovery {
  /** A schema with an `$id`: gives the resource that it begins. */
  resource(place: Place, uri: string): Resource
  anchor(resource: Resource, name: string, place: Place): void
  dynamicAnchor(resource: Resource, name: string, place: Place): void
}

/** Walks a document once, through all places where a schema can stand, for everything a reference can lead to by name. */
export function discover(root: Place, found: Discovery): void {
  const waiting: { place: Place; mode: Mode }[] = [{ place: root, mode: 'schema' }]
  const met = new Set<unknown>()
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { raw } = next.place
    if (typeof raw !== 'object' || raw === null || met.has(raw)) continue
    met.add(raw)
    const place = next.mode === 'schema' && isObject(raw) ? enter(next.place, raw, root, found) : next.place
    for (const [key, child] of Object.entries(raw)) {
      if (typeof child !== 'object' || child === null) continue
      const mode = modeBelow(next.mode, key, child)
      if (mode === 'other') continue
      waiting.push({ place: { raw: child, resource: place.resource, parent: place, key }, mode })
    }
  }
}

function enter(place: Place, schema: AnyMap, root: Place, found: Discovery): Place {
  const uri = place === root ? undefined : ownUri(schema, place.resource.dialect)
  const resource = uri === undefined ? place.resource : found.resource(place, resolveUri(uri, place.resource.uri))
  const here = resource === place.resource ? place : { ...place, resource }
  const { dialect } = resource
  if (dialect.refStandsAlone && typeof schema['$ref'] === 'string') return here
  const id = schema[dialect.idKeyword]
  if (dialect.refStandsAlone) {
    if (typeof id === 'string' && id.startsWith('#')) found.anchor(resource, id.slice(1), here)
    return here
  }
  if (typeof schema['$anchor'] === 'string') found.anchor(resource, schema['$anchor'], here)
  if (typeof schema['$dynamicAnchor'] === 'string') {
    found.anchor(resource, schema['$dynamicAnchor'], here)
    found.dynamicAnchor(resource, schema['$dynamicAnchor'], here)
  }
  if (schema['$recursiveAnchor'] === true) found.dynamicAnchor(resource, '', here)
  return here
}
