import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { sealAge } from '../../crypto/age/age-file.ts'
import { isArmored } from '../../crypto/age/recognise.ts'
import { cryptoError } from '../../crypto/failures.ts'
import { resealSops } from '../../crypto/sops/seal.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { exitCodes } from '../exit-code.ts'
import { writeIssues } from '../output.ts'
import { type Content, readContent, writeResult } from '../sealed/content.ts'
import { type IdentityFlags, keysFor } from '../sealed/keys.ts'
import { type Opened, openContent } from '../sealed/open-content.ts'
import { runEditor } from '../sealed/run-editor.ts'
import { withPrivateFolder } from '../sealed/temporary-folder.ts'
import { record } from '../secrets/audit.ts'
import { usageError } from '../usage-error.ts'

interface EditFlags extends IdentityFlags {
  readonly age?: readonly string[]
  readonly from?: string
  readonly seal?: boolean
}

/** `edit <file>`: the plain content in an editor, sealed again with the same key when it ends. */
export const edit: Command<EditFlags> = async (context, [file = ''], flags) => {
  if (file === '-') throw usageError('standard input cannot be edited', 'name a file')
  const content = await readContent(context, file)
  const opened = await openContent(content, await keysFor(context, flags), flags.from)
  if (opened.sops === undefined && flags.age === undefined)
    throw cryptoError('CRYPTO_RULES', 'a file of age does not say for whom it is sealed', {
      file,
      hint: 'name all readers: --age age1…',
    })
  if (opened.sops === undefined && flags.seal)
    throw usageError('a file of age needs no file seal', 'leave --seal out: age covers every byte')
  await record(context, { action: 'reveal', subject: file, place: 'edit' })
  const sealed = await withPrivateFolder((folder) => editPlain(context, flags, content, opened, folder))
  if (sealed !== undefined) writeResult(context, content, sealed, { inPlace: true })
  if (!flags.quiet) context.stderr.write(sealed === undefined ? `${file} was not changed\n` : `sealed ${file} again\n`)
  return exitCodes.fine
}

function contentOf(path: string): Buffer {
  if (existsSync(path)) return readFileSync(path)
  throw new ConfigError({
    code: 'EDITOR_FAILED',
    severity: 'error',
    message: 'the editor removed the text; the file stays as it was',
    hint: 'save it under the name it has',
  })
}

/** Only a person at a terminal can mend what cannot be sealed; without one, the change is refused. */
async function editPlain(
  context: CliContext,
  flags: GlobalFlags & EditFlags,
  content: Content,
  opened: Opened,
  folder: string,
): Promise<Uint8Array | undefined> {
  const path = join(folder, basename(content.name).replace(/\.age$/, ''))
  writeFileSync(path, opened.plain, { mode: 0o600, flag: 'wx' })
  let before: Buffer = Buffer.from(opened.plain)
  for (;;) {
    await runEditor(context, path)
    const after = contentOf(path)
    if (after.equals(before)) return undefined
    try {
      return await sealAgain(context, flags, content, opened, after)
    } catch (error) {
      if (!ConfigError.is(error) || !context.stdin.isTTY || !context.stderr.isTTY) throw error
      writeIssues(context, flags, error.issues)
      context.stderr.write('the editor opens again; leave without a change to give up\n')
      before = after
    }
  }
}

async function sealAgain(
  context: CliContext,
  { age, seal }: EditFlags,
  { bytes }: Content,
  { sops }: Opened,
  plain: Uint8Array,
): Promise<Uint8Array> {
  if (sops !== undefined) return Buffer.from(resealSops(sops, plain, context.now(), { fileSeal: seal === true }))
  return sealAge(plain, { recipients: age ?? [] }, isArmored(bytes))
}
