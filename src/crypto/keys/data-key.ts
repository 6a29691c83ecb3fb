import { ConfigError } from '../../errors/config-error.ts'
import { listOf } from '../../text/words.ts'
import { cryptoError, malformed, tampered } from '../failures.ts'
import { combineShares, splitSecret } from '../sops/shamir.ts'
import { describeKey, type KeyKind, type KeyProvider, type KeyTarget, type WrappedKey } from './key-provider.ts'

type Groups<Key> = readonly (readonly Key[])[]

/** What is tried first: keys that need no network. */
const order: readonly KeyKind[] = ['age', 'pgp']

/**
 * The data key of a file, from as many key groups as it takes.
 * @throws ConfigError CRYPTO_NO_KEY, with what each provider said; CRYPTO_MALFORMED, CRYPTO_TAMPERED
 */
export async function recoverDataKey(
  groups: Groups<WrappedKey>,
  threshold: number,
  providers: readonly KeyProvider[],
  file: string,
): Promise<Uint8Array> {
  const needed = groups.length === 1 ? 1 : threshold || groups.length
  const shares: Uint8Array[] = []
  const failures: ConfigError[] = []
  for (const group of groups) {
    if (shares.length >= needed) break
    const share = await shareOf(group, providers, failures)
    if (share !== undefined) shares.push(share)
  }
  if (shares.length < needed) throw noKey(groups, needed, shares.length, failures, file)
  const key = groups.length === 1 ? (shares[0] as Uint8Array) : combineShares(shares)
  if (key.length !== 32) throw malformed('the data key has a wrong length', { file })
  return key
}

async function shareOf(
  group: readonly WrappedKey[],
  providers: readonly KeyProvider[],
  failures: ConfigError[],
): Promise<Uint8Array | undefined> {
  const rank = ({ kind }: WrappedKey): number => (order.indexOf(kind) + order.length + 1) % (order.length + 1)
  for (const wrapped of [...group].sort((a, b) => rank(a) - rank(b))) {
    for (const provider of providers) {
      if (provider.kind !== wrapped.kind) continue
      try {
        const share = await provider.unwrap(wrapped)
        if (share !== undefined) return share
      } catch (error) {
        // Another key may still open the file. What failed is told when none does.
        if (!ConfigError.is(error)) throw error
        failures.push(error)
      }
    }
  }
  return undefined
}

function noKey(
  groups: Groups<WrappedKey>,
  needed: number,
  found: number,
  failures: readonly ConfigError[],
  file: string,
): ConfigError {
  if (failures.some(({ code }) => code === 'CRYPTO_TAMPERED')) return tampered('the sealed data key was altered', { file })
  const names = groups.flat().map(describeKey)
  const shown = listOf(names.length > 5 ? [...names.slice(0, 5), `${names.length - 5} more`] : names)
  const message =
    groups.length === 1
      ? `no key opens this file; it is sealed for ${shown}`
      : `${found} of the ${needed} key groups that are needed can be opened; the file is sealed for ${shown}`
  const hint = hintFor(groups.flat(), failures)
  const said = failures.flatMap(({ issues }) => issues.map((issue) => issue.message))
  return cryptoError(
    'CRYPTO_NO_KEY',
    said.length === 0 ? message : `${message}; ${said.slice(0, 3).join('; ')}`,
    { file, hint },
    failures[0],
  )
}

/** Where a key can be got from, or what keeps a key service from giving it. */
function hintFor(keys: readonly WrappedKey[], failures: readonly ConfigError[]): string {
  if (keys.some(({ kind }) => kind === 'age')) return 'set SOPS_AGE_KEY or SOPS_AGE_KEY_FILE, or give --identity <file>'
  if (keys.every(({ kind }) => kind === 'pgp'))
    return 'PGP keys are not supported: add an age recipient with the sops command, "sops rotate --in-place --add-age …"'
  return failures[0]?.issues[0].hint ?? 'give a key provider for it'
}

/**
 * Wraps a data key for every key of every group. Any failure ends it: a file that some of its holders cannot open is not
 * what was asked for.
 */
export async function wrapDataKey(
  dataKey: Uint8Array,
  groups: Groups<KeyTarget>,
  threshold: number,
  providers: readonly KeyProvider[],
): Promise<Groups<WrappedKey>> {
  if (groups.length === 0 || groups.some((group) => group.length === 0))
    throw cryptoError('CRYPTO_RULES', 'nobody is named who could open the file', {
      hint: 'name a recipient: --age age1…, SOPS_AGE_RECIPIENTS, or a creation rule in .sops.yaml',
    })
  const shares = groups.length === 1 ? [dataKey] : splitSecret(dataKey, groups.length, thresholdOf(groups.length, threshold))
  return Promise.all(
    groups.map((group, index) => Promise.all(group.map((target) => wrapOne(target, shares[index] as Uint8Array, providers)))),
  )
}

function thresholdOf(groups: number, threshold: number): number {
  const needed = threshold || groups
  if (needed >= 2 && needed <= groups && groups <= 255) return needed
  throw cryptoError('CRYPTO_RULES', `a threshold of ${needed} does not fit ${groups} key groups`, {
    hint: `give a number from 2 to ${groups}`,
  })
}

/** The first provider that takes the key: two of a kind may be for different servers. */
async function wrapOne(target: KeyTarget, share: Uint8Array, providers: readonly KeyProvider[]): Promise<WrappedKey> {
  let failure: ConfigError | undefined
  for (const provider of providers.filter(({ kind }) => kind === target.kind)) {
    try {
      return await provider.wrap(target, share)
    } catch (error) {
      if (!ConfigError.is(error)) throw error
      failure ??= error
    }
  }
  if (failure !== undefined) throw failure
  const hint = target.kind === 'pgp' ? 'use an age recipient instead' : 'give a key provider: see docs/key-services.md'
  throw cryptoError('CRYPTO_UNSUPPORTED', `there is no key provider for ${describeKey(target)}`, { hint })
}
