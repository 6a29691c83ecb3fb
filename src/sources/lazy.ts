import { large } from './later.ts'
import type { Source } from './source.ts'

/**
 * Sources that are not read at the start, but when something of a part of the configuration is first needed. They may set
 * nothing outside of that part; their values keep their paths.
 *
 * ```ts
 * sources: [file('config/base.yaml'), lazy('catalog', file('catalog.json')), env({ prefix: 'SHOP_' })]
 * ```
 * @throws ConfigError OPTION_INVALID
 */
export function lazy(part: string, ...sources: readonly Source[]): Source {
  return large().lazySource(part, sources)
}
