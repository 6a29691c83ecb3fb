import type { Dialect } from '../dialect.ts'
import { addressFormats } from './addresses.ts'
import { amountFormats } from './amounts.ts'
import { dateFormats } from './date-time.ts'
import { textFormats } from './texts.ts'
import { uriFormats } from './uri.ts'

export type FormatTest = (text: string) => boolean

/** Which formats are checked. */
export interface Formats {
  /** `undefined` for formats that nobody knows, or that are only remarks. */
  find(name: string, dialect: Dialect): FormatTest | undefined
}

const all: Readonly<Record<string, FormatTest>> = {
  ...dateFormats,
  ...addressFormats,
  ...uriFormats,
  ...textFormats,
  ...amountFormats,
}

/** The formats of the specification, and ours. */
export const formatNames: readonly string[] = Object.keys(all)

export function formatsOf(mode: 'assert' | 'annotate'): Formats {
  return {
    find(name, dialect) {
      if (mode === 'annotate' && !dialect.assertsFormats) return undefined
      return Object.hasOwn(all, name) ? all[name] : undefined
    },
  }
}
