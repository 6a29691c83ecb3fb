/** Where a value is in a tree: `['servers', 0, 'host']`, written `servers[0].host`. */
export type Path = readonly (string | number)[]

/** The text of a path: `servers[0].host`, `"a.b".c`. The empty path prints as an empty text. */
export function printPath(path: Path): string {
  let text = ''
  for (const part of path) {
    if (typeof part === 'number') text += `[${part}]`
    else text += (text === '' ? '' : '.') + (isPlain(part) ? part : JSON.stringify(part))
  }
  return text
}

const marks = '.[]"\'='

/** Whether a key can stand in a path without quotes. By hand: it is needed at start-up, where patterns are dear. */
function isPlain(key: string): boolean {
  if (key === '' || key[0] === '/') return false
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at)
    if (code <= 0x20 || code === 0x7f || marks.includes(key[at] as string) || (code >= 0x80 && key[at]?.trim() === ''))
      return false
  }
  return true
}

/**
 * Reads `servers[0].host`, `"a.b".c`, `a['b.c']` and JSON Pointers (`/servers/0/host`, RFC 6901).
 * @returns `undefined` if the text is not a path. From JavaScript it may be no text at all, which is not one either.
 */
export function parsePath(text: string): Path | undefined {
  if (typeof text !== 'string') return undefined
  if (text === '') return []
  if (text.startsWith('/')) return parsePointer(text)
  if (!text.includes('[') && !text.includes('"')) {
    const keys = text.split('.')
    return keys.includes('') ? undefined : keys
  }

  const parts: (string | number)[] = []
  let offset = 0
  while (offset < text.length) {
    const found = readPart(text, offset, parts.length === 0)
    if (found === undefined) return undefined
    parts.push(found.part)
    offset = found.end
  }
  return parts
}

interface FoundPart {
  readonly part: string | number
  readonly end: number
}

function readPart(text: string, offset: number, first: boolean): FoundPart | undefined {
  if (text[offset] === '[') return readBracket(text, offset + 1)
  let start = offset
  if (!first) {
    if (text[offset] !== '.') return undefined
    start = offset + 1
  }
  if (text[start] === '"') return readQuoted(text, start)

  let end = start
  while (end < text.length && text[end] !== '.' && text[end] !== '[') end++
  return end === start ? undefined : { part: text.slice(start, end), end }
}

function readBracket(text: string, start: number): FoundPart | undefined {
  if (text[start] === '"' || text[start] === "'") {
    const quoted = readQuoted(text, start)
    return quoted && text[quoted.end] === ']' ? { part: quoted.part, end: quoted.end + 1 } : undefined
  }
  const close = text.indexOf(']', start)
  const digits = close < 0 ? '' : text.slice(start, close)
  return /^(0|[1-9]\d*)$/.test(digits) ? { part: Number(digits), end: close + 1 } : undefined
}

function readQuoted(text: string, start: number): FoundPart | undefined {
  const quote = text[start]
  let end = start + 1
  while (end < text.length && text[end] !== quote) end += text[end] === '\\' ? 2 : 1
  if (end >= text.length) return undefined

  const body = text.slice(start + 1, end)
  if (quote === "'") return { part: body, end: end + 1 }
  try {
    return { part: JSON.parse(`"${body}"`) as string, end: end + 1 }
  } catch {
    return undefined
  }
}

function parsePointer(text: string): Path | undefined {
  if (/~(?![01])/.test(text)) return undefined
  return text
    .slice(1)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}
