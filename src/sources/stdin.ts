import type { Format, FormatOptions } from '../formats/format.ts'
import { checkOptions } from './known-options.ts'
import type { Reading, Source } from './source.ts'

export interface StdinOptions {
  /** Standard input has no name that could tell the format. */
  readonly format: string | Format
  /** Handed to the format. */
  readonly formatOptions?: FormatOptions & Readonly<Record<string, unknown>>
  /** Default: UTF-8, or UTF-16 where a byte order mark says so. */
  readonly encoding?: 'utf-8' | 'latin1'
}

/** Standard input can be read once in the life of a process; who asks again gets the same bytes. */
const inputs = new WeakMap<() => Promise<Uint8Array>, Promise<Uint8Array>>()

/**
 * What is piped into the process, to its end.
 *
 * ```ts
 * sources: [file('config/base.yaml'), stdin({ format: 'json' })]
 * ```
 */
export function stdin(options: StdinOptions): Source {
  checkOptions('stdin', options)
  const { format, formatOptions, encoding } = options
  return {
    kind: 'stdin',
    name: 'standard input',
    async read(context): Promise<Reading> {
      const input = inputs.get(context.stdin) ?? context.stdin()
      inputs.set(context.stdin, input)
      return { kind: 'bytes', uri: 'stdin:', version: '1', bytes: await input, file: '<stdin>', format, formatOptions, encoding }
    },
  }
}
