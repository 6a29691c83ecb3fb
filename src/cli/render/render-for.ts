import { resolve } from 'node:path'
import { createConfig } from '../../config/create-config.ts'
import type { ConfigDefinition } from '../../config/definition.ts'
import { ConfigError } from '../../errors/config-error.ts'
import { decode } from '../../formats/decode.ts'
import { defaultLimits } from '../../formats/format.ts'
import { isActive } from '../../profiles/is-active.ts'
import { nodeRuntime } from '../../runtime/node-runtime.ts'
import { oneFile } from '../../sources/file.ts'
import { namedFiles } from '../../sources/named-files.ts'
import type { ReadContext } from '../../sources/source.ts'
import { withValue } from '../../values/set.ts'
import { isMap, type Value, type ValueMap } from '../../values/value.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { optionsFor } from '../open-config.ts'
import { readKeyPath } from '../path-argument.ts'
import { missingFile } from '../read-input.ts'
import { readTyped, typeFor } from '../typed-value.ts'
import { usageError } from '../usage-error.ts'
import type { RenderFlags, RenderTarget } from './render-targets.ts'

export interface RenderedText {
  readonly text: string
  /** All files that it was made of: absolute paths. */
  readonly files: readonly string[]
}

/**
 * The text of a template for one profile. It sees variables of the profile, the configuration if that is asked for,
 * data files, and what `--set` says, later ones over earlier ones.
 * @throws ConfigError TEMPLATE_*, or what is wrong with its data
 */
export async function renderFor(
  context: CliContext,
  template: string,
  flags: GlobalFlags & RenderFlags,
  definition: ConfigDefinition,
  target: RenderTarget,
): Promise<RenderedText> {
  const { data = [], env = [] } = flags
  const lower = flags.withConfig ? await configurationOf(context, flags, definition, target) : { value: {}, files: [] }
  const values = settingsOf(flags.set ?? [])
  const options = { data, values, env, lower: true, folder: definition.root ?? context.cwd }
  const source = oneFile(template, { template: options })
  const reading = await source.read(contextFor(context, definition, target, lower.value))
  if (reading === undefined) throw missingFile(context, template)
  if (reading.kind !== 'bytes') throw new ConfigError({ code: 'INTERNAL', severity: 'error', message: 'a template gave no text' })
  return { text: decode(reading.bytes, template), files: [...(namedFiles.get(reading) ?? []), ...lower.files] }
}

function contextFor(context: CliContext, definition: ConfigDefinition, { active }: RenderTarget, lower: ValueMap): ReadContext {
  return {
    ...nodeRuntime({ env: context.env, cwd: context.cwd, args: [] }),
    signal: context.signal,
    profile: active?.name,
    profiles: active?.chain ?? [],
    variables: active?.variables ?? {},
    isActive: (expression, place) => isActive(expression, definition.profiles ?? {}, active, place),
    maxBytes: defaultLimits.maxBytes,
    keys: { lower, declared: [] },
  }
}

/** What names of sources that are files begin with. */
const prefix = 'file:'

async function configurationOf(
  context: CliContext,
  flags: GlobalFlags,
  definition: ConfigDefinition,
  { profile }: RenderTarget,
): Promise<{ readonly value: ValueMap; readonly files: readonly string[] }> {
  const asked = profile === undefined ? flags : { ...flags, profile }
  await using config = await createConfig(definition, optionsFor(context, asked))
  const files = config.status().filter(({ source }) => source.startsWith(prefix))
  return {
    // The configuration is plain data.
    value: config.value as ValueMap,
    files: files.map(({ source }) => resolve(definition.root ?? context.cwd, source.slice(prefix.length))),
  }
}

/** Numbers and booleans are read as such, as `set` reads them: conditions compare them. */
function settingsOf(settings: readonly string[]): ValueMap {
  let values: Value = {}
  for (const setting of settings) {
    const sign = setting.indexOf('=')
    if (sign < 1) throw usageError(`${JSON.stringify(setting)} is no setting`, 'write --set server.port=8080')
    const path = readKeyPath(setting.slice(0, sign))
    const text = setting.slice(sign + 1)
    values = withValue(values, path, readTyped(path, text, typeFor(undefined, false, text), false))
  }
  return isMap(values) ? values : {}
}
