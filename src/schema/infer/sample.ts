import type { Path } from '../../values/path.ts'
import type { Value } from '../../values/value.ts'

/** One file or profile that a schema is inferred from. */
export interface Sample {
  readonly value: Value
  /** Every scalar is text: `8080` may be meant as a number. */
  readonly textOnly?: boolean
  /** What a comment beside a key says of it. */
  readonly commentAt?: (path: Path) => string | undefined
}

export interface InferOptions {
  /** Of the whole schema. */
  readonly title?: string
  /** Whether a key with that name is likely to hold a secret. Default: none is. */
  readonly isSecretName?: (name: string) => boolean
}
