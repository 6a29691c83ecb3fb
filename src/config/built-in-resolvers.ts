import { ConfigError } from '../errors/config-error.ts'
import { decode } from '../formats/decode.ts'
import type { DeclaredResolver, Resolver } from '../references/resolve.ts'
import { type FileContent, readFileBytes } from '../runtime/read-file.ts'
import type { Path } from '../values/path.ts'
import type { Plan } from './plan.ts'

/** `${env:NAME}`, `${file:path}`, `${profile}` and `${profile:variable}`. `fileOf` names the file that a value was written in. */
export function builtInResolvers(
  plan: Plan,
  fileOf: (path: Path) => string | undefined,
): Readonly<Record<string, Resolver | DeclaredResolver>> {
  return {
    // What the object inherits, such as "toString", is no variable.
    env: (name) => (Object.hasOwn(plan.runtime.env, name) ? plan.runtime.env[name] : undefined),
    profile: (name) => (name === '' ? plan.profile?.name : variableOf(plan, name)),
    file: fileResolver(plan, fileOf),
  }
}

function variableOf({ profile }: Plan, name: string): string | undefined {
  return profile !== undefined && Object.hasOwn(profile.variables, name) ? profile.variables[name] : undefined
}

/** The text of a file, without the newline at its end. A file that is as it was is not read again. */
function fileResolver(plan: Plan, fileOf: (path: Path) => string | undefined): DeclaredResolver {
  let latest: { readonly path: string; readonly content: FileContent | undefined } | undefined
  const pathOf = (name: string, at: Path): string => pathOfFile(plan, name, fileOf(at))
  return {
    version: (name, at, before) => {
      const path = pathOf(name, at)
      const previous = isContent(before) ? before : undefined
      latest = { path, content: readFileBytes(path, { file: name, maxBytes: plan.limits.maxExpansion, previous }) }
      return latest.content
    },
    resolve: (name, at) => {
      const path = pathOf(name, at)
      const content =
        latest?.path === path ? latest.content : readFileBytes(path, { file: name, maxBytes: plan.limits.maxExpansion })
      return content === undefined ? undefined : decode(content.bytes, name).replace(/\r?\n$/, '')
    },
  }
}

function isContent(value: unknown): value is FileContent {
  return typeof value === 'object' && value !== null && 'bytes' in value
}

/** Relative to the file that refers to it. */
export function pathOfFile(plan: Plan, name: string, declaredIn: string | undefined): string {
  const { dirname, resolve } = process.getBuiltinModule('node:path')
  if (name === '')
    throw new ConfigError({
      code: 'REFERENCE_SYNTAX',
      severity: 'error',
      message: '"${file:}" names no file',
      hint: 'write "${file:path}"',
    })
  const folder = declaredIn === undefined ? plan.runtime.cwd : dirname(resolve(plan.runtime.cwd, declaredIn))
  return resolve(folder, name)
}
