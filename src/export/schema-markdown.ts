import type { Field } from '../schema/fields/field.ts'
import type { Deprecation } from '../schema/fields/metadata.ts'
import { printByteSize } from '../values/byte-size.ts'
import { printDuration } from '../values/duration.ts'
import { printPath } from '../values/path.ts'
import { type FieldRow, fieldRows, type RowOptions } from './field-rows.ts'

export interface MarkdownOptions extends RowOptions {
  /** Heading of the page. Default: the title of the schema, or `Configuration`. */
  readonly title?: string
}

/** A reference of every setting: a table of what stands at the top, then one for each section, in the order of the schema. */
export function schemaMarkdown(root: Field, options: MarkdownOptions = {}): string {
  const rows = fieldRows(root, options)
  const byName = new Map(rows.map((row) => [row.name, row]))
  const shown = rows.filter((row) => !row.isSection && (!isItem(row, byName) || row.description !== undefined))
  const sections = new Set(shown.flatMap(({ path }) => (path.length > 1 ? [printPath(path.slice(0, 1))] : [])))
  const bySection = Map.groupBy(shown, ({ path }) => {
    const name = printPath(path.slice(0, 1))
    return sections.has(name) ? name : ''
  })
  // Behind a heading, the table of the top would look like a part of that section.
  const top = bySection.get('')
  const ordered = top === undefined ? [...bySection] : [['', top] as const, ...[...bySection].filter(([name]) => name !== '')]
  const parts = ordered.map(([section, own]) => printSection(section, byName.get(section), own))
  const heading = options.title ?? root.title ?? 'Configuration'
  const about = root.description === undefined || root.description === heading ? '' : `${plainText(root.description)}\n\n`
  return `# ${plainText(heading)}\n\n${about}${parts.join('\n')}`
}

/** What stands in a list is told by the type of the list. */
function isItem({ path }: FieldRow, byName: ReadonlyMap<string, FieldRow>): boolean {
  return path.at(-1) === '*' && byName.get(printPath(path.slice(0, -1)))?.type.startsWith('map') !== true
}

const columns = ['Setting', 'Type', 'Default', 'Variable', 'Description'] as const

function printSection(section: string, row: FieldRow | undefined, own: readonly FieldRow[]): string {
  const heading =
    section === '' ? '' : `## ${code(section)}\n\n${row?.description === undefined ? '' : `${plainText(row.description)}\n\n`}`
  const lines = own.map((each) => `| ${cellsOf(each).join(' | ')} |`)
  return `${heading}| ${columns.join(' | ')} |\n|${columns.map(() => '---').join('|')}|\n${lines.join('\n')}\n`
}

function cellsOf(row: FieldRow): readonly string[] {
  const { name, type, required, secret, variable } = row
  const marks = [required && row.default === undefined ? '**required**' : '', secret ? '**secret**' : ''].filter(
    (mark) => mark !== '',
  )
  return [
    code(name),
    [cellText(type), ...marks].join(', '),
    secret ? '' : defaultText(row),
    variable === undefined ? '' : code(variable),
    descriptionOf(row),
  ]
}

function defaultText(row: FieldRow): string {
  return row.default === undefined ? '' : code(notation(row, row.default.value))
}

/** Amounts in the notation that people write. */
export function notation({ type }: FieldRow, value: unknown): string {
  if (typeof value === 'number' && type.startsWith('duration')) return printDuration(value)
  if (typeof value === 'number' && type.startsWith('size')) return printByteSize(value)
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function descriptionOf({ description, deprecated, restart, examples, secret }: FieldRow): string {
  const shown = secret
    ? []
    : examples.slice(0, 3).map((example) => code(typeof example === 'string' ? example : JSON.stringify(example)))
  return [
    deprecated === undefined ? '' : deprecationText(deprecated),
    description === undefined ? '' : cellText(description),
    shown.length === 0 ? '' : `For example ${shown.join(', ')}.`,
    restart ? 'Takes effect after a restart.' : '',
  ]
    .filter((part) => part !== '')
    .join(' ')
}

function deprecationText({ replacedBy, removedIn, message }: Deprecation): string {
  const said = [
    replacedBy === undefined ? undefined : `use ${code(replacedBy)}`,
    removedIn === undefined ? undefined : `removed in ${cellText(removedIn)}`,
    message === undefined ? undefined : cellText(message),
  ].filter((part) => part !== undefined)
  return said.length === 0 ? '**Deprecated.**' : `**Deprecated**: ${said.join('; ')}.`
}

/** Text in backquotes, whatever it holds. */
function code(text: string): string {
  if (text === '') return '`""`'
  const fence = text.includes('`') ? '``' : '`'
  const gap = text.includes('`') ? ' ' : ''
  return `${fence}${gap}${oneLine(text).replaceAll('|', '\\|')}${gap}${fence}`
}

function cellText(text: string): string {
  return plainText(oneLine(text)).replaceAll('|', '\\|')
}

/** What a description writes must not become markup of the page. */
function plainText(text: string): string {
  return text.trim().replace(/[<>]/g, (sign) => (sign === '<' ? '&lt;' : '&gt;'))
}

function oneLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ')
}
