import type { ProfileDefinition } from '../../config/definition.ts'
import { checkProfiles } from '../../profiles/profile.ts'
import { alignColumns } from '../../text/columns.ts'
import { activeProfile } from '../active-profile.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { findDefinition } from '../find-definition.ts'
import { paintFor, writeEnvelope } from '../output.ts'

/** One profile, as data. */
interface ListedProfile {
  readonly name: string
  readonly extends: readonly string[]
  readonly group: readonly string[]
  readonly aliases: readonly string[]
  readonly active: boolean
}

/** `profiles list`: names, what each extends and groups, and which are active, because of what. */
export const profilesList: Command = async (context, _args, flags) => {
  const definition = await findDefinition(context, flags)
  const profiles = definition.profiles ?? {}
  checkProfiles(profiles, definition.locate)
  const profile = activeProfile(context, definition, flags)
  const active = profile?.active ?? []
  const listed = Object.entries(profiles).map(([name, each]) => listedProfile(name, each, active))
  if (flags.format === 'json') {
    const chosen = profile && { name: profile.name, by: profile.choice.by, reason: profile.choice.reason }
    return writeEnvelope(context, { kind: 'ProfileList', issues: [], data: { profiles: listed, chosen: chosen ?? null } })
  }

  const paint = paintFor(context, flags, context.stdout)
  const rows = listed.map((each) => [
    each.active ? paint.good('●') : ' ',
    each.active ? paint.strong(each.name) : each.name,
    [words('extends', each.extends), words('groups', each.group)].filter((text) => text !== '').join('; '),
    each.aliases.length > 0 ? paint.dim(`also ${each.aliases.join(', ')}`) : '',
  ])
  for (const line of alignColumns(rows)) context.stdout.write(`${line}\n`)
  return exitCodes.fine
}

function words(verb: string, names: readonly string[]): string {
  return names.length === 0 ? '' : `${verb} ${names.join(', ')}`
}

function listedProfile(name: string, profile: ProfileDefinition, active: readonly string[]): ListedProfile {
  const list = (names: string | readonly string[] | undefined): readonly string[] => (names === undefined ? [] : [names].flat())
  return {
    name,
    extends: list(profile.extends),
    group: list(profile.group),
    aliases: profile.aliases ?? [],
    active: active.includes(name),
  }
}
