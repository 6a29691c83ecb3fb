import type { ConfigDefinition } from '../config/definition.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { Path } from '../values/path.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'

/**
 * The definition in the manifest: the one that `--config` names, or the nearest one upwards.
 * @throws ConfigError MANIFEST_MISSING, or what is wrong with it
 */
export async function findDefinition(context: CliContext, flags: GlobalFlags): Promise<ConfigDefinition> {
  // A command on files alone needs none of it, and it brings every kind of source.
  const { loadManifest } = await import('../manifest/load-manifest.ts')
  const { definition } = await loadManifest({ cwd: context.cwd, ...(flags.config !== undefined && { file: flags.config }) })
  context.frames.root = definition.root
  context.frames.secrets = await secretsOf(definition)
  if (typeof definition.schema === 'string') context.frames.schemas = new Set([definition.schema])
  return definition
}

/** The same for whoever can do without one: what is wrong with the manifest is no reason not to mend a file. */
export async function findDefinitionIfAny(context: CliContext, flags: GlobalFlags): Promise<ConfigDefinition | undefined> {
  try {
    return await findDefinition(context, flags)
  } catch (error) {
    if (ConfigError.is(error)) return undefined
    throw error
  }
}

/** For the pictures of lines: a schema that cannot be used names no secrets, and is reported by whoever uses it. */
async function secretsOf(definition: ConfigDefinition): Promise<readonly Path[]> {
  const { schemaOf } = await import('../config/validating/make-checker.ts')
  try {
    return schemaOf(definition).description.secrets
  } catch (error) {
    if (ConfigError.is(error)) return []
    throw error
  }
}
