import { checkOptions } from './known-options.ts'
import { fileWatching, reading } from './later.ts'
import { locationOf, pathOf, withSlashes } from './location.ts'
import type { Source } from './source.ts'

export interface DirectoryOptions {
  /** Default: false. */
  readonly optional?: boolean
  /** Between levels in a file's name: `db__password` is `db.password`. `false`: a name is one key. Default: `__`. */
  readonly separator?: string | false
  readonly encoding?: 'utf-8' | 'latin1'
  /** Refuse larger files before reading them, in bytes. Default: the definition's limit, 64 MiB. */
  readonly maxBytes?: number
}

/**
 * A folder of which each file is one value, as Docker and Kubernetes mount secrets and settings: the name is the
 * key, the content is the text, without the line end it ends with. Folders inside are levels. Hidden files are
 * skipped. Kubernetes replaces all files at once behind the link `..data`; then all come from the same moment.
 *
 * ```ts
 * sources: [file('config/base.yaml'), directory('/run/secrets', { optional: true })]
 * ```
 */
export function directory(path: string | URL, options: DirectoryOptions = {}): Source {
  checkOptions('directory', options)
  const written = withSlashes(pathOf(path))
  const name = `directory:${written}`
  return {
    kind: 'directory',
    name,
    optional: options.optional ?? false,
    read: (context) => reading().readDirectory(written, options, context),
    missing: (context) => reading().missingFile(locationOf(written, context.cwd), name),
    watchTargets: (context) => fileWatching().directoryTargets(written, context),
  }
}
