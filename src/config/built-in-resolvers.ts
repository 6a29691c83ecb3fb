import { ConfigError } from '../errors/config-error.ts'
import { decode } from '../formats/decode.ts'
import type { Resolver } from '../references/resolve.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import type { Path } from '../values/path.ts'
import type { Plan } from './plan.ts'

/** `${env:NAME}`, `${file:path}` and `${profile}`. `fileOf` names the file that a value was written in. */
export function builtInResolvers(plan: Plan, fileOf: (path: Path) => string | undefined): Readonly<Record<string, Resolver>> {
  return {
    // What the object inherits, such as "toString", is no variable.
    env: (name) => (Object.hasOwn(plan.runtime.env, name) ? plan.runtime.env[name] : undefined),
    profile: () => plan.profile?.name,
    file: (name, at) => readText(plan, name, fileOf(at)),
  }
}

/** The text of a file, without the newline at its end. Relative to the file that refers to it. */
function readText(plan: Plan, name: string, declaredIn: string | undefined): string | undefined {
  const { dirname, resolve } = process.getBuiltinModule('node:path')
  if (name === '')
    throw new ConfigError({
      code: 'REFERENCE_SYNTAX',
      severity: 'error',
      message: '"${file:}" names no file',
      hint: 'write "${file:path}"',
    })
  const folder = declaredIn === undefined ? plan.runtime.cwd : dirname(resolve(plan.runtime.cwd, declaredIn))
  const found = readFileBytes(resolve(folder, name), { file: name, maxBytes: plan.limits.maxExpansion })
  return found === undefined ? undefined : decode(found.bytes, name).replace(/\r?\n$/, '')
}
