import type { Issue } from '../../errors/issue.ts'
import { countCommentLines } from '../../export/comments.ts'
import { type Converted, convertTo, mostPaths } from '../../export/convert.ts'
import { wholeFloatsLost } from '../../export/whole-floats.ts'
import { writeFileAtomically } from '../../runtime/atomic-write.ts'
import { count } from '../../text/words.ts'
import type { Value } from '../../values/value.ts'
import { checkFormat } from '../check-format.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { fileFormat } from '../file-format.ts'
import { writeIssues } from '../output.ts'
import { pathOf } from '../paths.ts'
import { type Input, readInput } from '../read-input.ts'
import { usageError } from '../usage-error.ts'

interface ConvertFlags {
  readonly from?: string
  readonly to?: string
}

/** `convert <in> <out|->`: the same data in another format; what is lost goes to standard error. */
export const convert: Command<ConvertFlags> = async (context, [from = '', to = ''], flags) => {
  // `--json` asks for the form of the answer, and here the answer is the data.
  const target = flags.to ?? (to === '-' && flags.format !== undefined ? flags.format : undefined)
  if (to === '-' && target === undefined)
    throw usageError('standard output has no name that tells its format', 'say it: --to json')
  if (to !== '-') checkFormat(flags.format)
  const format = await fileFormat(context, flags, { file: to, asked: target, flag: '--to' })
  const input = await readInput(context, from, flags)

  const { value, losses } = adapt(input, format.name, flags.verbose)
  const text = format.print(value)
  if (to === '-') context.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  else writeFileAtomically(pathOf(context, to), text, { file: to })
  writeIssues(context, flags, [...warningsOf(input), ...losses.map((issue) => ({ ...issue, file: input.file }))])
  return exitCodes.fine
}

function adapt(input: Input, format: string, every: boolean | undefined): Converted {
  const [first] = input.documents
  const whole = input.documents.length === 1 && first ? first.value : allDocuments(input)
  const converted = convertTo(format, whole, { every: every === true })
  return {
    value: converted.value,
    losses: [
      ...commentsLost(input),
      ...documentsJoined(input),
      ...floatsLost(input, format, every === true),
      ...converted.losses,
    ],
  }
}

function allDocuments(input: Input): Value {
  return input.documents.map((document) => document.value)
}

function warningsOf(input: Input): readonly Issue[] {
  return input.documents.flatMap((document) => document.warnings)
}

function commentsLost(input: Input): readonly Issue[] {
  const lines = countCommentLines(input.format.name, input.text)
  if (lines === 0) return []
  return [{ code: 'FORMAT_LOSS', severity: 'warning', message: `comments are left out (${count(lines, 'line')})` }]
}

/** Who reads TOML often asks for a float or an integer, and takes nothing else. */
function floatsLost(input: Input, format: string, every: boolean): readonly Issue[] {
  if (input.format.name !== 'toml' || format !== 'toml') return []
  return input.documents.flatMap((document) => wholeFloatsLost(document, input.text, mostPaths(every)))
}

function documentsJoined(input: Input): readonly Issue[] {
  if (input.documents.length < 2) return []
  return [{ code: 'FORMAT_LOSS', severity: 'warning', message: `${input.documents.length} documents become a list` }]
}
