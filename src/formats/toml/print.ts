import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { DateTime } from '../../values/date-time.ts'
import { type Path, printPath } from '../../values/path.ts'
import { isList, isMap, kindOf, type Value, type ValueMap } from '../../values/value.ts'
import { isInt64, printDateTime, printKey, printKeys, printMultiLine, printNumber, printString } from './print-scalar.ts'

export interface PrinterOptions {
  readonly maxDepth: number
  /** Spaces before an element of an array that has a line for each. */
  readonly indent: number
  /** False: every value on one line, as an edit of a file with any line ends needs it. Default: true. */
  readonly multiLine?: boolean
}

/** Longer arrays get a line for each element. */
const lineWidth = 100

/** Writes values as TOML 1.0, which readers of 1.1 understand too. Collects what TOML has no words for. */
export class Printer {
  readonly #issues: Issue[] = []
  readonly #maxDepth: number
  readonly #indent: string
  readonly #multiLine: boolean

  constructor(options: PrinterOptions) {
    this.#maxDepth = options.maxDepth
    this.#indent = ' '.repeat(options.indent)
    this.#multiLine = options.multiLine ?? true
  }

  /** @throws ConfigError with everything that could not be printed */
  finish(): void {
    if (this.#issues.length > 0) throw new ConfigError(this.#issues)
  }

  document(value: Value): string {
    if (!isMap(value)) {
      this.#refuse([], `a TOML file is a map, not a ${kindOf(value)}`, 'put the value under a key')
      return ''
    }
    const sections: string[] = []
    this.#addTable(sections, [], [], value, '')
    return sections.length === 0 ? '' : `${sections.join('\n\n')}\n`
  }

  /** The sections of a table or an array of tables, without the line end behind the last. */
  sections(names: readonly string[], path: Path, value: ValueMap | readonly ValueMap[]): string {
    const sections: string[] = []
    this.#addSections(sections, names, path, value)
    return sections.join('\n\n')
  }

  /** A header of its own with the table below it: an element of an array of tables. */
  element(names: readonly string[], path: Path, value: ValueMap): string {
    const sections: string[] = []
    this.#addTable(sections, names, path, value, `[[${printKeys(names)}]]`)
    return sections.join('\n\n')
  }

  /** A value on one line. */
  inline(value: Value, path: Path): string {
    if (typeof value === 'string') return this.#text(value, path, printString)
    if (typeof value === 'number') return printNumber(value)
    if (typeof value === 'boolean') return String(value)
    if (typeof value === 'bigint')
      return isInt64(value) ? String(value) : this.#refuse(path, 'the integer does not fit in 64 bits', 'print it as text')
    if (value instanceof DateTime)
      return printDateTime(value) ?? this.#refuse(path, 'this is not a date that TOML can hold', 'print it as text')
    if (typeof value === 'object' && value !== null && path.length >= this.#maxDepth) throw tooDeep(path, this.#maxDepth)
    if (isList(value)) return `[${value.map((item, index) => this.inline(item, [...path, index])).join(', ')}]`
    if (isMap(value)) return this.#inlineMap(value, path)
    if (value === null) return this.#refuse(path, 'TOML has no null', 'leave the key out')
    return this.#refuse(path, `TOML has no words for a ${kindOf(value)}`, 'reveal a secret before printing it')
  }

  #inlineMap(map: ValueMap, path: Path): string {
    const entries = Object.entries(map).map(([key, value]) => `${this.key(key, path)} = ${this.inline(value, [...path, key])}`)
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
  }

  key(name: string, path: Path): string {
    return name.isWellFormed() ? printKey(name) : this.#refuse([...path, name], 'the key is not well-formed Unicode', 'rename it')
  }

  #text(text: string, path: Path, print: (text: string) => string): string {
    return text.isWellFormed()
      ? print(text)
      : this.#refuse(path, 'the text is not well-formed Unicode', 'remove the lone surrogate')
  }

  #addSections(sections: string[], names: readonly string[], path: Path, value: ValueMap | readonly ValueMap[]): void {
    if (!isList(value)) {
      this.#addTable(sections, names, path, value as ValueMap, `[${printKeys(names)}]`)
      return
    }
    const header = `[[${printKeys(names)}]]`
    value.forEach((element, index) => {
      this.#addTable(sections, names, [...path, index], element as ValueMap, header)
    })
  }

  /** Scalars first: behind a header of a table below, they would belong to that. */
  #addTable(sections: string[], names: readonly string[], path: Path, map: ValueMap, header: string): void {
    if (path.length >= this.#maxDepth) throw tooDeep(path, this.#maxDepth)
    const entries = Object.entries(map)
    const lines = entries.filter(([, value]) => !isSection(value)).map(([key, value]) => this.#line(key, value, path))
    const needsHeader = lines.length > 0 || entries.length === 0 || header.startsWith('[[')
    if (header !== '' && needsHeader) lines.unshift(header)
    if (lines.length > 0) sections.push(lines.join('\n'))
    for (const [key, value] of entries) {
      if (!isSection(value)) continue
      this.key(key, path)
      this.#addSections(sections, [...names, key], [...path, key], value)
    }
  }

  #line(key: string, value: Value, path: Path): string {
    const own = [...path, key]
    const start = `${this.key(key, path)} = `
    if (this.#multiLine && typeof value === 'string' && value.includes('\n'))
      return start + this.#text(value, own, printMultiLine)
    const line = start + this.inline(value, own)
    if (!this.#multiLine || !isList(value) || line.length <= lineWidth) return line
    const items = value.map((item, index) => `${this.#indent}${this.inline(item, [...own, index])},\n`)
    return `${start}[\n${items.join('')}]`
  }

  #refuse(path: Path, message: string, hint: string): string {
    this.#issues.push({ code: 'FORMAT_UNSUPPORTED_VALUE', severity: 'error', message: withPath(path, message), path, hint })
    return '""'
  }
}

/** True for what is printed under headers: a map, or a list of nothing but maps. */
export function isSection(value: Value): value is ValueMap | readonly ValueMap[] {
  return isMap(value) || (isList(value) && value.length > 0 && value.every(isMap))
}

function withPath(path: Path, message: string): string {
  return path.length === 0 ? message : `${printPath(path)}: ${message}`
}

function tooDeep(path: Path, maxDepth: number): ConfigError {
  return new ConfigError({
    code: 'FORMAT_TOO_DEEP',
    severity: 'error',
    message: `nested deeper than ${maxDepth} levels`,
    path: path.slice(0, 20),
    hint: 'flatten the data, or raise maxDepth',
  })
}
