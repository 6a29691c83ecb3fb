import { isAge } from '../../crypto/age/recognise.ts'
import { cryptoError } from '../../crypto/failures.ts'
import { describeKey, type KeyTarget } from '../../crypto/keys/key-provider.ts'
import type { Keyring } from '../../crypto/keys/keyring.ts'
import { openSops } from '../../crypto/sops/open.ts'
import { rotateSops } from '../../crypto/sops/seal.ts'
import { storeForSealed } from '../../crypto/sops/stores/choose-store.ts'
import { ConfigError } from '../../errors/config-error.ts'
import { decode } from '../../formats/decode.ts'
import type { CliContext } from '../context.ts'
import { readContent, writeResult } from './content.ts'

/** Keys that come in, and keys that go; and whether files without a file seal get one. */
export interface KeyChanges {
  readonly add: readonly KeyTarget[]
  readonly remove: readonly KeyTarget[]
  readonly fileSeal: boolean
}

/** Somebody may write the file at the same time; then it is read again. */
const mostTries = 3

/**
 * Gives a file a new data key, for other keys if that is wanted. The file is replaced in one step, when all of the new one
 * is written.
 * @throws ConfigError CRYPTO_*, FILE_*
 */
export async function rotateFile(context: CliContext, file: string, changes: KeyChanges, keys: Keyring): Promise<void> {
  for (let tries = 1; ; tries++) {
    const content = await readContent(context, file)
    if (isAge(content.bytes))
      throw cryptoError('CRYPTO_UNSUPPORTED', 'a file of age does not say for whom it is sealed, so it cannot be rotated', {
        file,
        hint: 'decrypt it, and encrypt it again for all readers',
      })
    const text = decode(content.bytes, file)
    const opened = await openSops(text, storeForSealed(file, text), file, keys)
    const groups = changedGroups(opened.metadata.groups, changes, file)
    const sealed = await rotateSops(opened, groups, opened.metadata.threshold, keys, context.now(), changes.fileSeal)
    try {
      return writeResult(context, content, Buffer.from(sealed), { inPlace: true })
    } catch (error) {
      if (!ConfigError.is(error) || error.code !== 'FILE_CHANGED' || tries === mostTries) throw error
    }
  }
}

/** New keys join the first group. */
function changedGroups(
  groups: readonly (readonly KeyTarget[])[],
  { add, remove }: Pick<KeyChanges, 'add' | 'remove'>,
  file: string,
): readonly (readonly KeyTarget[])[] {
  const gone = new Set(remove.map(describeKey))
  const kept = groups.map((group) => group.filter((key) => !gone.has(describeKey(key))))
  const known = new Set((kept[0] ?? []).map(describeKey))
  const fresh = add.filter((key) => !known.has(describeKey(key)))
  const changed = kept.map((group, index) => (index === 0 ? [...group, ...fresh] : group))
  if (changed.every((group) => group.length > 0)) return changed
  throw cryptoError('CRYPTO_RULES', 'without the removed keys nobody could open the file', {
    file,
    hint: 'add another with --add',
  })
}
