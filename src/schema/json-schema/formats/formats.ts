import type { Dialect } from '../dialect.ts'

export type FormatTest = (text: string) => boolean

/** Which formats are checked. */
export interface Formats {
  find(name: string, dialect: Dialect): FormatTest | undefined
}

export function formatsOf(_mode: 'assert' | 'annotate'): Formats {
  return { find: () => undefined }
}
