import { makePlan } from '../../config/plan.ts'
import { expandSources } from '../../config/read-sources.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { ActiveProfile } from '../../profiles/profile.ts'
import type { Paint } from '../../text/color.ts'
import { alignColumns } from '../../text/columns.ts'
import { printable } from '../../text/printable.ts'
import type { Command, GlobalFlags } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { findDefinition } from '../find-definition.ts'
import { optionsFor } from '../open-config.ts'
import { paintFor, writeEnvelope } from '../output.ts'

/** `profiles show [name]`: what a profile comes to, and for the one in use what decided for it. */
export const profilesShow: Command = async (context, [name], given) => {
  const flags: GlobalFlags = name === undefined ? given : { ...given, profile: name }
  const definition = await findDefinition(context, flags)
  const plan = makePlan(definition, optionsFor(context, flags), false)
  const { profile } = plan
  if (profile === undefined) throw noneInUse(Object.keys(definition.profiles ?? {}))
  const issues: Issue[] = []
  const sources = expandSources(plan, plan.sources, issues).map(({ source }) => source.name)
  if (issues.length > 0) throw new ConfigError(issues)

  if (flags.format === 'json') return writeEnvelope(context, { kind: 'Profile', issues: [], data: { ...profile, sources } })
  const paint = paintFor(context, flags, context.stdout)
  for (const line of alignColumns(rowsOf(profile, sources, paint), 3)) context.stdout.write(`${line}\n`)
  return exitCodes.fine
}

function rowsOf(profile: ActiveProfile, sources: readonly string[], paint: Paint): readonly (readonly string[])[] {
  const { name, choice, active, chain, variables } = profile
  const list = (title: string, texts: readonly string[]): readonly (readonly string[])[] =>
    texts.map((text, index) => [index === 0 ? paint.dim(title) : '', printable(text)])
  return [
    [paint.dim('profile'), paint.strong(name)],
    [paint.dim('by'), printable(choice.reason)],
    ...(active.join(',') === name ? [] : [[paint.dim('active'), active.join(', ')]]),
    [paint.dim('order'), [...chain].reverse().join(' < ')],
    ...list(
      'variables',
      Object.entries(variables).map(([key, value]) => `${key} = ${value}`),
    ),
    ...list(
      'seen',
      choice.seen.map(({ detector, words, evidence }) => `${detector}: ${words.join(', ')}, by ${evidence}`),
    ),
    ...list('sources', [...sources].reverse()),
  ]
}

function noneInUse(names: readonly string[]): ConfigError {
  return new ConfigError({
    code: 'PROFILE_UNKNOWN',
    severity: 'error',
    message: names.length === 0 ? 'the manifest has no profiles' : 'no profile is in use',
    hint: names.length === 0 ? 'add "profiles:" to the manifest' : 'name one: configmanage profiles show <name>',
  })
}
