import { cryptoError } from '../../crypto/failures.ts'
import type { KeyTarget } from '../../crypto/keys/key-provider.ts'
import { requiresSeal } from '../../crypto/keys/keyring.ts'
import { parseTarget } from '../../crypto/keys/parse-target.ts'
import { findRules, ruleForFile } from '../../crypto/sops/find-rules.ts'
import { defaultRule, ruleNames, type SelectionRule, selectionOf } from '../../crypto/sops/rules.ts'
import type { Sealing } from '../../crypto/sops/seal.ts'
import type { CliContext } from '../context.ts'
import { pathOf } from '../paths.ts'
import { usageError } from '../usage-error.ts'
import type { AllowFlags } from './keys.ts'

export interface SealingFlags extends AllowFlags {
  readonly age?: readonly string[]
  /** Names of keys in key services, or recipients. */
  readonly key?: readonly string[]
  readonly rule?: string
  readonly macOnlyEncrypted?: boolean
  readonly seal?: boolean
}

/** Variables of the SOPS command that name keys. */
const keyVariables = ['SOPS_AGE_RECIPIENTS', 'SOPS_KMS_ARN', 'SOPS_GCP_KMS_IDS', 'SOPS_AZURE_KEYVAULT_URLS', 'SOPS_VAULT_URIS']

/**
 * For whom a file is sealed and what of it: flags, then the environment, then the creation rule for its path.
 * @throws ConfigError CRYPTO_RULES, CRYPTO_KEY_INVALID, CLI_USAGE
 */
export function sealingFor(context: CliContext, flags: SealingFlags, file: string): Sealing {
  const named = namedKeys(context, flags)
  const rules = file === '-' ? undefined : findRules(context.cwd, context.env)
  const found = rules && ruleForFile(rules, pathOf(context, file))
  if (rules !== undefined && found === undefined && named.length === 0)
    throw cryptoError('CRYPTO_RULES', `no creation rule in ${rules.file} fits`, {
      file,
      hint: 'add one, or name a recipient: --age age1…',
    })
  const groups = named.length > 0 ? [named] : (found?.groups ?? [])
  if (groups.length === 0)
    throw cryptoError('CRYPTO_RULES', 'nobody is named who could open the file', {
      file,
      hint: 'name a recipient, --age age1…, or write a .sops.yaml with creation rules',
    })
  return {
    groups,
    threshold: named.length > 0 ? 0 : (found?.threshold ?? 0),
    rule: flags.rule === undefined ? (found?.rule ?? defaultRule) : parseRule(flags.rule),
    fileSeal: flags.seal === true || requiresSeal(context.env),
    macOnlyEncrypted: flags.macOnlyEncrypted ?? found?.macOnlyEncrypted ?? false,
  }
}

/** Keys that flags or the environment name: what somebody typed may be used. What creation rules name has to be allowed. */
export function namedKeys({ env }: CliContext, { age, key }: SealingFlags): readonly KeyTarget[] {
  const typed = [...(age ?? []), ...(key ?? [])]
  return (typed.length > 0 ? typed : recipientsIn(env)).map(parseTarget)
}

function recipientsIn(env: CliContext['env']): readonly string[] {
  return keyVariables.flatMap((name) => (env[name] ?? '').split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()])))
}

function parseRule(text: string): SelectionRule {
  const at = text.indexOf('=')
  const name = ruleNames.find((known) => known === text.slice(0, at))
  const pattern = text.slice(at + 1)
  if (name === undefined || pattern === '')
    throw usageError(`${JSON.stringify(text)} is no rule`, `write name=pattern; names are ${ruleNames.join(', ')}`)
  selectionOf({ name, pattern })
  return { name, pattern }
}
