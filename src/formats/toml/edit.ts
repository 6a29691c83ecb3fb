import { ConfigError } from '../../errors/config-error.ts'
import { isEqual } from '../../values/equal.ts'
import { getAt } from '../../values/get.ts'
import type { Path } from '../../values/path.ts'
import { withValue } from '../../values/set.ts'
import { isList, isMap, type Value } from '../../values/value.ts'
import type { Document, Edit } from '../format.ts'
import { lineEndOf } from '../lines.ts'
import { Editor } from './editor.ts'
import { indexOf } from './find.ts'
import { Printer } from './print.ts'
import type { Scan } from './scan.ts'

export interface EditContext {
  readonly parse: (text: string, file: string) => Document
  readonly scan: (text: string) => Scan
  readonly maxDepth: number
}

/**
 * Applies edits to a text, then reads the result again and compares it with what the edits mean. So an edit does
 * what was asked and changes no other value, or is refused.
 * @throws ConfigError FORMAT_EDIT, FORMAT_UNSUPPORTED_VALUE, and what `parse` throws
 */
export function editText(text: string, edits: readonly Edit[], file: string, context: EditContext): string {
  let expected = context.parse(text, file).value
  const printer = new Printer({ maxDepth: context.maxDepth, indent: 2 })
  const editor = new Editor(text, file, lineEndOf(text), printer, context.scan)
  for (const edit of edits) {
    if (edit.path.length > context.maxDepth) throw tooDeep(edit.path, context.maxDepth)
    if (edit.kind === 'remove') {
      editor.remove(edit.path)
      expected = withoutValue(expected, edit.path)
    } else {
      const value = asRead(edit.value, edit.path, printer, context)
      editor.set(edit.path, value, getAt(expected, edit.path))
      expected = withValue(expected, edit.path, value)
    }
  }
  const edited = editor.finish()
  if (!isEqual(readAgain(edited, file, context), expected)) throw disagreement(file)
  return edited
}

/** The value as a reader will have it: a date normalised, a number of either kind. */
function asRead(value: Value, path: Path, printer: Printer, context: EditContext): Value {
  const text = printer.inline(value, path)
  printer.finish()
  return getAt(context.parse(`value = ${text}`, 'value').value, ['value']) as Value
}

function readAgain(text: string, file: string, context: EditContext): Value {
  try {
    return context.parse(text, file).value
  } catch (cause) {
    throw disagreement(file, cause)
  }
}

function withoutValue(tree: Value, path: Path): Value {
  const parent = getAt(tree, path.slice(0, -1))
  const key = path.at(-1)
  if (key === undefined || parent === undefined || getAt(parent, [key]) === undefined) return tree
  if (isList(parent)) return withValue(tree, path.slice(0, -1), parent.toSpliced(indexOf(key) ?? 0, 1))
  if (!isMap(parent)) return tree
  const rest = Object.fromEntries(Object.entries(parent).filter(([name]) => name !== String(key)))
  return withValue(tree, path.slice(0, -1), rest)
}

function tooDeep(path: Path, maxDepth: number): ConfigError {
  const message = `nested deeper than ${maxDepth} levels`
  return new ConfigError({
    code: 'FORMAT_TOO_DEEP',
    severity: 'error',
    message,
    path: path.slice(0, 20),
    hint: 'use a shorter path',
  })
}

function disagreement(file: string, cause?: unknown): ConfigError {
  const message = 'the edited text would not read as the edits mean; nothing was changed'
  const hint = 'make the change by hand'
  return new ConfigError({ code: 'FORMAT_DISAGREEMENT', severity: 'error', message, file, hint }, { cause })
}
