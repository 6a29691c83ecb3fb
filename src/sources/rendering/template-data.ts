import { ConfigError } from '../../errors/config-error.ts'
import { formatForFile } from '../../formats/choose.ts'
import { decode } from '../../formats/decode.ts'
import type { FormatFactory } from '../../formats/format.ts'
import { readFileBytes } from '../../runtime/read-file.ts'
import { requireModule } from '../../runtime/require-module.ts'
import type { TemplateOptions } from '../../templates/template-options.ts'
import { isMap, kindOf, type Value, type ValueMap } from '../../values/value.ts'
import { locationOf } from '../location.ts'
import { missingFile } from '../missing-file.ts'
import type { ReadContext } from '../source.ts'

/**
 * What a template sees, later ones over earlier ones: variables of the profile, lower layers, data files, values; and
 * under names that belong to us `profile`, `profiles` and `env`.
 * @throws ConfigError of a data file
 */
export function templateData(options: TemplateOptions, context: ReadContext): ValueMap {
  const files = options.data === undefined ? [] : [options.data].flat()
  const { profile } = context
  return {
    ...context.variables,
    ...lowerLayers(options, context),
    ...Object.assign({}, ...files.map((file) => readData(file, context))),
    ...options.values,
    ...(profile !== undefined && { profile, profiles: context.profiles }),
    ...(options.env !== undefined && { env: chosenVariables(options.env, context) }),
  }
}

function lowerLayers({ lower = false }: TemplateOptions, { keys }: ReadContext): ValueMap {
  if (lower === false || !isMap(keys.lower)) return {}
  if (lower === true) return keys.lower
  return Object.fromEntries(Object.entries(keys.lower).filter(([key]) => lower.includes(key)))
}

function chosenVariables(names: readonly string[], { env }: ReadContext): ValueMap {
  return Object.fromEntries(names.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])))
}

/** The values of a data file. */
export function readData(path: string, context: Pick<ReadContext, 'cwd' | 'maxBytes'>): ValueMap {
  const location = locationOf(path, context.cwd)
  const { absolute, file } = location
  const content = readFileBytes(absolute, { file, maxBytes: context.maxBytes })
  if (content === undefined) throw new ConfigError(missingFile(location, `file:${file}`))
  const name = formatForFile(file)
  // Named formats are in modules of their names, which export their factories by it.
  const factory = requireModule<Readonly<Record<string, FormatFactory>>>(`#formats/${name}`)[name] as FormatFactory
  const { value } = factory().parse(decode(content.bytes, file), file)
  return mapOf(value, file)
}

function mapOf(value: Value, file: string): ValueMap {
  if (isMap(value)) return value
  if (value === null) return {}
  throw new ConfigError({
    code: 'VALUE_TYPE',
    severity: 'error',
    message: `data of a template must be a map, not a ${kindOf(value)}`,
    file,
    hint: 'put the values under names',
  })
}
