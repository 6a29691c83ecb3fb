import { ConfigError } from '../errors/config-error.ts'
import { checkTree } from '../formats/check-tree.ts'
import type { Limits } from '../formats/format.ts'
import { hasDirectives } from '../merge/has-directives.ts'
import { holdsReferences } from '../references/referring-keys.ts'
import { copyValues } from '../sources/copy-values.ts'
import type { Source } from '../sources/source.ts'
import { getAt } from '../values/get.ts'
import { type Path, parsePath, printPath } from '../values/path.ts'
import { withValue } from '../values/set.ts'
import type { Value, ValueMap } from '../values/value.ts'
import type { Layer } from './layer.ts'

const source: Source = { kind: 'override', name: 'override', read: () => undefined }

/**
 * A layer that sets the given paths and nothing else. An index into a list brings the whole list along, because
 * a list of a higher layer replaces the one below.
 * @throws ConfigError OPTION_INVALID for a text that is no path and for what is no value, MERGE_UNSAFE_KEY, FORMAT_TOO_DEEP, FORMAT_TOO_LARGE
 */
export function overrideLayer(values: Readonly<Record<string, Value>>, below: Value, limits: Limits): Layer {
  let tree: Value = {}
  for (const [text, value] of Object.entries(copyValues(values, source.name))) {
    const path = parsePath(text)
    if (path === undefined || path.length === 0) throw notAPath(text)
    checkTree(withValue(undefined, path, value), limits, () => undefined)
    const list = path.findIndex((part) => typeof part === 'number')
    const base =
      list > 0 && getAt(tree, path.slice(0, list)) === undefined
        ? withValue(tree, path.slice(0, list), getAt(below, path.slice(0, list)) ?? [])
        : tree
    tree = withValue(base, path, value)
  }
  return {
    source,
    uri: 'override:',
    file: undefined,
    value: tree as ValueMap,
    textOnly: false,
    directives: hasDirectives(tree),
    references: holdsReferences(tree),
    small: false,
    warnings: () => [],
    locate: () => undefined,
    nameOf: (path: Path) => printPath(path),
  }
}

function notAPath(text: string): ConfigError {
  return new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `${JSON.stringify(text)} is not a path`,
    hint: 'write "server.port" or "hosts[0]"',
  })
}
