import { catalogue, type IssueCode } from '../src/errors/catalogue.ts'

/** A hand-written part of a section begins with this line and ends with the section. */
const exampleMark = '<!-- example -->'

/** The text of docs/errors.md: one section a code, from the catalogue. Examples written by hand are kept. */
export function errorsDoc(before: string): string {
  const codes = Object.keys(catalogue) as IssueCode[]
  const examples = examplesIn(before)
  return `# Errors

<!-- Written by scripts/write-errors-doc.ts from src/errors/codes. Run npm run docs:errors after a change there.
     What stands below an "example" mark is written by hand and kept. -->

Every problem has a code. It is in the first line of a message, in \`issue.code\`, and in the JSON of every command.
Codes are stable: they may be added, never renamed or reused. \`configmanage explain <CODE>\` prints its section.

${codes.map((code) => `[${code}](#${code.toLowerCase()})`).join(' · ')}

${codes.map((code) => section(code, examples.get(code))).join('\n')}`
}

/** The codes that have a section, in order. */
export function codesIn(text: string): readonly string[] {
  return [...text.matchAll(/^## ([A-Z_]+)$/gm)].map(([, code]) => code ?? '')
}

function section(code: IssueCode, example: string | undefined): string {
  const { title, cause, remedy } = catalogue[code]
  const body = `## ${code}\n\n**${title}**\n\n${cause}\n\nWhat to do: ${remedy}\n`
  return example === undefined ? body : `${body}\n${exampleMark}\n\n${example.trim()}\n`
}

function examplesIn(text: string): ReadonlyMap<string, string> {
  const sections = text.split(/^## /m).slice(1)
  const pairs = sections.map((part): [string, string] => {
    const [head = '', ...rest] = part.split(exampleMark)
    return [head.split('\n')[0] ?? '', rest.join(exampleMark)]
  })
  return new Map(pairs.filter(([, example]) => example.trim() !== ''))
}
