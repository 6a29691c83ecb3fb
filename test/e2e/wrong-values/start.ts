import { type ConfigDefinition, ConfigError, createConfig, type Issue, printPath } from 'configmanage'
import { createSandbox } from 'configmanage/testing'
import { schema } from './example.ts'
import type { Layer, Place } from './kinds.ts'

/** One issue, with its path as people write it. */
export interface Said {
  readonly code: string
  readonly path: string
  readonly issue: Issue
}

export interface Start {
  /** Lowest first. */
  readonly layers: readonly Layer[]
  readonly definition?: Partial<ConfigDefinition>
}

/** A folder, variables, arguments and input with what the layers say. */
export function worldOf(layers: readonly Layer[]): ReturnType<typeof createSandbox> {
  return createSandbox({
    files: Object.assign({}, ...layers.map(({ files }) => files)),
    env: Object.assign({}, ...layers.map(({ env }) => env)),
    args: layers.flatMap(({ args }) => args ?? []),
    stdin: layers.find(({ stdin }) => stdin !== undefined)?.stdin ?? '',
  })
}

/** What the library says when it starts with these layers, or is overridden with them. */
export async function refusal({
  layers,
  definition,
}: Start): Promise<{ readonly error: ConfigError; readonly issues: readonly Said[] }> {
  using sandbox = worldOf(layers)
  const sources = layers.flatMap(({ source }) => source?.() ?? [])
  try {
    const config = await createConfig<unknown>({ schema, ...definition, sources }, sandbox.runtime)
    for (const { override } of layers) if (override) config.override(override as never)
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    return {
      error,
      issues: error.issues
        .filter(({ severity }) => severity === 'error')
        .map((issue) => ({ code: issue.code, path: printPath(issue.path ?? []), issue })),
    }
  }
  throw new Error('nothing was refused')
}

/** Where an issue is, as a {@link Place}. */
export function placeOfIssue(said: Said | undefined): Place {
  const { span, file, name, source } = said?.issue ?? {}
  if (span !== undefined) return { file: span.file, ...{ line: span.start.line, column: span.start.column } }
  return file === undefined ? { name: name ?? source ?? '' } : { file }
}

/** The right value below, as the issue names it. */
export function pointedOut(said: Said | undefined): Place | undefined {
  const { related = [], hint } = said?.issue ?? {}
  const span = related.find(({ message }) => message.includes('right'))?.span
  if (span !== undefined) return { file: span.file, line: span.start.line, column: span.start.column }
  const name = / below it is right: /.test(hint ?? '') ? hint?.slice(0, hint.indexOf(' below it')) : undefined
  if (name === undefined) return undefined
  return /\.mjs$/.test(name) ? { file: name } : { name }
}
