import type { Config } from '../config/config.ts'
import { createConfig } from '../config/create-config.ts'
import type { ConfigDefinition } from '../config/definition.ts'
import type { ConfigOptions } from '../config/plan.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { GlobalFlags } from './command.ts'
import type { CliContext } from './context.ts'
import { findDefinition } from './find-definition.ts'
import { inputSource } from './input-source.ts'
import { setSource } from './set-source.ts'
import { verboseLogger } from './verbose-logger.ts'

/** Flags that name files in place of the manifest's sources. */
export interface InputFlags {
  readonly file?: readonly string[]
  readonly from?: string
}

/** A configuration as a command needs it. Close it by `await using`. */
export interface Opened extends AsyncDisposable {
  readonly config: Config
  readonly definition: ConfigDefinition
  /** Of the application. */
  readonly name: string
}

/**
 * The configuration that the flags name: the manifest's, or that of the files given.
 * @throws ConfigError
 */
export async function openConfig(
  context: CliContext,
  flags: GlobalFlags & InputFlags,
  more: Pick<ConfigOptions, 'watch'> = {},
): Promise<Opened> {
  const definition = await definitionFor(context, flags)
  const config = await createConfig(definition, { ...optionsFor(context, flags), ...more }).catch(async (error: unknown) => {
    if (ConfigError.is(error)) await hideSecrets(context, definition, flags)
    throw error
  })
  return { config, definition, name: definition.name ?? 'config', [Symbol.asyncDispose]: () => config.close() }
}

/** Stars secrets out of the lines around issues. To be called when there are issues, as all has to be read again for it. */
export async function hideSecrets(context: CliContext, definition: ConfigDefinition, flags: GlobalFlags): Promise<void> {
  const { findSecrets } = await import('./find-secrets.ts')
  const { logger: _, ...options } = optionsFor(context, flags)
  const before = context.frames.hidden ?? { spans: [], texts: [] }
  const found = await findSecrets(definition, options)
  context.frames.hidden = { spans: [...before.spans, ...found.spans], texts: [...before.texts, ...found.texts] }
}

/** With files and no manifest named, a manifest that happens to be near is not asked. */
async function definitionFor(context: CliContext, flags: GlobalFlags & InputFlags): Promise<ConfigDefinition> {
  const { file: files } = flags
  if (files === undefined) return findDefinition(context, flags)
  const base = flags.config === undefined ? {} : await findDefinition(context, flags)
  return { ...base, sources: files.map((file) => inputSource(context, file, flags)) }
}

/** The outside world of a command, for the library. The arguments of the command are not those of the application. */
export function optionsFor(context: CliContext, flags: GlobalFlags): ConfigOptions {
  return {
    env: context.env,
    cwd: context.cwd,
    args: flags.applicationArgs ?? [],
    stdin: context.stdin.read,
    signal: context.signal,
    eager: true,
    ...(flags.profile !== undefined && { profile: flags.profile }),
    ...(flags.set !== undefined && { above: [setSource(flags.set)] }),
    ...(flags.verbose && { logger: verboseLogger(context.stderr) }),
  }
}
