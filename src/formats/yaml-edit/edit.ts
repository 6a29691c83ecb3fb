import { ConfigError } from '../../errors/config-error.ts'
import { isEqual } from '../../values/equal.ts'
import type { Path } from '../../values/path.ts'
import { withValue } from '../../values/set.ts'
import type { Value } from '../../values/value.ts'
import type { Edit, Limits } from '../format.ts'
import { construct } from '../yaml/construct.ts'
import { type DocumentEvents, readEvents, secondDocument } from '../yaml/events.ts'
import { mergedEntry } from '../yaml/find.ts'
import { type Node, readNodes } from '../yaml/nodes.ts'
import { SourceText } from '../yaml/problem.ts'
import { insertEntry, insertItem } from './insert.ts'
import { type PlainValue, plainValue } from './plain-value.ts'
import { applyEdit, mutableCopy, stepsOf } from './plan.ts'
import { type Layout, rootText } from './print.ts'
import { removeMember } from './remove.ts'
import { isInFlow, replaceValue } from './replace.ts'
import { cannotEdit, checkAnchors, findTarget, type Target } from './target.ts'
import { applySplices, isBeforeLooseLines, layoutOf, type Splice } from './text.ts'

/**
 * Changes values in a text and nothing else in it. The result is read again: if its value is not the old one with
 * the edits done, nothing is returned.
 * @throws ConfigError FORMAT_EDIT, FORMAT_DISAGREEMENT, and all that reading throws
 */
export function editYaml(text: string, edits: readonly Edit[], file: string, limits: Limits): string {
  let draft = readDraft(text, file, limits)
  let value = mutableCopy(draft.value)
  for (const edit of edits) {
    const wanted: Edit = edit.kind === 'set' ? { ...edit, value: plainValue(edit.value, limits) } : edit
    for (const step of stepsOf(value, wanted)) draft = addStep(draft, step, file, limits)
    value = applyEdit(value, wanted)
  }
  const result = draft.finish()
  verify(result, value, file, limits)
  return result
}

/** Does a step, together with the ones before it where they cannot touch; otherwise the text is made and read first. */
function addStep(draft: Draft, step: Edit, file: string, limits: Limits): Draft {
  if (draft.splices.length > 0) {
    const joined = draft.canGrow ? joinable(draft, step) : undefined
    if (joined !== undefined) return draft.with(joined)
    return addStep(readAgain(draft.finish(), file, limits), step, file, limits)
  }
  return draft.with(spliceFor(draft, step))
}

function joinable(draft: Draft, step: Edit): Splice | undefined {
  try {
    const splice = spliceFor(draft, step)
    return isSmall(splice, draft.text) && splice.start >= (draft.splices.at(-1)?.end ?? 0) ? splice : undefined
  } catch (error) {
    // What an earlier step made may be what this one needs: read again, and it is thrown again if not.
    if (ConfigError.is(error)) return undefined
    throw error
  }
}

/** An exchange of characters within one line: what is behind it stays as it was read. */
function isSmall(splice: Splice, text: string): boolean {
  return splice.end > splice.start && !/[\r\n]/.test(splice.text) && !/[\r\n]/.test(text.slice(splice.start, splice.end))
}

/** A text that is being changed: splices are collected as long as they do not touch the same lines. */
class Draft {
  readonly source: SourceText
  readonly value: Value
  readonly splices: Splice[] = []
  readonly #document: DocumentEvents | undefined
  #root: Node | undefined
  #layout: Layout | undefined

  constructor(source: SourceText, value: Value, document: DocumentEvents | undefined) {
    this.source = source
    this.value = value
    this.#document = document
  }

  /** Where everything is; `undefined` for a text without a document. Made when it is asked for: the last draft is only compared. */
  get root(): Node | undefined {
    if (this.#document !== undefined) this.#root ??= readNodes(this.#document, this.text)
    return this.#root
  }

  get layout(): Layout {
    this.#layout ??= layoutOf(this.root, this.text)
    return this.#layout
  }

  get text(): string {
    return this.source.text
  }

  /** False after a change that moves more than the characters of one value. */
  get canGrow(): boolean {
    const last = this.splices.at(-1)
    return last === undefined || isSmall(last, this.text)
  }

  with(splice: Splice): this {
    this.splices.push(splice)
    return this
  }

  finish(): string {
    return applySplices(this.text, this.splices)
  }
}

function readDraft(text: string, file: string, limits: Limits): Draft {
  const source = new SourceText(text, file)
  const documents = readEvents(source, limits)
  if (documents.length > 1) {
    throw cannotEdit(
      source,
      secondDocument(source, documents),
      [],
      'has a second document, which begins here',
      'put each document into a file of its own',
    )
  }
  const [document] = documents
  if (document === undefined) return new Draft(source, null, undefined)
  return new Draft(source, construct(document, source, limits), document)
}

function spliceFor(draft: Draft, edit: Edit): Splice {
  const { root, source } = draft
  if (root === undefined || (edit.kind === 'set' && isNothing(root))) return firstContent(draft, edit)
  const target = findTarget(root, edit.path, source)
  checkAnchors(root, target, edit, source)
  if (edit.kind === 'remove') return removal(draft, target, edit.path)
  // Steps are made of plain values.
  const value = edit.value as PlainValue
  const splice = assignment(draft, target, edit.path, value, draft.layout)
  if (!isBeforeLooseLines(draft.text, splice.end)) return splice
  return assignment(draft, target, edit.path, value, { ...draft.layout, blockScalars: false })
}

function removal(draft: Draft, target: Target, path: Path): Splice {
  if (target.slot.kind === 'root')
    throw cannotEdit(draft.source, target.slot.value.range, path, 'is the whole document', 'remove the file, or its keys')
  const { slot } = target
  if (slot.kind === 'entry' && mergedEntry(slot.map, slot.entry.name) !== undefined) {
    const hint = 'set it to another value, or remove it from the merged map'
    throw cannotEdit(draft.source, slot.entry.key.range, path, 'would get the value that a merge key brings', hint)
  }
  return removeMember(slot, draft.text, draft.layout)
}

function assignment(draft: Draft, target: Target, path: Path, value: PlainValue, layout: Layout): Splice {
  const { slot, rest } = target
  const { text } = draft
  const [part, ...deeper] = rest
  if (part === undefined) return replaceValue(slot, value, text, layout)

  const nested = withValue(undefined, deeper, value) as PlainValue
  const node = slot.value
  if (node.kind === 'list') {
    if (Number(part) !== node.items.length)
      throw cannotEdit(
        draft.source,
        node.range,
        path,
        `is not in this list of ${node.items.length}`,
        'use an index of the list, or the next one to append',
      )
    if (node.items.length === 0 && !isInFlow(slot) && hasNoComment(node, text)) return replaceValue(slot, [nested], text, layout)
    return insertItem(node, nested, text, layout)
  }
  if (node.kind === 'map') {
    if (node.flow && !node.braces)
      throw cannotEdit(draft.source, node.range, path, 'needs braces around its map', 'put braces around the map by hand')
    if (node.entries.length === 0 && !isInFlow(slot) && hasNoComment(node, text))
      return replaceValue(slot, { [String(part)]: nested }, text, layout)
    return insertEntry(node, String(part), nested, text, layout)
  }
  if (node.kind !== 'scalar' || !isNull(draft, target, path)) {
    throw cannotEdit(
      draft.source,
      node.range,
      path,
      'leads through a value that is neither a map nor a list',
      'remove that value first',
    )
  }
  if (slot.kind === 'root' && node.range.start === node.range.end && node.outer === node.range.start)
    return firstContent(draft, { kind: 'set', path, value })
  return replaceValue(slot, withValue(undefined, rest, value) as PlainValue, text, layout)
}

function isNull(draft: Draft, target: Target, path: Path): boolean {
  let current: unknown = draft.value
  for (const part of path.slice(0, path.length - target.rest.length))
    current = (current as Readonly<Record<string, unknown>>)[String(part)]
  return current === null
}

function hasNoComment(node: Node, text: string): boolean {
  return !text.slice(node.range.start, node.range.end).includes('#')
}

/** A root without a character of its own. */
function isNothing(root: Node): boolean {
  return root.kind === 'scalar' && root.event.valueStart < 0 && root.propsEnd === 0
}

/** A document that has only comments so far: the new content goes behind them. */
function firstContent(draft: Draft, edit: Edit): Splice {
  const { text, layout } = draft
  const value = edit.kind === 'set' ? (withValue(undefined, edit.path, edit.value) as PlainValue) : null
  const written = rootText(value, layout)
  const end = /^\.\.\.\s*$/m.exec(text)?.index ?? text.length
  const isLineStart = end === 0 || /[\r\n]/.test(text[end - 1] as string)
  const isComplete = isLineStart || end < text.length
  return { start: end, end, text: (isLineStart ? '' : layout.eol) + written + (isComplete ? layout.eol : '') }
}

function verify(text: string, expected: Value, file: string, limits: Limits): void {
  if (!isEqual(readAgain(text, file, limits).value, expected)) throw disagreement(file)
}

/** Reads what we wrote ourselves: a problem in it is not the user's. */
function readAgain(text: string, file: string, limits: Limits): Draft {
  try {
    return readDraft(text, file, limits)
  } catch (cause) {
    if (!ConfigError.is(cause)) throw cause
    throw disagreement(file, cause)
  }
}

function disagreement(file: string, cause?: ConfigError): ConfigError {
  return new ConfigError(
    {
      code: 'FORMAT_DISAGREEMENT',
      severity: 'error',
      message: 'the edited text would not be read as it should be, so nothing was changed',
      file,
      hint: 'edit the file by hand, or rewrite its unusual parts in a plainer form',
    },
    { cause },
  )
}
