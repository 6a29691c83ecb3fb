import { type Path, parsePath } from '../values/path.ts'

/** A text with references in it, taken apart. */
export interface Template {
  readonly parts: readonly Part[]
  /** True when the text is one reference and nothing else: then the value keeps its type. */
  readonly whole: boolean
}

export type Part = { readonly kind: 'text'; readonly text: string } | Reference

export interface Reference {
  readonly kind: 'reference'
  /** As written, with its braces. */
  readonly expression: string
  readonly target: Target
  /** Behind `:-`; may hold references itself. */
  readonly fallback: Template | undefined
  /** Behind `:?`: what to say when nothing is there. Never more than the text that is written. */
  readonly required: string | undefined
}

export type Target = PathTarget | { readonly kind: 'resolver'; readonly name: string; readonly argument: string }

export interface PathTarget {
  readonly kind: 'path'
  readonly path: Path
  /** Dots in front: 1 for the map or list around the value, 2 for the one around that. 0: from the top. */
  readonly up: number
}

/** What is wrong with an expression, and where in the text. */
export class ExpressionError {
  readonly message: string
  readonly offset: number
  readonly hint: string

  constructor(message: string, offset: number, hint = 'write "$${" for a literal "${"') {
    this.message = message
    this.offset = offset
    this.hint = hint
  }
}

/** Nested defaults beyond this are a mistake or an attack. */
const maxNesting = 50

/**
 * Takes `postgres://${db.host:-localhost}:${db.port}/app` apart. `$${` is a literal `${`.
 * @throws ExpressionError
 */
export function parseTemplate(text: string): Template {
  return readTemplate(text, 0, 0).template
}

interface ReadTemplate {
  readonly template: Template
  readonly end: number
}

/** Reads to the end of the text, or inside a reference (nesting > 0) to the brace that closes it. */
function readTemplate(text: string, start: number, nesting: number): ReadTemplate {
  if (nesting > maxNesting) throw new ExpressionError(`references nested deeper than ${maxNesting}`, start)
  const parts: Part[] = []
  let literal = ''
  let offset = start
  while (offset < text.length && !(nesting > 0 && text[offset] === '}')) {
    if (text.startsWith('$${', offset)) {
      literal += '${'
      offset += 3
    } else if (text.startsWith('${', offset)) {
      if (literal !== '') parts.push({ kind: 'text', text: literal })
      literal = ''
      const found = readReference(text, offset, nesting)
      parts.push(found.reference)
      offset = found.end
    } else {
      literal += text[offset]
      offset++
    }
  }
  if (literal !== '') parts.push({ kind: 'text', text: literal })
  return { template: { parts, whole: parts.length === 1 && parts[0]?.kind === 'reference' }, end: offset }
}

function readReference(text: string, start: number, nesting: number): { reference: Reference; end: number } {
  const nameStart = start + 2
  const nameEnd = endOfName(text, nameStart)
  const name = text.slice(nameStart, nameEnd).trim()
  let end = nameEnd
  let fallback: Template | undefined
  let required: string | undefined
  if (text.startsWith(':-', nameEnd)) {
    const found = readTemplate(text, nameEnd + 2, nesting + 1)
    fallback = found.template
    end = found.end
  } else if (text.startsWith(':?', nameEnd)) {
    end = text.indexOf('}', nameEnd)
    required = text.slice(nameEnd + 2, end).trim()
  }
  if (text[end] !== '}') throw new ExpressionError('a "${" without its "}"', start)

  const expression = text.slice(start, end + 1)
  const target = readTarget(name, nameStart)
  return { reference: { kind: 'reference', expression, target, fallback, required }, end: end + 1 }
}

function endOfName(text: string, start: number): number {
  let offset = start
  while (offset < text.length && text[offset] !== '}') {
    if (text[offset] === ':' && (text[offset + 1] === '-' || text[offset + 1] === '?')) return offset
    offset = text[offset] === '"' ? endOfQuotes(text, offset + 1) : offset + 1
  }
  return offset
}

function endOfQuotes(text: string, start: number): number {
  let offset = start
  while (offset < text.length && text[offset] !== '"') offset += text[offset] === '\\' ? 2 : 1
  return Math.min(offset + 1, text.length)
}

function readTarget(name: string, offset: number): Target {
  if (name === 'profile') return { kind: 'resolver', name, argument: '' }
  const resolver = /^([A-Za-z][A-Za-z0-9-]*):(.*)$/s.exec(name)
  if (resolver) return { kind: 'resolver', name: resolver[1] as string, argument: (resolver[2] as string).trim() }

  if (name.startsWith('?')) throw optional(name, offset)
  const up = /^\.*/.exec(name)?.[0].length ?? 0
  const path = parsePath(name.slice(up))
  if (path === undefined || path.length === 0) throw new ExpressionError(`${JSON.stringify(name)} is not a path`, offset)
  return { kind: 'path', path, up }
}

/** HOCON's form. What it leaves out would have to be left out before merging, when the values are not known yet. */
function optional(name: string, offset: number): ExpressionError {
  return new ExpressionError(
    `${JSON.stringify(name)}: references have no optional form "?"`,
    offset,
    'give a default: "${name:-}" is an empty text, "${name:-${key}}" in the value of "key" is the value that it overrides',
  )
}
