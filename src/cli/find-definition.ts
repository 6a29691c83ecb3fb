import type { ConfigDefinition } from '../config/definition.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'

/**
 * The definition in the manifest: the one that `--config` names, or the nearest one upwards.
 * @throws ConfigError MANIFEST_MISSING
 */
export async function findDefinition(context: CliContext, flags: GlobalFlags): Promise<ConfigDefinition> {
  throw new ConfigError({
    code: 'MANIFEST_MISSING',
    severity: 'error',
    message: `no manifest in ${context.cwd}${flags.config ?? ''}`,
    hint: 'use --file',
  })
}
