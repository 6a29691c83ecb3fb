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

/** What to look for, as texts in which each byte is one character. */
class Forms {
  readonly #pattern: RegExp | undefined
  readonly #longest: number
  readonly #byBeginning: ReadonlyMap<string | undefined, readonly string[]>

  /** @param forms longest first */
  constructor(forms: readonly string[]) {
    this.#longest = forms[0]?.length ?? 0
    this.#pattern = forms.length === 0 ? undefined : new RegExp(forms.map(literally).join('|'), 'g')
    this.#byBeginning = Map.groupBy(forms, (form) => form[0])
  }

  /** The longest form at every place where one begins, also inside another. */
  *foundIn(text: string): Iterable<{ readonly start: number; readonly end: number }> {
    const pattern = this.#pattern
    if (pattern === undefined) return
    pattern.lastIndex = 0
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      yield { start: match.index, end: match.index + match[0].length }
      pattern.lastIndex = match.index + 1
    }
  }

  /** The first place from which on the text could be the beginning of a form; its length if there is none. */
  undecidedFrom(text: string): number {
    for (let start = Math.max(0, text.length - this.#longest + 1); start < text.length; start++) {
      const rest = text.slice(start)
      const candidates = this.#byBeginning.get(text[start]) ?? []
      if (candidates.some((form) => form.length > rest.length && form.startsWith(rest))) return start
    }
    return text.length
  }
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
