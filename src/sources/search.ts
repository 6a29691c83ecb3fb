import { checkOptions } from './known-options.ts'
import { fileWatching, reading } from './later.ts'
import type { Source } from './source.ts'

export interface SearchOptions {
  /** Nothing found is no error. Default: false. */
  readonly optional?: boolean
  /** The last folder to look into. Default: the home folder when the working directory is below it, else the root. */
  readonly stopAt?: string
  /** `nearest`: only the first folder that has something. `all`: every folder, the nearest wins. Default: `nearest`. */
  readonly strategy?: 'nearest' | 'all'
}

/**
 * Looks for the configuration of a tool as its users expect it: in the working directory and upwards, in this
 * order, `<name>.config.{ts,js,…,json,yaml,toml}`, `.<name>rc` (YAML or JSON) and `.<name>rc.*`, the member
 * `<name>` of package.json, `.config/<name>.*`; then `<name>/config.*` in the user's configuration folder
 * (`XDG_CONFIG_HOME`, else `~/.config`). In one folder the first that is found counts.
 *
 * ```ts
 * sources: [search('shop', { strategy: 'all', optional: true }), env({ prefix: 'SHOP_' })]
 * ```
 */
export function search(name: string, options: SearchOptions = {}): Source {
  checkOptions('search', options)
  return {
    kind: 'search',
    name: `search:${name}`,
    optional: options.optional ?? false,
    read: () => undefined,
    expand: (context) => reading().expandSearch(name, options, context),
    watchTargets: (context) => fileWatching().searchTargets(name, options, context),
  }
}
