import { type ConfigDefinition, ConfigError, createConfig, type Issue, printPath, type Span } from 'configmanage'
import { createSandbox, type SandboxOptions } from 'configmanage/testing'

/** An issue as one line: `VALUE_RANGE a.b at file:1:2`, with the places that it points out below it. */
export type Line = string

export interface Told {
  readonly lines: readonly Line[]
  readonly issues: readonly Issue[]
  readonly error: ConfigError
}

/** The errors a definition is refused with; warnings may come along. Its schema is a file `schema.json` if there is one among the files. */
export async function told(definition: ConfigDefinition, world: SandboxOptions, profile?: string): Promise<Told> {
  using sandbox = createSandbox(world)
  const schema = world.files?.['schema.json'] === undefined ? {} : { schema: 'schema.json' }
  try {
    await createConfig<unknown>({ ...schema, ...definition }, { ...sandbox.runtime, ...(profile !== undefined && { profile }) })
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    const issues = error.issues.filter(({ severity }) => severity === 'error')
    return { lines: issues.map(lineOf), issues, error }
  }
  throw new Error('nothing was refused')
}

export function lineOf({ code, path, span, file, name, source, related = [] }: Issue): Line {
  const place = span === undefined ? (file ?? name ?? source) : at(span)
  const others = related.map((other) => `\n  ${other.message}: ${at(other.span)}`)
  return `${code} ${printPath(path ?? [])} at ${place}${others.join('')}`
}

const at = ({ file, start }: Span): string => `${file}:${start.line}:${start.column}`
