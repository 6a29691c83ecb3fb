import { type CoercionRow, coercionTable } from '../src/validation/coercion-table.ts'

const begin = '<!-- table: written by scripts/write-coercion-doc.ts from src/validation/coercion-table.ts -->'
const end = '<!-- end of table -->'

/** The text of docs/coercion.md: its tables from the code, everything around them as it was. */
export function coercionDoc(before: string): string {
  const start = before.indexOf(begin)
  const stop = before.indexOf(end)
  if (start < 0 || stop < start) throw new Error('docs/coercion.md has lost the marks around its table')
  return `${before.slice(0, start)}${begin}\n\n${tables()}\n\n${before.slice(stop)}`
}

function tables(): string {
  const rows = coercionTable.map(({ name, accepts, besideText }) => `| ${cell(name)} | ${cell(accepts)} | ${cell(besideText)} |`)
  return `| type | texts it accepts | where a text is allowed too |
|---|---|---|
${rows.join('\n')}

| text | read as | gives |
|---|---|---|
${coercionTable.flatMap(exampleRows).join('\n')}`
}

function exampleRows({ name, examples }: CoercionRow): readonly string[] {
  return examples.map(
    ([text, result]) => `| \`${cell(text)}\` | ${name} | ${result === null ? 'stays a text, reported' : `\`${cell(result)}\``} |`,
  )
}

/** A bar would end the cell. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}
