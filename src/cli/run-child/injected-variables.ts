import { toVariables } from '../../export/flatten.ts'
import type { Field } from '../../schema/fields/field.ts'
import { fieldAt } from '../../schema/fields/field-at.ts'
import { revealSecrets } from '../../values/mask.ts'
import type { ValueMap } from '../../values/value.ts'
import { withoutNull } from '../export-formats.ts'

/**
 * The configuration as variables for a child: by the names that the schema gives them (`x-env`), else as the environment
 * source of the same prefix reads them back. Secrets in clear; what is null is not set.
 * @throws ConfigError FORMAT_UNSUPPORTED_VALUE when two keys would have one name
 */
export function injectedVariables(value: ValueMap, root: Field | undefined, prefix: string): Readonly<Record<string, string>> {
  const ownName = (steps: readonly string[]): string | undefined => root && fieldAt(root, steps)?.env
  // Revealing and leaving out keep a map a map.
  return Object.fromEntries(toVariables(withoutNull(revealSecrets(value) as ValueMap), ownName, prefix))
}
