import type { ConfigDefinition } from '../../config/definition.ts'
import { formatOfFile } from '../../formats/choose.ts'
import { decode } from '../../formats/decode.ts'
import { commentAbove } from '../../schema/infer/comment-beside.ts'
import { readText } from '../../schema/infer/read-text.ts'
import type { Sample } from '../../schema/infer/sample.ts'
import type { Span } from '../../text/position.ts'
import { getAt } from '../../values/get.ts'
import { withValue } from '../../values/set.ts'
import type { Value } from '../../values/value.ts'
import { walkLeaves } from '../../values/walk.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { type LoadedProfile, loadProfile } from '../lint/lint-profile.ts'
import { readInput } from '../read-input.ts'

/** Each document of the files that were named, on its own. @throws ConfigError SOURCE_MISSING, FORMAT_SYNTAX … */
export async function samplesOfFiles(
  context: CliContext,
  names: readonly string[],
  flags: GlobalFlags & { readonly from?: string },
): Promise<readonly Sample[]> {
  const samples: Sample[] = []
  for (const name of names) {
    const { text, format, documents } = await readInput(context, name, flags)
    const lines = text.split(/\r\n|\n|\r/)
    for (const document of documents)
      samples.push({
        value: document.value,
        textOnly: format.textOnly,
        commentAt: (path) => commentAt(document.locate(path, 'key'), lines, format.name),
      })
  }
  return samples
}

/**
 * What each profile comes to. What stands in variables and arguments belongs to whoever runs the command, not to the
 * project; and a schema that is there already must not be met with itself.
 */
export async function samplesOfProfiles(
  context: CliContext,
  definition: ConfigDefinition,
  flags: GlobalFlags,
): Promise<readonly Sample[]> {
  const { schema: _, rules: _rules, validators: _validators, validation: _validation, ...rest } = definition
  const sources = definition.sources.filter(({ kind }) => kind !== 'env' && kind !== 'args' && kind !== 'stdin')
  const names = Object.keys(definition.profiles ?? {})
  const samples: Sample[] = []
  for (const name of names.length === 0 ? [undefined] : names)
    samples.push(sampleOf(await loadProfile(context, { ...rest, sources }, flags, name)))
  return samples
}

function sampleOf({ profile: { value: merged, layers }, readings }: LoadedProfile): Sample {
  let value: Value = merged
  for (const layer of layers) {
    if (!layer.textOnly) continue
    walkLeaves(layer.value, (path, text) => {
      if (typeof text === 'string' && getAt(value, path) === text) value = withValue(value, path, readText(text))
    })
  }
  const texts = new Map(
    readings.map(({ file, bytes, encoding }) => [file, () => decode(bytes, file, encoding).split(/\r\n|\n|\r/)]),
  )
  const lines = new Map<string, readonly string[]>()
  const linesOf = (file: string): readonly string[] => {
    const known = lines.get(file) ?? texts.get(file)?.() ?? []
    lines.set(file, known)
    return known
  }
  return {
    value,
    commentAt: (path) => {
      for (const layer of layers) {
        const span = layer.locate(path, 'key')
        const said = span && commentAt(span, linesOf(span.file), formatOfFile(span.file) ?? '')
        if (said !== undefined) return said
      }
      return undefined
    },
  }
}

function commentAt(span: Span | undefined, lines: readonly string[], format: string): string | undefined {
  return span && commentAbove(lines, span.start.line, format)
}
