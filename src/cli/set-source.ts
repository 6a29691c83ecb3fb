import type { Source } from '../sources/source.ts'
import { printPath } from '../values/path.ts'
import { withValue } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import { readKeyPath } from './path-argument.ts'
import { usageError } from './usage-error.ts'

/**
 * The values of `--set path=value`, above all other layers. Their text is coerced like an argument's.
 * @throws ConfigError CLI_USAGE
 */
export function setSource(settings: readonly string[]): Source {
  let value: Value = {}
  const given = new Set<string>()
  for (const setting of settings) {
    const sign = setting.indexOf('=')
    if (sign < 1) throw usageError(`${JSON.stringify(setting)} is no setting`, 'write --set server.port=8080')
    const path = readKeyPath(setting.slice(0, sign))
    value = withValue(value, path, setting.slice(sign + 1))
    given.add(printPath(path))
  }
  return {
    kind: 'set',
    name: 'arguments --set',
    read: () => ({
      kind: 'value',
      uri: 'argv:--set',
      version: '1',
      value,
      textOnly: true,
      nameOf: (path) => (given.has(printPath(path)) ? `--set ${printPath(path)}` : undefined),
    }),
  }
}
