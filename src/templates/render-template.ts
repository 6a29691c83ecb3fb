import { ConfigError } from '../errors/config-error.ts'
import type { ValueMap } from '../values/value.ts'
import { diagnose } from './diagnose.ts'
import { type LineMap, makeLineMap } from './line-map.ts'
import { plainData } from './plain-data.ts'
import { type Job, run } from './run.ts'
import { type TemplateAccess, TemplateFiles } from './template-files.ts'
import { defaultTemplateLimits, type TemplateOptions } from './template-options.ts'

/** The engine counts in 32 bits, with a sign. */
const mostFuel = 2_147_483_647

/** A template, and what it needs of the world. */
export interface TemplateInput extends Pick<TemplateOptions, 'trimBlocks' | 'lstripBlocks' | 'limits'> {
  readonly main: { readonly absolute: string; readonly file: string; readonly source: string }
  readonly data: ValueMap
  /** Absolute. What is included must be in it. */
  readonly folder: string
  readonly access: TemplateAccess
}

/** A template that has been rendered. */
export interface Rendered {
  readonly text: string
  /** All files that took part, the template first; with their texts, to notice changes. */
  readonly files: readonly { readonly absolute: string; readonly source: string }[]
  /** Made when it is first asked for: most texts are right. */
  lines(): LineMap | undefined
}

/**
 * The text that a template gives.
 * @throws ConfigError TEMPLATE_SYNTAX, TEMPLATE_UNDEFINED, TEMPLATE_INCLUDE_MISSING, TEMPLATE_LIMIT …
 */
export function renderTemplate(input: TemplateInput): Rendered {
  const given = { ...defaultTemplateLimits, ...input.limits }
  const limits = { ...given, fuel: Math.min(given.fuel, mostFuel) }
  const files = new TemplateFiles(input.access, input.main, input.folder, limits.files)
  const { trimBlocks = false, lstripBlocks = false } = input
  const job: Job = { files, data: plainData(input.data), limits, trimBlocks, lstripBlocks }
  files.readNamed()
  const outcome = run(job)
  if (outcome.kind === 'failed') {
    const issue = diagnose(job, outcome)
    throw new ConfigError(issue.span === undefined ? { ...issue, file: files.main.file } : issue)
  }
  const { text } = outcome
  if (text.length > limits.output) throw tooLong(files.main.file, limits.output)
  let lines: { readonly map: LineMap | undefined } | undefined
  return {
    text,
    files: files.all.map(({ absolute, source }) => ({ absolute, source })),
    lines() {
      lines ??= { map: makeLineMap(job, text) }
      return lines.map
    },
  }
}

function tooLong(file: string, most: number): ConfigError {
  return new ConfigError({
    code: 'TEMPLATE_LIMIT',
    severity: 'error',
    message: `the template gives more than ${most} characters`,
    file,
    hint: 'raise limits.output if it is meant',
  })
}
