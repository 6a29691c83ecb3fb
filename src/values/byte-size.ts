import { wholeUnits } from './amount.ts'

/** Units of size in bytes: by thousands as disks are sold, by 1024 (`Ki`, `Mi` …) as memory is counted. */
const units: Readonly<Record<string, bigint>> = {
  B: 1n,
  KB: 10n ** 3n,
  kB: 10n ** 3n,
  MB: 10n ** 6n,
  GB: 10n ** 9n,
  TB: 10n ** 12n,
  PB: 10n ** 15n,
  KiB: 2n ** 10n,
  MiB: 2n ** 20n,
  GiB: 2n ** 30n,
  TiB: 2n ** 40n,
  PiB: 2n ** 50n,
}

/** The notation as a pattern, for schemas that other tools read too: `512B`, `10KB`, `1.5GiB`. */
export const byteSizePattern = '^[0-9]+(\\.[0-9]+)?(B|[kKMGTP]B|[KMGTP]iB)$'

const grammar = /^(\d+(?:\.\d+)?)(B|[kKMGTP]B|[KMGTP]iB)$/

/** The longest text that can be meant as a size; anything beyond is refused unread. */
const longest = 200

/**
 * The bytes of `512B`, `10KB` (10,000), `10KiB` (10,240), `1.5GB`. `undefined` without a unit, for parts of a byte, and
 * beyond what a number holds exactly.
 */
export function parseByteSize(text: string): number | undefined {
  const match = text.length > longest ? null : grammar.exec(text)
  if (match === null) return undefined
  const [, amount = '', unit = ''] = match
  return wholeUnits(amount, units[unit] as bigint)
}

const printed = ['PiB', 'PB', 'TiB', 'TB', 'GiB', 'GB', 'MiB', 'MB', 'KiB', 'KB']

/** The notation in the largest unit that needs no fraction: `10KiB`, `5MB`, `1001B`. Reading it gives the same number again. */
export function printByteSize(bytes: number): string {
  if (!Number.isSafeInteger(bytes) || bytes <= 0) return `${bytes}B`
  const size = BigInt(bytes)
  const unit = printed.find((name) => size % (units[name] as bigint) === 0n)
  return unit === undefined ? `${bytes}B` : `${size / (units[unit] as bigint)}${unit}`
}
