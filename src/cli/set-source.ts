import type { Issue } from '../errors/issue.ts'
import { EnvNames } from '../sources/env-names.ts'
import type { KnownKeys, Source } from '../sources/source.ts'
import { didYouMean } from '../text/words.ts'
import { type Path, printPath } from '../values/path.ts'
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
  const given = new Map<string, Path>()
  for (const setting of settings) {
    const sign = setting.indexOf('=')
    if (sign < 1) throw usageError(`${JSON.stringify(setting)} is no setting`, 'write --set server.port=8080')
    const path = readKeyPath(setting.slice(0, sign))
    value = withValue(value, path, setting.slice(sign + 1))
    given.set(printPath(path), path)
  }
  return {
    kind: 'set',
    name: 'arguments --set',
    usesKeys: true,
    read: ({ keys }) => ({
      kind: 'value',
      uri: 'argv:--set',
      version: '1',
      value,
      textOnly: true,
      nameOf: (path) => (given.has(printPath(path)) ? `--set ${printPath(path)}` : undefined),
      warnings: nearMisses([...given.values()], keys),
    }),
  }
}

/** A new key whose name is like one that exists is most likely a slip. */
function nearMisses(paths: readonly Path[], keys: KnownKeys): readonly Issue[] {
  const names = new EnvNames({ separator: '.', keys })
  return paths.flatMap((path) => {
    const reading = names.readPath(path)
    if (reading.kind !== 'new' || reading.near.length === 0) return []
    const name = `--set ${printPath(path)}`
    const hint = didYouMean(reading.near.map((near) => `--set ${printPath(near)}`))
    return [{ code: 'SOURCE_NEAR_MISS', severity: 'warning', message: `${JSON.stringify(name)} fits no key`, name, hint }]
  })
}
