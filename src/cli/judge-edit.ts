import { resolve } from 'node:path'
import { createConfigSync } from '../config/create-config.ts'
import type { ConfigDefinition } from '../config/definition.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { expandBraces, matchesSegment, parseSegment } from '../sources/glob-pattern.ts'
import type { Path } from '../values/path.ts'
import { withValue } from '../values/set.ts'
import type { Value } from '../values/value.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import { findDefinitionIfAny } from './find-definition.ts'
import { pathOf } from './paths.ts'

/** What the schema has against a new value. */
export type EditJudge = (path: Path, value: Value, textOnly: boolean) => ConfigError | undefined

/**
 * The judge of what is written to a file: the schema of the manifest, if the file is one of its sources. Other values
 * are not looked at, nor rules that need them, so a file can be mended value by value.
 */
export async function editJudge(context: CliContext, flags: GlobalFlags, file: string): Promise<EditJudge | undefined> {
  const definition = await findDefinitionIfAny(context, flags)
  if (definition?.schema === undefined) return undefined
  const root = definition.root ?? context.cwd
  if (!isSource(definition, root, pathOf(context, file))) return undefined
  return (path, value, textOnly) => {
    const issues = refusals({ ...definition, root }, path, value, textOnly)
    return issues.length === 0 ? undefined : new ConfigError(issues.map(withWayOut))
  }
}

/** Whether a file source reads it in some profile: `{profile}` stands for any name. */
function isSource({ sources }: ConfigDefinition, root: string, file: string): boolean {
  return sources.some(({ kind, name }) => {
    if (kind !== 'file' || !name.startsWith('file:')) return false
    const patterns = expandBraces(name.slice('file:'.length).replace(/\{[^{},]*\}/g, '*'))
    return patterns.some((pattern) => fits(resolve(root, pattern).split(/[/\\]/), file.split(/[/\\]/)))
  })
}

function fits([pattern, ...patterns]: readonly string[], parts: readonly string[]): boolean {
  if (pattern === undefined) return parts.length === 0
  const [part, ...rest] = parts
  if (pattern === '**') return fits(patterns, parts) || (part !== undefined && fits([pattern, ...patterns], rest))
  return part !== undefined && matchesSegment(parseSegment(pattern), part) && fits(patterns, rest)
}

/** The errors in the value itself, as it would be read from a file that holds nothing else. */
function refusals(definition: ConfigDefinition, path: Path, value: Value, textOnly: boolean): readonly Issue[] {
  const { name: _, sources: __, profiles: ___, profile: ____, rules: _____, ...rest } = definition
  const tree = withValue({}, path, value)
  const read = () => ({ kind: 'value', uri: 'argv:set', version: '1', value: tree, textOnly }) as const
  try {
    createConfigSync({ ...rest, sources: [{ kind: 'set', name: 'the new value', read }] }, { env: {}, args: [] })
    return []
  } catch (error) {
    if (!ConfigError.is(error)) throw error
    return error.issues.filter((issue) => issue.severity === 'error' && isAbout(issue, path))
  }
}

/** Lower layers may have what is missing, and what a reference leads to. */
function isAbout({ code, path: at }: Issue, path: Path): boolean {
  if (!/^(?:VALUE|KEY)_/.test(code) || code === 'VALUE_MISSING' || code === 'KEY_MISSING' || at === undefined) return false
  const isBelow = path.every((part, index) => String(part) === String(at[index]))
  const isAbove = code === 'KEY_UNKNOWN' && at.every((part, index) => String(part) === String(path[index]))
  return isBelow || isAbove
}

function withWayOut({ source: _, name: __, ...issue }: Issue): Issue {
  return { ...issue, hint: `${issue.hint ?? 'correct the value'}; --no-check writes it all the same` }
}
