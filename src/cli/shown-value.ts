import { toPlainJson } from '../export/plain-json.ts'
import { hasSecrets, maskSecrets, revealSecrets } from '../values/mask.ts'
import { isList, isMap, type Value } from '../values/value.ts'
import type { CliContext } from './context.ts'
import { fingerprinter } from './fingerprint.ts'

/** The value as it may be printed: secrets as fingerprints, unless they are to be shown. */
export function shownValue(context: CliContext, value: Value, reveal: boolean | undefined): Value {
  if (!hasSecrets(value)) return value
  return reveal ? revealSecrets(value) : maskSecrets(value, fingerprinter(context.env))
}

/** One line for tables: text as it is, maps and lists as JSON, the end cut off where it is too long. */
export function shortText(value: Value, cells = 60): string {
  const text =
    isMap(value) || isList(value)
      ? JSON.stringify(toPlainJson(value))
      : typeof value === 'string'
        ? quoteIfUnclear(value)
        : String(value)
  return text.length > cells ? `${text.slice(0, cells - 1)}…` : text
}

/** Text that would look like something else (or like nothing) gets quotes. */
function quoteIfUnclear(text: string): string {
  const unclear =
    text !== text.trim() || /[\n\r\t]/.test(text) || /^(true|false|null)?$/i.test(text) || !Number.isNaN(Number(text))
  return unclear ? JSON.stringify(text) : text
}
