import { ConfigError } from '../../errors/config-error.ts'
import type { Path } from '../../values/path.ts'
import { validating } from './later.ts'
import type { Node } from './node.ts'
import { outputNode } from './output.ts'
import { printDocument } from './print.ts'

/** Versions of JSON Schema that a schema can be written in. */
export type JsonSchemaTarget = 'draft-2020-12' | 'draft-07'

/** What Standard Schema and Standard JSON Schema ask for (https://standardschema.dev). */
export interface StandardProps<Input, Output> {
  readonly version: 1
  readonly vendor: 'configmanage'
  readonly types?: { readonly input: Input; readonly output: Output } | undefined
  readonly validate: (value: unknown) => StandardResult<Output>
  readonly jsonSchema: {
    readonly input: (options: StandardJsonOptions) => Record<string, unknown>
    readonly output: (options: StandardJsonOptions) => Record<string, unknown>
  }
}

export interface StandardJsonOptions {
  readonly target: JsonSchemaTarget | (string & {})
}

export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] }

export interface StandardIssue {
  readonly message: string
  readonly path?: Path | undefined
}

export function standardOf<Input, Output>(node: Node): StandardProps<Input, Output> {
  return {
    version: 1,
    vendor: 'configmanage',
    // The types of a schema say what values that pass have become.
    validate: (value) => validating().validate(node, value) as StandardResult<Output>,
    jsonSchema: {
      input: ({ target }) => ({ ...printDocument(node, knownTarget(target)) }),
      output: ({ target }) => ({ ...printDocument(outputNode(node), knownTarget(target)) }),
    },
  }
}

function knownTarget(target: string): JsonSchemaTarget {
  if (target === 'draft-2020-12' || target === 'draft-07') return target
  throw new ConfigError({
    code: 'SCHEMA_UNSUPPORTED',
    severity: 'error',
    message: `a schema cannot be written as ${JSON.stringify(target)}`,
    hint: 'ask for "draft-2020-12" or "draft-07"',
  })
}
