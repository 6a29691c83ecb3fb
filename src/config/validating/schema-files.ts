import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { checkTree } from '../../formats/check-tree.ts'
import { formatForFile } from '../../formats/choose.ts'
import { decode } from '../../formats/decode.ts'
import { type Document, defaultLimits, type FormatFactory } from '../../formats/format.ts'
import { readFileBytes } from '../../runtime/read-file.ts'
import { requireModule } from '../../runtime/require-module.ts'
import { missingFile } from '../../sources/missing-file.ts'
import type { Span } from '../../text/position.ts'
import { parsePath } from '../../values/path.ts'

/** The files that a schema is made of, with the places of their parts. */
export class SchemaFiles {
  readonly #root: string
  readonly #shown: (file: string) => string
  readonly #documents = new Map<string, Document | undefined>()

  /**
   * `root` is the folder that names are relative to, and that references must not leave; `shown` what messages call a
   * file by its name from there.
   */
  constructor(root: string, shown: (file: string) => string = (file) => file) {
    this.#root = root
    this.#shown = shown
  }

  /** @throws ConfigError SOURCE_MISSING, and whatever its format says */
  read(file: string): unknown {
    const document = this.#documentOf(file)
    if (document !== undefined) return document.value
    const absolute = process.getBuiltinModule('node:path').resolve(this.#root, file)
    throw new ConfigError(missingFile({ absolute, file: this.#shown(file) }, undefined, 'correct the name of the schema'))
  }

  /** The document that a reference leads to: a file beside the schema. Nothing else is opened. */
  readonly load = (uri: string): unknown => {
    const file = this.#insideRoot(uri)
    return file === undefined ? undefined : this.#documentOf(file)?.value
  }

  /** Does something with the schema; what is wrong with the schema itself gets its place in the file. */
  placing<T>(action: () => T): T {
    try {
      return action()
    } catch (error) {
      if (!ConfigError.is(error)) throw error
      throw new ConfigError(
        error.issues.map((issue) => this.#placed(issue)),
        { cause: error.cause },
      )
    }
  }

  #placed(issue: Issue): Issue {
    const span = issue.span === undefined && issue.rule !== undefined ? this.spanOf(issue.rule) : undefined
    return span === undefined ? issue : { ...issue, span, file: span.file }
  }

  /** The place of a rule such as `schema.json#/properties/port/maximum`. */
  spanOf(rule: string): Span | undefined {
    const sign = rule.indexOf('#')
    const [file, pointer] = sign < 0 ? [rule, ''] : [rule.slice(0, sign), rule.slice(sign + 1)]
    const path = pointer === '' ? [] : parsePath(pointer)
    const document = this.#documents.get(file)
    if (document === undefined || path === undefined) return undefined
    return document.locate(path, 'key') ?? document.locate(path)
  }

  #insideRoot(uri: string): string | undefined {
    if (/^[a-z][a-z0-9+.-]*:/i.test(uri)) return undefined
    const { isAbsolute, relative, resolve } = process.getBuiltinModule('node:path')
    const file = relative(this.#root, resolve(this.#root, decoded(uri)))
    return file.startsWith('..') || isAbsolute(file) ? undefined : file
  }

  #documentOf(file: string): Document | undefined {
    if (!this.#documents.has(file)) this.#documents.set(file, this.#parse(file))
    return this.#documents.get(file)
  }

  #parse(name: string): Document | undefined {
    const path = process.getBuiltinModule('node:path').resolve(this.#root, name)
    const file = this.#shown(name)
    const found = readFileBytes(path, { file, maxBytes: defaultLimits.maxBytes })
    if (found === undefined) return undefined
    const format = formatForFile(file)
    const document = requireModule<Record<string, FormatFactory>>(`#formats/${format}`)
      [format]?.()
      .parse(decode(found.bytes, file), file)
    if (document !== undefined) checkTree(document.value, defaultLimits, (at, part) => document.locate(at, part))
    return document
  }
}

/** A "%" that begins no encoded character stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
