import { ConfigError } from '../../errors/config-error.ts'
import { isEqual } from '../../values/equal.ts'
import { getAt } from '../../values/get.ts'
import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'
import type { Document, Edit } from '../format.ts'
import { lineEndOf } from '../lines.ts'
import { Editor } from './editor.ts'
import { ExpectedTree } from './expected-tree.ts'
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
  const expected = new ExpectedTree(context.parse(text, file).value)
  const printer = new Printer({ maxDepth: context.maxDepth, indent: 2, multiLine: false })
  const editor = new Editor(text, file, lineEndOf(text), printer, context.scan)
  for (const edit of edits) {
    if (edit.path.length > context.maxDepth) throw tooDeep(edit.path, context.maxDepth)
    if (edit.kind === 'remove') {
      editor.remove(edit.path)
      expected.remove(edit.path)
    } else {
      const value = asRead(edit.value, edit.path, printer, context)
      editor.set(edit.path, value, expected.get(edit.path))
      expected.set(edit.path, value)
    }
  }
  const edited = editor.finish()
  if (!isEqual(readAgain(edited, file, context), expected.get([]) as Value)) throw disagreement(file)
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
