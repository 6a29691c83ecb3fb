import type { ConfigDefinition } from '../config/definition.ts'
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
  return definition
}
