import { printPath } from '../../values/path.ts'
import type { Command } from '../command.ts'
import { editFile } from '../edit-file.ts'
import { readKeyPath } from '../path-argument.ts'
import { reportEdit } from '../report-edit.ts'
import { usageError } from '../usage-error.ts'

interface UnsetFlags {
  readonly to?: string
  readonly from?: string
}

/** `unset <path> --to <file>`: removes one key; every other byte of the file stays. */
export const unset: Command<UnsetFlags> = async (context, [pathText = ''], flags) => {
  const path = readKeyPath(pathText)
  if (flags.to === undefined) throw usageError('which file should be changed?', 'name it: --to config/app.yaml')
  const outcome = await editFile(context, flags, {
    file: flags.to,
    create: false,
    edits: () => [{ kind: 'remove', path }],
  })
  return reportEdit(context, flags, { kind: 'UnsetResult', verb: 'unset', path: printPath(path), file: flags.to, outcome })
}
