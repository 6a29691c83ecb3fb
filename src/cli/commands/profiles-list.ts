import type { ProfileDefinition } from '../../profiles/profile.ts'
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
  readonly aliases: readonly string[]
  readonly active: boolean
}

/** `profiles list`: names, what each extends, and which one is active. */
export const profilesList: Command = async (context, _args, flags) => {
  const definition = await findDefinition(context, flags)
  const profiles = definition.profiles ?? {}
  const active = activeProfile(context, definition, flags)
  const listed = Object.entries(profiles).map(([name, profile]) => listedProfile(name, profile, active))
  if (flags.format === 'json') return writeEnvelope(context, { kind: 'ProfileList', issues: [], data: { profiles: listed } })

  const paint = paintFor(context, flags, context.stdout)
  const rows = listed.map((profile) => [
    profile.active ? paint.good('●') : ' ',
    profile.active ? paint.strong(profile.name) : profile.name,
    profile.extends.length > 0 ? `extends ${profile.extends.join(', ')}` : '',
    profile.aliases.length > 0 ? paint.dim(`also ${profile.aliases.join(', ')}`) : '',
  ])
  for (const line of alignColumns(rows)) context.stdout.write(`${line}\n`)
  return exitCodes.fine
}

function listedProfile(name: string, profile: ProfileDefinition, active: string | undefined): ListedProfile {
  const parents = profile.extends === undefined ? [] : [profile.extends].flat()
  return { name, extends: parents, aliases: profile.aliases ?? [], active: name === active }
}
