import type { Issue } from '../../errors/issue.ts'
import { requireModule } from '../../runtime/require-module.ts'
import type { Span } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import { type Document, type Edit, type Format, type FormatFactory, type Limits, limitsOf, type PrintOptions } from '../format.ts'
import type { DocumentEvents } from './events.ts'
import { besides, full } from './later.ts'
import type { Node } from './nodes.ts'
import { errorAt, SourceText } from './problem.ts'
import { readPlain } from './read-plain.ts'

/** What `#formats/yaml-edit` exports. Writing is loaded when something is written. */
interface YamlWriting {
  printYaml(value: Value, limits: Limits, options?: PrintOptions): string
  editYaml(text: string, edits: readonly Edit[], file: string, limits: Limits): string
}

/** YAML 1.2 with the core schema and merge keys. Dates are text; an unknown tag is an error. */
export const yaml: FormatFactory = (options) => {
  const limits = limitsOf(options)
  const writing = (): YamlWriting => requireModule<YamlWriting>('#formats/yaml-edit')
  return {
    name: 'yaml',
    extensions: ['.yaml', '.yml'],
    mediaTypes: ['application/yaml', 'application/x-yaml', 'text/yaml'],
    textOnly: false,
    parse: (text, file) => parseOne(new SourceText(text, file), limits),
    parseAll: (text, file) => parseAll(new SourceText(text, file), limits),
    print: (value, printOptions) => writing().printYaml(value, limits, printOptions),
    edit: (text, edits, file) => writing().editYaml(text, edits, file, limits),
  } satisfies Format
}

function parseOne(source: SourceText, limits: Limits): Document {
  const plain = readPlain(source.text, limits)
  if (plain !== undefined) return new YamlDocument(plain.value, source, 0, limits, plain.mayBeSurprising)
  const documents = full().readEvents(source, limits)
  const [first, second] = documents
  if (second !== undefined) {
    throw errorAt(source, full().secondDocument(source, documents), {
      code: 'FORMAT_SYNTAX',
      message: 'a second document begins here, and one is expected',
      hint: 'remove the "---" line, or put the second document into a file of its own',
    })
  }
  return first === undefined ? emptyDocument : readDocument(first, 0, source, limits)
}

function parseAll(source: SourceText, limits: Limits): readonly Document[] {
  const plain = readPlain(source.text, limits)
  if (plain !== undefined) return [new YamlDocument(plain.value, source, 0, limits, plain.mayBeSurprising)]
  return full()
    .readEvents(source, limits)
    .map((document, index) => readDocument(document, index, source, limits))
}

/** Nothing but white space and comments. */
const emptyDocument: Document = { value: null, warnings: [], locate: () => undefined }

function readDocument(document: DocumentEvents, index: number, source: SourceText, limits: Limits): Document {
  const value = full().construct(document, source, limits)
  return new YamlDocument(value, source, index, limits)
}

const noWarnings: readonly Issue[] = []

class YamlDocument implements Document {
  readonly value: Value
  readonly #source: SourceText
  readonly #index: number
  readonly #limits: Limits
  #nodes: Node | undefined
  #warnings: readonly Issue[] | undefined

  constructor(value: Value, source: SourceText, index: number, limits: Limits, mayBeSurprising = true) {
    if (!mayBeSurprising) this.#warnings = noWarnings
    this.value = value
    this.#source = source
    this.#index = index
    this.#limits = limits
  }

  get warnings(): readonly Issue[] {
    this.#warnings ??= besides().findSurprises(this.#tree(), this.#source)
    return this.#warnings
  }

  locate(path: Path, part: 'value' | 'key' = 'value'): Span | undefined {
    const found = besides().findDefinition(this.#tree(), path)
    const node = part === 'key' ? (found?.key ?? (path.length > 0 ? found?.value : undefined)) : found?.value
    return node && this.#source.span(node.range)
  }

  /** Parsed a second time: the events of every document ever read would cost more memory than most will use. */
  #tree(): Node {
    // The same text gave as many documents when it was read.
    this.#nodes ??= besides().readNodes(
      full().readEvents(this.#source, this.#limits)[this.#index] as DocumentEvents,
      this.#source.text,
    )
    return this.#nodes
  }
}
