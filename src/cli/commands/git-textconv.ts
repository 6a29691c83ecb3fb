import { ConfigError } from '../../errors/config-error.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { type Content, readContent, writeResult } from '../sealed/content.ts'
import { type IdentityFlags, ownKeys } from '../sealed/keys.ts'
import { openContent } from '../sealed/open-content.ts'

/** `git-textconv <file>`: a version of a sealed file in plain text, for `git diff`. Without a key it shows nothing and fails. */
export const gitTextconv: Command<IdentityFlags> = async (context, [file = ''], flags) => {
  const content = await readContent(context, file)
  writeResult(context, content, await plainVersion(content, () => ownKeys(context, flags)), {})
  return exitCodes.fine
}

/** Versions from before the file was sealed are shown as they are. */
async function plainVersion(content: Content, keys: () => ReturnType<typeof ownKeys>): Promise<Uint8Array> {
  if (content.bytes.length === 0) return content.bytes
  try {
    return (await openContent(content, await keys(), undefined)).plain
  } catch (error) {
    if (ConfigError.is(error) && error.code === 'CRYPTO_NOT_SEALED') return content.bytes
    throw error
  }
}
