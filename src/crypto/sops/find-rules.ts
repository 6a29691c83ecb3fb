import { ConfigError } from '../../errors/config-error.ts'
import { decode } from '../../formats/decode.ts'
import { readFileBytes } from '../../runtime/read-file.ts'
import { type CreationRule, readCreationRules } from './creation-rules.ts'

/** The rules for new files, and the folder that their paths are relative to. */
export interface FoundRules {
  readonly file: string
  readonly folder: string
  readonly rules: readonly CreationRule[]
}

/** The SOPS command looks no further. */
const mostFolders = 100

/**
 * The nearest `.sops.yaml` from a folder upward, or the file that SOPS_CONFIG names.
 * @throws ConfigError CRYPTO_RULES, SOURCE_UNREADABLE, FORMAT_*
 */
export function findRules(cwd: string, env: Readonly<Record<string, string | undefined>>): FoundRules | undefined {
  const { dirname, join, resolve } = process.getBuiltinModule('node:path')
  if (env.SOPS_CONFIG) return readRules(resolve(cwd, env.SOPS_CONFIG), env.SOPS_CONFIG, true)
  let folder = cwd
  for (let level = 0; level < mostFolders; level++) {
    const file = join(folder, '.sops.yaml')
    const found = readRules(file, file, false)
    if (found !== undefined) return found
    const parent = dirname(folder)
    if (parent === folder) break
    folder = parent
  }
  return undefined
}

function readRules(path: string, file: string, isNamed: boolean): FoundRules | undefined {
  const content = readFileBytes(path, { file })
  const { dirname } = process.getBuiltinModule('node:path')
  if (content !== undefined) return { file, folder: dirname(path), rules: readCreationRules(decode(content.bytes, file), file) }
  if (!isNamed) return undefined
  throw new ConfigError({
    code: 'SOURCE_MISSING',
    severity: 'error',
    message: 'the file that SOPS_CONFIG names is not there',
    file,
    hint: 'correct the variable',
  })
}

/** The first rule that fits a file. Paths in rules have slashes on every system. */
export function ruleForFile({ folder, rules }: FoundRules, path: string): CreationRule | undefined {
  const { relative, sep } = process.getBuiltinModule('node:path')
  const written = relative(folder, path).split(sep).join('/')
  return rules.find((rule) => rule.fits(written))
}
