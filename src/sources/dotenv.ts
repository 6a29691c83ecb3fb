import { fileTargets } from './file-targets.ts'
import { checkOptions } from './known-options.ts'
import { reading } from './later.ts'
import { locationOf, pathOf, withSlashes } from './location.ts'
import type { Source } from './source.ts'
import type { VariableOptions } from './variables.ts'

export interface DotenvOptions extends VariableOptions {
  /** Default: `.env` in the working directory, which may be absent. */
  readonly path?: string | URL
  /** Default: false for a path that was given, true for the default one. */
  readonly optional?: boolean
  /** Replace `$NAME` and `${NAME}` in the file's own values. Default: the rule of the format. */
  readonly expand?: boolean
  readonly encoding?: 'utf-8' | 'latin1'
  /** Refuse larger files before reading them, in bytes. Default: the definition's limit, 64 MiB. */
  readonly maxBytes?: number
}

/**
 * A .env file whose names become paths as those of the environment do: `SERVER__PORT` is `server.port`. Names that
 * fit no key become lower case; with a prefix, names without it are left out.
 *
 * ```ts
 * sources: [file('config/base.yaml'), dotenv(), dotenv({ path: '.env.local', prefix: 'SHOP_', optional: true })]
 * ```
 */
export function dotenv(options: DotenvOptions = {}): Source {
  checkOptions('dotenv', options)
  const path = withSlashes(pathOf(options.path ?? '.env'))
  const name = `dotenv:${path}`
  return {
    kind: 'dotenv',
    name,
    optional: options.optional ?? options.path === undefined,
    usesKeys: true,
    read: (context) => reading().readDotenv(path, options, context),
    missing: (context) => reading().missingFile(locationOf(path, context.cwd), name),
    watchTargets: (context) => fileTargets(path, context),
  }
}
