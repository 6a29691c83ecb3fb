import { ConfigError } from '../errors/config-error.ts'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import { namedTargets } from './file-targets.ts'
import { forFirstLoad } from './first-load.ts'
import { checkOptions } from './known-options.ts'
import { naming } from './later.ts'
import { namedFiles } from './named-files.ts'
import { readPlainVariables } from './plain-variables.ts'
import type { ReadContext, Reading, Source } from './source.ts'
import { unlessUnchanged } from './unchanged.ts'
import type { VariableContext, VariableOptions, Variables } from './variables.ts'

export type EnvOptions = VariableOptions

/**
 * Environment variables. `SHOP_SERVER__PORT` is `server.port`; `SHOP_DB_POOL_SIZE` is matched against the keys of
 * the schema and of the layers below (`db.poolSize`, `db.pool.size`; two that fit are an error); what matches
 * nothing becomes lower case, level by level. `SHOP_HOSTS__0` changes the first element of a list below: this
 * layer then holds the whole list. An empty variable counts as not set.
 *
 * Without a prefix the environment is full of names of other programs, so only those are taken that fit a key or
 * are named by the schema or in `map`. Mind that `USER` and `PATH` are such names.
 *
 * ```ts
 * sources: [file('config/base.yaml'), env({ prefix: 'SHOP_', map: { PORT: 'server.port' } })]
 * ```
 */
export function env(options: EnvOptions = {}): Source {
  checkOptions('env', options)
  const prefix = options.prefix ?? ''
  return forFirstLoad({
    kind: 'env',
    name: `environment ${prefix}*`,
    optional: true,
    usesKeys: true,
    read: (context) => readEnv(context, options),
    watchTargets: ({ previous }) => namedTargets(previous),
  })
}

function readEnv({ env: environment, cwd, keys, previous }: ReadContext, options: EnvOptions): Reading {
  const context = { cwd, keys, foreign: (options.prefix ?? '') === '', ignoreCase: process.platform === 'win32' }
  const variables = readPlainVariables(environment, options, context) ?? readAll(environment, options, context)
  const { value, nameOf, warnings } = variables
  const reading = { uri: `env:${options.prefix ?? ''}*`, value, textOnly: true, nameOf, warnings, locate: locateIn(variables) }
  const answer = unlessUnchanged(reading, previous, fingerprintOf(variables, environment))
  if (variables.files.size > 0)
    namedFiles.set(
      answer,
      [...variables.files.values()].map(({ absolute }) => absolute),
    )
  return answer
}

function readAll(environment: ReadContext['env'], options: EnvOptions, context: VariableContext): Variables {
  const given = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const variables = naming().readVariables(given, options, context)
  if (variables.issues.length > 0) throw new ConfigError(variables.issues)
  return variables
}

/** A value that came from a file is in that file. */
export function locateIn(variables: Variables): (path: Path) => Span | undefined {
  return (path) => {
    const found = variables.files.get(variables.nameOf(path) ?? '')
    if (found === undefined) return undefined
    const start = { line: 1, column: 1, offset: 0 }
    return { file: found.file, start, end: start }
  }
}

/** Which names were there, and which files they named: the values are compared by themselves. */
function fingerprintOf({ files, warnings }: Variables, environment: ReadContext['env']): string {
  const names = Object.keys(environment)
  for (const [name, { file }] of files) names.push(`${name}>${file}`)
  for (const { name } of warnings) names.push(String(name))
  return names.join('\n')
}
