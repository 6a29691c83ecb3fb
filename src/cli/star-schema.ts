import { ConfigError } from '../errors/config-error.ts'
import { formatForFile } from '../formats/choose.ts'
import { defaultLimits, type FormatFactory } from '../formats/format.ts'
import { requireModule } from '../runtime/require-module.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import { isList, isMap, type Value } from '../values/value.ts'
import { starSpans } from './star-spans.ts'

/** What these keywords say of a secret is what everybody may know: its form, not its content. */
const harmless = new Set(
  (
    'type format pattern minLength maxLength minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minItems maxItems ' +
    'uniqueItems minProperties maxProperties required additionalProperties unevaluatedProperties title deprecated $ref ' +
    'x-secret x-env x-type x-restart x-merge x-deprecated x-allow-empty x-rules'
  ).split(' '),
)

/**
 * The text of a schema with what it says of secrets starred out: defaults, examples, choices. Their bounds stay, because
 * they are what a value was refused by. `undefined` for a text that cannot be read as its format.
 */
export function starSchema(text: string, file: string, isSecretName: (name: string) => boolean): string | undefined {
  try {
    const format = formatForFile(file)
    const document = requireModule<Record<string, FormatFactory>>(`#formats/${format}`)[format]?.().parse(text, file)
    if (document === undefined) return undefined
    const paths = secretParts(document.value, isSecretName)
    const spans = paths?.map((path) => document.locate(path)).filter((span): span is Span => span !== undefined)
    return spans && starSpans(text, spans)
  } catch (error) {
    if (ConfigError.is(error)) return undefined
    throw error
  }
}

interface Visit {
  readonly value: Value
  readonly path: Path
  readonly secret: boolean
}

/** `undefined` for a schema that is deeper than any is allowed to be. */
function secretParts(root: Value, isSecretName: (name: string) => boolean): readonly Path[] | undefined {
  const found: Path[] = []
  const waiting: Visit[] = [{ value: root, path: [], secret: false }]
  for (let visit = waiting.pop(); visit !== undefined; visit = waiting.pop()) {
    const { value, path, secret: around } = visit
    if (path.length > defaultLimits.maxDepth) return undefined
    const secret = around || (isMap(value) && value['x-secret'] === true)
    const entries = isMap(value) ? Object.entries(value) : isList(value) ? [...value.entries()] : []
    for (const [key, part] of entries) {
      const at = [...path, key]
      const isSchema = isMap(part) || (isList(part) && part.some(isMap))
      if (isSchema && !holdsValues.has(String(key))) {
        const named = path.at(-1) === 'properties' && isSecretName(String(key))
        waiting.push({ value: part, path: at, secret: secret || named })
      } else if (secret && !harmless.has(String(key)) && part !== null && typeof part !== 'boolean') found.push(at)
    }
  }
  return found
}

const holdsValues = new Set(['default', 'const', 'enum', 'examples'])
