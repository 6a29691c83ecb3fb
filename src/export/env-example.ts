import type { Field } from '../schema/fields/field.ts'
import { deprecationLine } from './declarations/notes.ts'
import { type FieldRow, fieldRows, type RowOptions } from './field-rows.ts'
import { notation } from './schema-markdown.ts'

/** How texts are written; a .env file's own printer knows what needs quotes. */
export type PrintLine = (name: string, value: string) => string

/**
 * A .env file to copy: every variable with what it means and its default. What has none stands behind a `#`, so that
 * the file changes nothing as it is; what is required or secret stands without a value, to be filled in.
 */
export function envExample(root: Field, printLine: PrintLine, options: RowOptions = {}): string {
  const rows = fieldRows(root, options).filter((row) => row.variable !== undefined && !row.isSection)
  const bySection = Map.groupBy(rows, ({ path }) => (path.length > 1 ? String(path[0]) : ''))
  return [...bySection.values()].map((own) => own.map((row) => printVariable(row, printLine)).join('\n')).join('\n')
}

function printVariable(row: FieldRow, printLine: PrintLine): string {
  const comments = [...(row.description ?? '').trim().split(/\s*[\r\n]+\s*/), factsOf(row), goneText(row)]
  const comment = comments.filter((line) => line !== '').map((line) => `# ${line}\n`)
  return comment.join('') + assignment(row, printLine)
}

/** `whole number, 1 to 65535; required`. */
function factsOf({ name, type, required, secret, restart, default: given }: FieldRow): string {
  const facts = [
    `${name}: ${type}`,
    required && given === undefined ? 'required' : '',
    secret ? 'secret' : '',
    restart ? 'takes effect after a restart' : '',
  ]
  return facts.filter((fact) => fact !== '').join('; ')
}

function goneText({ deprecated }: FieldRow): string {
  return deprecated === undefined ? '' : deprecationLine(deprecated).replace(/^@deprecated ?/, 'Deprecated: ')
}

/** An empty variable counts as not set, so it may stand there. */
function assignment(row: FieldRow, printLine: PrintLine): string {
  const { variable = '', required, secret, deprecated, default: given } = row
  if (deprecated !== undefined) return `# ${printLine(variable, '')}`
  if (secret || (required && given === undefined)) return printLine(variable, '')
  if (given === undefined || given.value === null) return `# ${printLine(variable, '')}`
  return printLine(variable, notation(row, given.value))
}
