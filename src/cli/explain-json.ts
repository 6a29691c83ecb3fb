import type { Explanation, Origin } from '../config/explain.ts'
import { toPlainJson } from '../export/plain-json.ts'
import { printPath } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import { shownExpression, shownRung } from './shown-expression.ts'

/** The ladder for machines: `Explanation.data` of the envelope. `shown` hides secrets. */
export function explanationToJson(explanation: Explanation, shown: (value: Value) => Value): Readonly<Record<string, unknown>> {
  const { path, value, secret, profile, profileReason, winner, shadowed, coercedFrom, derivation } = explanation
  const shownOf = (said: Value): Value => shownRung(said, secret, shown)
  return {
    path: printPath(path),
    value: toPlainJson(shown(value)),
    secret,
    profile,
    profileReason: profileReason ?? null,
    winner: originToJson(winner, shownOf),
    shadowed: shadowed.map((origin) => originToJson(origin, shownOf)),
    coercedFrom: secret ? null : (coercedFrom ?? null),
    derivation: derivation ? derivationToJson(derivation, explanation, shown) : null,
  }
}

/** An origin has a file with a place, or a name: a variable, a flag. A line of a .env file has both. */
function originToJson(
  { source, file, span, name, value, importedBy }: Origin,
  shown: (value: Value) => Value,
): Readonly<Record<string, unknown>> {
  const place = span ? { file: span.file, line: span.start.line, column: span.start.column } : file === undefined ? {} : { file }
  const imports = importedBy.map(({ file: importing, start }) => ({ file: importing, line: start.line, column: start.column }))
  return {
    source,
    ...place,
    ...(name !== undefined && { name }),
    ...(imports.length > 0 && { importedBy: imports }),
    value: toPlainJson(shown(value)),
  }
}

function derivationToJson(
  { expression, uses }: NonNullable<Explanation['derivation']>,
  { secret }: Explanation,
  shown: (value: Value) => Value,
): Readonly<Record<string, unknown>> {
  return {
    expression: shownExpression(expression, secret),
    uses: uses.map((use) => ({
      expression: shownExpression(use.expression, secret),
      ...(use.path && { path: printPath(use.path) }),
      ...use.answeredBy,
      ...(use.value !== undefined && { value: toPlainJson(shown(use.value)) }),
      fallback: use.fallback,
      ...(use.origin && { origin: originToJson(use.origin, shown) }),
    })),
  }
}
