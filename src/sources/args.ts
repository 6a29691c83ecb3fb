import { checkOptions } from './known-options.ts'
import { reading } from './later.ts'
import type { Source } from './source.ts'

export interface ArgsOptions {
  /** Only options that begin with it, and it is cut off: `config.` for `--config.server.port`. Default: none. */
  readonly prefix?: string
  /** What to do with an option that fits no key: make a new key, or leave it to the program. Default: `keep`. */
  readonly unknown?: 'keep' | 'ignore'
}

/**
 * Long options of the command line: `--server.port 1`, `--server.port=1`, `--db.pool-size 5` (as `db.poolSize`),
 * `--verbose` for true, `--no-color` for false, a repeated option for a list. What follows an option is its value
 * unless it begins with `--`; write `--verbose=true` in front of a positional argument (a key that is true or false
 * in a layer below takes only such a word). Short options, positional arguments and all behind `--` are left alone.
 *
 * ```ts
 * sources: [file('config/base.yaml'), env({ prefix: 'SHOP_' }), args()]
 * ```
 */
export function args(options: ArgsOptions = {}): Source {
  checkOptions('args', options)
  return {
    kind: 'args',
    name: 'arguments',
    optional: true,
    usesKeys: true,
    read: (context) => reading().readArgs(context, options),
  }
}
