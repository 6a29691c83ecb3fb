import { catalogue, type IssueCode } from '../../errors/catalogue.ts'
import { docsLink } from '../../errors/docs-link.ts'
import { closest } from '../../text/closest.ts'
import { didYouMean } from '../../text/words.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-code.ts'
import { paintFor, writeEnvelope } from '../output.ts'
import { usageError } from '../usage-error.ts'

/** Codes are upper case words with `_`; a key that looks like one is written in quotes or as a pointer. */
export function looksLikeCode(text: string): boolean {
  return /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$|^INTERNAL$/.test(text)
}

/** True for a code of the catalogue. */
export function isCode(text: string): text is IssueCode {
  return Object.hasOwn(catalogue, text)
}

/**
 * The page of an error code.
 * @throws ConfigError CLI_USAGE when there is no such code
 */
export function explainCode(context: CliContext, flags: GlobalFlags, code: string): ExitCode {
  if (!isCode(code))
    throw usageError(
      `there is no code ${JSON.stringify(code)}`,
      didYouMean(closest(code, Object.keys(catalogue))) ?? 'docs/errors.md lists every code',
    )
  const { title, cause, remedy } = catalogue[code]
  const docs = docsLink(code)
  if (flags.format === 'json')
    return writeEnvelope(context, { kind: 'ErrorPage', issues: [], data: { code, title, cause, remedy, docs } })

  const paint = paintFor(context, flags, context.stdout)
  const row = (label: string, text: string): string => `${paint.dim(label.padEnd(9))}${wrap(text, 9)}\n`
  context.stdout.write(
    `${paint.error(code)}${paint.strong(`: ${title}`)}\n\n${row('cause', cause)}${row('remedy', remedy)}${row('docs', docs)}`,
  )
  return exitCodes.fine
}

/** Lines of at most 90 cells, those after the first indented. */
function wrap(text: string, indent: number): string {
  const lines = [...text.matchAll(/\S.{0,80}(?=\s|$)/g)].map((match) => match[0])
  return lines.join(`\n${' '.repeat(indent)}`)
}
