import { convertTo } from '../../export/convert.ts'
import { formatNamed } from '../../formats/choose.ts'
import type { Value } from '../../values/value.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { exitCodes } from '../exit-code.ts'
import { fileFormat } from '../file-format.ts'
import { writeIssues } from '../output.ts'
import { type Content, checkDestination, type Destination, readContent, writeResult } from '../sealed/content.ts'
import { type IdentityFlags, keysFor } from '../sealed/keys.ts'
import { openContent } from '../sealed/open-content.ts'
import { record } from '../secrets/audit.ts'
import { usageError } from '../usage-error.ts'

interface DecryptFlags extends IdentityFlags, Destination {
  readonly from?: string
  readonly to?: string
}

/** Nobody else reads what was secret a moment ago. */
const privateMode = 0o600

/** `decrypt <file>`: the plain content, when all of it was verified. */
export const decrypt: Command<DecryptFlags> = async (context, [file = ''], flags) => {
  checkDestination(file, flags)
  if (flags.to !== undefined) formatNamed(flags.to)
  if (flags.to !== undefined && flags.inPlace) throw usageError('--to and --in-place exclude each other', 'use --out')
  const content = await readContent(context, file)
  const { plain, sops } = await openContent(content, await keysFor(context, flags), flags.from)
  const from = flags.from ?? (sops === undefined || sops.store.name === 'binary' ? undefined : sops.store.name)
  const result = flags.to === undefined ? plain : await converted(context, flags, content, plain, from, flags.to)
  await record(context, { action: 'reveal', subject: file, place: 'decrypt' })
  writeResult(context, content, result, flags, privateMode)
  return exitCodes.fine
}

/** What cannot be written in the other format goes to standard error, without values. */
async function converted(
  context: CliContext,
  flags: GlobalFlags,
  { name }: Content,
  plain: Uint8Array,
  from: string | undefined,
  to: string,
): Promise<Uint8Array> {
  const file = name.replace(/\.age$/, '')
  const source = await fileFormat(context, flags, { file, asked: from })
  const target = await fileFormat(context, flags, { file: '-', asked: to, flag: '--to' })
  const text = Buffer.from(plain).toString('utf8')
  const values = (source.parseAll?.(text, file) ?? [source.parse(text, file)]).map((document): Value => document.value)
  const { value, losses } = convertTo(target.name, values.length === 1 ? (values[0] as Value) : values, { every: false })
  writeIssues(
    context,
    flags,
    losses.map((issue) => ({ ...issue, file: name })),
  )
  return Buffer.from(target.print(value))
}
