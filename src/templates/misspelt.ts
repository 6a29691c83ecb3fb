import type { Issue } from '../errors/issue.ts'
import { closest } from '../text/closest.ts'
import { didYouMean } from '../text/words.ts'
import { ownFilters } from './filters.ts'
import { spanOf, type TemplateFile } from './template-files.ts'
import { type UsedWord, wordsUsed } from './used-names.ts'
import { engineFilters, engineTests } from './words.ts'

const known = {
  filter: new Set([...engineFilters, ...Object.keys(ownFilters)]),
  test: new Set(engineTests),
} as const

/** The first filter or test that does not exist. As in Jinja2, also where it would not be reached. */
export function misspelt(file: TemplateFile): Issue | undefined {
  for (const piece of file.pieces) {
    if (piece.kind !== 'output' && piece.kind !== 'tag') continue
    const wrong = wordsUsed(file.source, piece).find(({ kind, name }) => !known[kind].has(name))
    if (wrong !== undefined) return noSuch(file, wrong)
  }
  return undefined
}

function noSuch(file: TemplateFile, { kind, name, start, end }: UsedWord): Issue {
  return {
    code: 'TEMPLATE_SYNTAX',
    severity: 'error',
    message: `there is no ${kind} ${JSON.stringify(name)}`,
    span: spanOf(file, { start, end }),
    hint: didYouMean(closest(name, known[kind])) ?? `docs/templates.md lists the ${kind}s`,
  }
}
