/** References between URIs (RFC 3986, section 5), also for URIs that the platform's `URL` does not know how to join. */
interface Parts {
  readonly scheme: string | undefined
  readonly authority: string | undefined
  readonly path: string
  readonly query: string | undefined
}

/** A URI without its fragment, and the fragment without its `#`. */
export function splitFragment(uri: string): { readonly base: string; readonly fragment: string } {
  const hash = uri.indexOf('#')
  return hash < 0 ? { base: uri, fragment: '' } : { base: uri.slice(0, hash), fragment: uri.slice(hash + 1) }
}

/** What `reference` means where `base` is the URI of the document; neither with a fragment. */
export function resolveUri(reference: string, base: string): string {
  if (reference === '') return base
  if (base === '') return reference
  const relative = partsOf(reference)
  const outer = partsOf(base)
  if (relative.scheme !== undefined) return print({ ...relative, path: withoutDots(relative.path) })
  if (relative.authority !== undefined) return print({ ...relative, scheme: outer.scheme, path: withoutDots(relative.path) })
  if (relative.path === '') return print({ ...outer, query: relative.query ?? outer.query })
  const path = relative.path.startsWith('/') ? relative.path : joined(outer, relative.path)
  return print({ ...outer, path: withoutDots(path), query: relative.query })
}

/** RFC 3986, appendix B. */
function partsOf(uri: string): Parts {
  const match = /^(?:([^:/?#]+):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?/.exec(uri)
  return { scheme: match?.[1], authority: match?.[2], path: match?.[3] ?? '', query: match?.[4] }
}

function joined(outer: Parts, path: string): string {
  if (outer.authority !== undefined && outer.path === '') return `/${path}`
  return outer.path.slice(0, outer.path.lastIndexOf('/') + 1) + path
}

function withoutDots(path: string): string {
  if (!path.includes('.')) return path
  const rooted = path.startsWith('/')
  const parts = (rooted ? path.slice(1) : path).split('/')
  const kept: string[] = []
  for (const part of parts) {
    if (part === '..') kept.pop()
    else if (part !== '.') kept.push(part)
  }
  const last = parts.at(-1)
  if ((last === '.' || last === '..') && kept.length > 0) kept.push('')
  return (rooted ? '/' : '') + kept.join('/')
}

function print({ scheme, authority, path, query }: Parts): string {
  return (
    (scheme === undefined ? '' : `${scheme}:`) +
    (authority === undefined ? '' : `//${authority}`) +
    path +
    (query === undefined ? '' : `?${query}`)
  )
}
