import { ConfigError } from '../../errors/config-error.ts'
import type { Span } from '../../text/position.ts'
import type { DotenvEntry } from './scan.ts'

/** Where the names in a value get their texts, and how much they may add. */
export interface Scope {
  /** False: `$` is a plain character. */
  readonly expand: boolean
  readonly lookUp: (name: string) => string | undefined
  readonly spend: (amount: number, entry: DotenvEntry) => void
  readonly span: (entry: DotenvEntry) => Span
}

const maxNesting = 50

/**
 * The text of an entry. In single quotes and backticks everything is literal. In double quotes `\n \r \t \" \\ \$`
 * are escapes and any other backslash is plain. `$NAME`, `${NAME}`, `${NAME:-default}` and `${NAME-default}` are
 * replaced outside of single quotes and backticks. There is no command substitution.
 *
 * A name that is not known and has no default stays as it is written: `${db.host}`, `${env:HOME}` and `${HOST}`
 * may be references that the engine resolves after merging, and it is the one to say that they lead nowhere.
 * For the same reason `$${` stays: there it means a literal `${`.
 */
export function decodeEntry(entry: DotenvEntry, scope: Scope): string {
  const raw = entry.quote === '' ? entry.raw : entry.raw.replace(/\r\n?/g, '\n')
  if (entry.quote === "'" || entry.quote === '`') return raw
  if (!/[\\$]/.test(raw)) return raw
  return new Decoder(raw, entry, scope).decode(0, raw.length, 0)
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\', $: '$' }

class Decoder {
  readonly #raw: string
  readonly #entry: DotenvEntry
  readonly #scope: Scope
  /** For each `${`, where its `}` is. Found once, so nesting costs nothing extra. */
  readonly #closing = new Map<number, number>()

  constructor(raw: string, entry: DotenvEntry, scope: Scope) {
    this.#raw = raw
    this.#entry = entry
    this.#scope = scope
    if (scope.expand) this.#matchBraces()
  }

  decode(from: number, to: number, depth: number): string {
    if (depth > maxNesting) throw this.#tooDeep()
    const pieces: string[] = []
    let plain = from
    let at = from
    while (at < to) {
      const found = this.#special(at, to, depth)
      if (found === undefined) {
        at++
        continue
      }
      pieces.push(this.#raw.slice(plain, at), found.text)
      at = found.end
      plain = at
    }
    pieces.push(this.#raw.slice(plain, to))
    return pieces.join('')
  }

  #special(at: number, to: number, depth: number): { readonly text: string; readonly end: number } | undefined {
    const char = this.#raw[at]
    if (char === '\\') return this.#escape(at, to)
    if (char !== '$' || !this.#scope.expand) return undefined
    if (this.#raw[at + 1] === '$')
      return { text: this.#raw[at + 2] === '{' ? '$${' : '$$', end: at + (this.#raw[at + 2] === '{' ? 3 : 2) }
    return this.#raw[at + 1] === '{' ? this.#braced(at, to, depth) : this.#bare(at)
  }

  #escape(at: number, to: number): { readonly text: string; readonly end: number } | undefined {
    const next = at + 1 < to ? this.#raw[at + 1] : undefined
    if (next === undefined) return undefined
    if (this.#entry.quote === '"') {
      // An unknown escape is a backslash and its letter, both plain; the letter must not be looked at again.
      return { text: escapes[next] ?? `\\${next}`, end: at + 2 }
    }
    return next === '$' && this.#scope.expand ? { text: '$', end: at + 2 } : undefined
  }

  #bare(at: number): { readonly text: string; readonly end: number } | undefined {
    const name = nameAt(this.#raw, at + 1)
    const text = name === '' ? undefined : this.#scope.lookUp(name)
    if (text === undefined) return undefined
    this.#scope.spend(text.length, this.#entry)
    return { text, end: at + 1 + name.length }
  }

  #braced(at: number, to: number, depth: number): { readonly text: string; readonly end: number } | undefined {
    const close = this.#closing.get(at)
    const name = nameAt(this.#raw, at + 2)
    if (close === undefined || close >= to || name === '') return undefined
    const behindName = at + 2 + name.length
    const operator = this.#raw.startsWith(':-', behindName) ? ':-' : this.#raw[behindName] === '-' ? '-' : ''
    if (operator === '' && behindName !== close) return undefined

    const value = this.#scope.lookUp(name)
    if (value !== undefined && (value !== '' || operator !== ':-')) {
      this.#scope.spend(value.length, this.#entry)
      return { text: value, end: close + 1 }
    }
    if (operator === '') return undefined
    return { text: this.decode(behindName + operator.length, close, depth + 1), end: close + 1 }
  }

  #matchBraces(): void {
    const open: number[] = []
    for (let at = 0; at < this.#raw.length; at++) {
      const char = this.#raw[at]
      if (char === '\\') at++
      else if (char === '$' && this.#raw[at + 1] === '$') at++
      else if (char === '$' && this.#raw[at + 1] === '{') open.push(at)
      else if (char === '}') {
        const start = open.pop()
        if (start !== undefined) this.#closing.set(start, at)
      }
    }
  }

  #tooDeep(): ConfigError {
    return new ConfigError({
      code: 'REFERENCE_LIMIT',
      severity: 'error',
      message: `defaults inside of defaults, more than ${maxNesting} deep`,
      path: [this.#entry.name],
      span: this.#scope.span(this.#entry),
      hint: 'give the inner default a name of its own',
    })
  }
}

const nameStart = /[A-Za-z_][A-Za-z0-9_]*/y

function nameAt(text: string, at: number): string {
  nameStart.lastIndex = at
  return nameStart.exec(text)?.[0] ?? ''
}
