import type { Keyring } from '../../crypto/keys/keyring.ts'
import { type OpenedFile, openSops } from '../../crypto/sops/open.ts'
import { storeForSealed } from '../../crypto/sops/stores/choose-store.ts'
import { formatOfFile } from '../../formats/choose.ts'
import { decode } from '../../formats/decode.ts'
import { writeFileAtomically } from '../../runtime/atomic-write.ts'
import type { Command } from '../command.ts'
import { exitCodeOf, exitCodes } from '../exit-code.ts'
import { namedFormat } from '../file-format.ts'
import { writeIssues } from '../output.ts'
import { pathOf } from '../paths.ts'
import { type Content, readContent } from '../sealed/content.ts'
import { type IdentityFlags, ownKeys } from '../sealed/keys.ts'
import { mergeSealed } from '../sealed/merge-sealed.ts'

/**
 * `git-merge %O %A %B %P`: the merge driver of sealed files. Three versions are opened in memory and the merge is sealed into
 * the file of our side. Values that both sides changed stay as they are on ours, and git reports the conflict; where no merge
 * can be made, all of our side stays.
 */
export const gitMerge: Command<IdentityFlags> = async (
  context,
  [basePath = '', oursPath = '', theirsPath = '', name = ''],
  flags,
) => {
  const keys = await ownKeys(context, flags)
  const [baseContent, oursContent, theirsContent] = await Promise.all(
    [basePath, oursPath, theirsPath].map((path) => readContent(context, path)),
  )
  const file = name === '' ? oursPath : name
  const ours = await opened(oursContent as Content, file, keys) // each was read
  const theirs = await opened(theirsContent as Content, file, keys)
  // Git gives an empty file where both sides added one.
  const base = baseContent?.bytes.length === 0 ? undefined : await opened(baseContent as Content, file, keys)
  const format = await namedFormat(ours.store.name === 'binary' ? 'json' : (formatOfFile(file) ?? ours.store.name))
  const merge = mergeSealed({ base, ours, theirs }, format, file, context.now())
  if (merge.text !== undefined)
    writeFileAtomically(pathOf(context, oursPath), Buffer.from(merge.text), { file, expected: oursContent?.version })
  if (merge.conflicts.length === 0) return exitCodes.fine
  writeIssues(context, flags, merge.conflicts)
  return exitCodeOf(merge.conflicts)
}

function opened({ bytes }: Content, file: string, keys: Keyring): Promise<OpenedFile> {
  const text = decode(bytes, file)
  return openSops(text, storeForSealed(file, text), file, keys)
}
