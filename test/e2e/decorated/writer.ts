import type { Random } from '../../fuzz/random.ts'
import type { Leaf } from './tree.ts'

export interface Place {
  readonly pointer: string
  readonly content: string
  readonly line: number
  readonly column: number
}

/** Puts a text together and notes where each value begins. */
export class Writer {
  text = ''
  readonly random: Random
  readonly lineEnd: string
  readonly #marks: { readonly pointer: string; readonly content: string; readonly offset: number }[] = []

  constructor(random: Random) {
    this.random = random
    this.lineEnd = random.pick(['\n', '\n', '\r\n'])
  }

  put(...texts: readonly string[]): void {
    for (const text of texts) this.text += text.replaceAll('\n', this.lineEnd)
  }

  one(...choices: readonly string[]): void {
    this.put(this.random.pick(choices))
  }

  chance(oneIn: number): boolean {
    return this.random.below(oneIn) === 0
  }

  /** The next character is the first of a value. */
  mark(path: readonly (string | number)[], leaf: Leaf): void {
    const pointer = path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
    this.#marks.push({ pointer, content: leaf.content, offset: this.text.length })
  }

  /** Lines end at LF; columns are counted in UTF-16 units from 1. */
  places(): readonly Place[] {
    return this.#marks.map(({ pointer, content, offset }) => {
      const lines = this.text.slice(0, offset).split('\n')
      return { pointer, content, line: lines.length, column: (lines.at(-1) as string).length + 1 }
    })
  }
}
