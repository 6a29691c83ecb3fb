import { formsOf } from './secret-forms.ts'

const placeholder = '[secret]'

/**
 * Takes known secrets out of texts and streams, in every form of {@link formsOf}. Works on bytes, so that no encoding
 * can hide one. Where secrets overlap, all that they cover is one placeholder.
 */
export class Redactor {
  readonly #forms: Forms

  constructor(secrets: Iterable<string>) {
    const forms = new Set([...secrets].flatMap(formsOf).map((form) => Buffer.from(form, 'utf8').toString('latin1')))
    this.#forms = new Forms([...forms].sort((a, b) => b.length - a.length))
  }

  /** The text without the secrets. */
  text(text: string): string {
    const pieces = this.pieces()
    return Buffer.concat([pieces.push(Buffer.from(text, 'utf8')), pieces.end()]).toString('utf8')
  }

  /** For output that comes in pieces, of one stream. */
  pieces(): RedactingPieces {
    return new RedactingPieces(this.#forms)
  }
}

/** A stream in pieces. A secret may be cut in two by them: what could be the beginning of one waits for the next piece. */
export class RedactingPieces {
  readonly #forms: Forms
  #held = ''
  /** So much of the beginning of what is held belongs to a secret that was shown as a placeholder already. */
  #covered = 0

  constructor(forms: Forms) {
    this.#forms = forms
  }

  /** @returns what can be told of the stream by now */
  push(bytes: Uint8Array): Uint8Array {
    const text = this.#held + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    return this.#tell(text, this.#forms.undecidedFrom(text))
  }

  /** @returns the rest */
  end(): Uint8Array {
    return this.#tell(this.#held, this.#held.length)
  }

  #tell(text: string, until: number): Uint8Array {
    let told = ''
    let at = Math.min(this.#covered, text.length)
    for (const { start, end } of this.#forms.foundIn(text)) {
      if (start >= until) break
      if (start >= at) told += text.slice(at, start) + placeholder
      at = Math.max(at, end)
    }
    told += text.slice(at, until)
    this.#held = text.slice(until)
    this.#covered = Math.max(0, at - until)
    return Buffer.from(told, 'latin1')
  }
}

/** So much of a form is looked for by pattern: one of all of a large secret is refused by the engine, in words that quote it. */
const patternLength = 32

/** What to look for, as texts in which each byte is one character. */
class Forms {
  readonly #pattern: RegExp | undefined
  readonly #longest: number
  readonly #byFirst: ReadonlyMap<string | undefined, readonly string[]>
  /** By what the pattern finds of them, longest first. */
  readonly #byBeginning: ReadonlyMap<string, readonly string[]>
  readonly #beginningLengths: readonly number[]

  /** @param forms longest first */
  constructor(forms: readonly string[]) {
    this.#longest = forms[0]?.length ?? 0
    this.#byFirst = Map.groupBy(forms, (form) => form[0])
    this.#byBeginning = Map.groupBy(forms, (form) => form.slice(0, patternLength))
    const beginnings = [...this.#byBeginning.keys()].sort((a, b) => b.length - a.length)
    this.#beginningLengths = [...new Set(beginnings.map(({ length }) => length))]
    this.#pattern = forms.length === 0 ? undefined : new RegExp(beginnings.map(literally).join('|'), 'g')
  }

  /** The longest form at every place where one begins, also inside another. */
  *foundIn(text: string): Iterable<{ readonly start: number; readonly end: number }> {
    const pattern = this.#pattern
    if (pattern === undefined) return
    pattern.lastIndex = 0
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      const length = this.#longestAt(text, match.index)
      if (length > 0) yield { start: match.index, end: match.index + length }
      pattern.lastIndex = match.index + 1
    }
  }

  /** @returns 0 if only the beginning of a form stands there */
  #longestAt(text: string, start: number): number {
    for (const length of this.#beginningLengths) {
      const forms = this.#byBeginning.get(text.slice(start, start + length))
      const found = forms?.find((form) => text.startsWith(form, start))
      if (found !== undefined) return found.length
    }
    return 0
  }

  /** The first place from which on the text could be the beginning of a form; its length if there is none. */
  undecidedFrom(text: string): number {
    for (let start = Math.max(0, text.length - this.#longest + 1); start < text.length; start++) {
      const rest = text.slice(start)
      const candidates = this.#byFirst.get(text[start]) ?? []
      if (candidates.some((form) => form.length > rest.length && form.startsWith(rest))) return start
    }
    return text.length
  }
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
