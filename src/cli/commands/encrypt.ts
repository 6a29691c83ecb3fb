import { sealAge } from '../../crypto/age/age-file.ts'
import { cryptoError } from '../../crypto/failures.ts'
import { allowedNames } from '../../crypto/keys/key-services.ts'
import { type KeyOptions, type Keyring, wrappingKeys } from '../../crypto/keys/keyring.ts'
import type { SelectionRule } from '../../crypto/sops/rules.ts'
import { sealSops } from '../../crypto/sops/seal.ts'
import { storeAsked, storeForFile } from '../../crypto/sops/stores/choose-store.ts'
import { isAllPlain } from '../../crypto/sops/unsealed-values.ts'
import type { Issue } from '../../errors/issue.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { exitCodes } from '../exit-code.ts'
import { writeIssues } from '../output.ts'
import { type Content, checkDestination, type Destination, readContent, writeResult } from '../sealed/content.ts'
import { declaredKeys } from '../sealed/keys.ts'
import { namedKeys, type SealingFlags, sealingFor } from '../sealed/sealing.ts'
import { usageError } from '../usage-error.ts'

export interface EncryptFlags extends SealingFlags, Destination {
  readonly from?: string
  readonly whole?: boolean
  readonly passphrase?: boolean
}

/** `encrypt <file>`: seals the values of a file, or with `--whole` (or a result named .age) all of it. */
export const encrypt: Command<EncryptFlags> = async (context, [file = ''], flags) => {
  checkDestination(file, flags)
  const isWhole = flags.whole === true || flags.passphrase === true || (flags.out ?? file).endsWith('.age')
  if (isWhole && flags.seal)
    throw usageError('a file that is sealed as a whole needs no file seal', 'leave --seal out: age covers every byte')
  const content = await readContent(context, file)
  const sealed = isWhole ? await sealWhole(context, content, flags) : Buffer.from(await sealValues(context, content, flags))
  writeResult(context, content, sealed, flags)
  return exitCodes.fine
}

async function sealValues(context: CliContext, { name, bytes }: Content, flags: GlobalFlags & EncryptFlags): Promise<string> {
  const isNamed = name !== '<stdin>'
  if (!isNamed && flags.from === undefined)
    throw usageError('standard input has no name that tells its format', 'say it: --from yaml')
  const store = flags.from === undefined ? storeForFile(name) : storeAsked(flags.from)
  const sealing = sealingFor(context, flags, isNamed ? name : '-')
  const declared = await declaredKeys(context, flags)
  const fileSeal = sealing.fileSeal === true || declared.requireSeal === true
  const keys = keysOf(context, flags, declared)
  const sealed = await sealSops(bytes, store, name, { ...sealing, fileSeal }, keys, context.now())
  if (store.name !== 'binary' && isAllPlain(sealed, store, name)) writeIssues(context, flags, [allPlain(sealing.rule, name)])
  return sealed
}

/** It looks like a sealed file, and a mistyped rule is the likely reason. */
function allPlain({ name, pattern }: SelectionRule, file: string): Issue {
  const message = `${name} ${JSON.stringify(pattern)} leaves every value of the file in plain text`
  return { code: 'CRYPTO_RULES', severity: 'warning', message, file, hint: 'correct the rule, if something in it is secret' }
}

function keysOf(context: CliContext, flags: EncryptFlags, declared: KeyOptions): Keyring {
  const allow = [...(flags.allowKey ?? []), ...namedKeys(context, flags).flatMap(allowedNames), ...(declared.allow ?? [])]
  return wrappingKeys(context.env, { ...declared, allow })
}

function sealWhole(context: CliContext, { name, bytes }: Content, flags: EncryptFlags): Promise<Uint8Array> {
  if (flags.passphrase) {
    const passphrase = context.env.AGE_PASSPHRASE
    if (passphrase) return sealAge(bytes, { passphrase }, true)
    throw cryptoError('CRYPTO_NO_KEY', 'there is no passphrase', { hint: 'set AGE_PASSPHRASE for this command' })
  }
  const { groups } = sealingFor(context, flags, name === '<stdin>' ? '-' : name)
  const recipients = groups.flat().map(({ kind, fields }) => {
    if (kind === 'age') return fields.recipient ?? ''
    throw cryptoError('CRYPTO_UNSUPPORTED', 'only age recipients can open a file that is sealed as a whole', {
      file: name,
      hint: 'use --age',
    })
  })
  return sealAge(bytes, { recipients }, true)
}
