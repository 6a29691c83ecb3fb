import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { closest } from '../../text/closest.ts'
import type { Span } from '../../text/position.ts'
import { didYouMean } from '../../text/words.ts'
import type { IniEntry, IniModel, IniSection } from './model.ts'
import type { IniRules } from './rules.ts'

/** One piece of a value: text as it is, or a name to look up. */
type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'name'; readonly words: readonly string[] }

interface Expansion {
  readonly text: string
  /** How many values in a row were needed. */
  readonly height: number
}

const failed: Expansion = { text: '', height: 1 }

/**
 * Replaces `%(name)s` or `${section:name}` in values. Each value of a section is expanded once and remembered,
 * so references to references cost no more than the text they give, and that is limited.
 */
export class Interpolation {
  readonly #model: IniModel
  readonly #rules: IniRules
  readonly #report: (issue: Issue) => void
  readonly #span: (start: number, end: number) => Span
  readonly #done = new Map<IniSection, Map<IniEntry, Expansion | undefined>>()
  readonly #way: { readonly section: IniSection; readonly entry: IniEntry }[] = []
  readonly #maxExpansion: number
  #budget: number

  constructor(model: IniModel, maxExpansion: number, report: (issue: Issue) => void, span: (start: number, end: number) => Span) {
    this.#model = model
    this.#rules = model.rules
    this.#report = report
    this.#span = span
    this.#maxExpansion = maxExpansion
    this.#budget = maxExpansion
  }

  /** The text of an entry as seen in a section: its own entry, or one of the default section. */
  textOf(section: IniSection, entry: IniEntry): string | null {
    if (entry.text === null || this.#rules.interpolation === 'none' || !entry.text.includes(this.#mark)) return entry.text
    return this.#expand(section, entry).text
  }

  get #mark(): '%' | '$' {
    return this.#rules.interpolation === 'basic' ? '%' : '$'
  }

  #expand(section: IniSection, entry: IniEntry): Expansion {
    const seen = this.#done.get(section)?.get(entry)
    if (seen !== undefined) return seen
    if (this.#way.some((step) => step.section === section && step.entry === entry)) return this.#cycle(section, entry)
    if (this.#way.length >= this.#rules.maxChain) return this.#tooLong(entry)

    this.#way.push({ section, entry })
    const result = this.#join(section, entry)
    this.#way.pop()
    const ofSection = this.#done.get(section) ?? new Map<IniEntry, Expansion>()
    this.#done.set(section, ofSection.set(entry, result))
    return result
  }

  #join(section: IniSection, entry: IniEntry): Expansion {
    const pieces = this.#split(entry)
    if (pieces === undefined) return failed
    const texts: string[] = []
    let height = 1
    for (const piece of pieces) {
      if (piece.kind === 'text') {
        // What a default section says is written out again for each section that has it.
        if (entry.section !== section) this.#spend(piece.text.length, entry)
        texts.push(piece.text)
        continue
      }
      const found = this.#lookUp(section, entry, piece.words)
      if (found === undefined) return failed
      this.#spend(found.text.length + 1, entry)
      texts.push(found.text)
      height = Math.max(height, 1 + found.height)
    }
    return height > this.#rules.maxChain ? this.#tooLong(entry) : { text: texts.join(''), height }
  }

  #lookUp(section: IniSection, entry: IniEntry, words: readonly string[]): Expansion | undefined {
    const home = words.length === 1 ? section : this.#model.sectionNamed(words[0] as string)
    const name = this.#model.nameOf(words.at(-1) as string)
    const target = home && this.#model.entryIn(home, name)
    if (home === undefined || target === undefined) return this.#unknown(entry, words, home)
    if (target.text === null) return this.#refuse('REFERENCE_UNKNOWN', `${written(words)} has no value`, entry, 'give it a value')
    return target.text.includes(this.#mark) ? this.#expand(home, target) : { text: target.text, height: 0 }
  }

  #split(entry: IniEntry): readonly Piece[] | undefined {
    const text = entry.text as string
    const [mark, open, close] = this.#rules.interpolation === 'basic' ? ['%', '(', ')s'] : ['$', '{', '}']
    const pieces: Piece[] = []
    let from = 0
    for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, from)) {
      if (at > from) pieces.push({ kind: 'text', text: text.slice(from, at) })
      if (text[at + 1] === mark) {
        pieces.push({ kind: 'text', text: mark })
        from = at + 2
        continue
      }
      const end = text[at + 1] === open ? text.indexOf(close[0] as string, at + 2) : -1
      const words = end < 0 ? [] : mark === '$' ? text.slice(at + 2, end).split(':') : [text.slice(at + 2, end)]
      if (end <= at + 2 || !text.startsWith(close, end) || words.length > 2) {
        const hint = `write ${mark}${mark} for a plain ${mark}, or ${mark}${open}name${close}`
        return this.#refuse('REFERENCE_SYNTAX', `${mark} begins no reference here`, entry, hint)
      }
      pieces.push({ kind: 'name', words })
      from = end + close.length
    }
    pieces.push({ kind: 'text', text: text.slice(from) })
    return pieces
  }

  #spend(amount: number, entry: IniEntry): void {
    this.#budget -= amount
    if (this.#budget >= 0) return
    throw new ConfigError({
      code: 'FORMAT_TOO_LARGE',
      severity: 'error',
      message: `references add more than ${this.#maxExpansion} characters`,
      path: entry.path,
      span: this.#place(entry),
      hint: 'shorten the values, or raise maxExpansion',
    })
  }

  #unknown(entry: IniEntry, words: readonly string[], home: IniSection | undefined): undefined {
    const known = home === undefined ? this.#model.sectionNames() : this.#model.namesIn(home)
    const near = known.length > 1000 ? [] : closest(words[home === undefined ? 0 : words.length - 1] as string, known)
    const hint = didYouMean(near) ?? 'define it in this section or the default section'
    return this.#refuse('REFERENCE_UNKNOWN', `${written(words)} names nothing`, entry, hint)
  }

  #cycle(section: IniSection, entry: IniEntry): Expansion {
    const start = this.#way.findIndex((step) => step.section === section && step.entry === entry)
    const steps = this.#way.slice(start).map((step) => step.entry)
    this.#report({
      code: 'REFERENCE_CYCLE',
      severity: 'error',
      message: `references lead in a circle: ${[...steps, entry].map((step) => JSON.stringify(step.key)).join(' -> ')}`,
      path: entry.path,
      span: this.#place(entry),
      hint: 'break the circle at one of the places listed',
      related: steps.slice(1).map((step) => ({ message: `by way of ${JSON.stringify(step.key)}`, span: this.#place(step) })),
    })
    return failed
  }

  #tooLong(entry: IniEntry): Expansion {
    const message = `more than ${this.#rules.maxChain} values refer to each other in a row`
    this.#refuse('REFERENCE_LIMIT', message, entry, 'shorten the chain of references')
    return failed
  }

  #refuse(code: Issue['code'], message: string, entry: IniEntry, hint: string): undefined {
    this.#report({ code, severity: 'error', message, path: entry.path, span: this.#place(entry), hint })
  }

  #place(entry: IniEntry): Span {
    return this.#span(entry.valueStart, entry.valueEnd)
  }
}

function written(words: readonly string[]): string {
  return JSON.stringify(words.join(':'))
}
