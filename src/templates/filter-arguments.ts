/** A filter got what it has no answer for. The engine cannot be told, so whoever runs it has to know. */
export class FilterRefusal extends Error {}

/** The engine hands named arguments over as a map behind the others. */
export function argumentsOf(args: readonly unknown[], names: readonly string[]): readonly unknown[] {
  const named = args.at(-1)
  if (!(named instanceof Map)) return args
  const given = args.slice(0, -1)
  return names.map((name, index) => given[index] ?? named.get(name))
}

export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  throw new FilterRefusal('wants a text')
}

export function amountOf(value: unknown, fallback: number): number {
  const amount = value === undefined ? fallback : Number(value)
  if (Number.isInteger(amount) && amount >= 0 && amount <= 1_000_000) return amount
  throw new FilterRefusal('wants a number from 0 to 1,000,000')
}
