import type { Lease } from './secret-provider.ts'

/** For a store that says nothing: HashiCorp's own default. */
const defaultLeaseMs = 5 * 60_000

/**
 * When to ask again, in milliseconds from the start of the lease, by the rules of consul-template: a renewable lease
 * after a third, shortened by chance so that many processes do not ask at once; a fixed one after nine tenths, give or
 * take a twentieth; a rotating one a second after its end.
 * @param random from 0 to 1, without 1
 */
export function renewAfterMs({ kind, durationMs }: Lease, random: () => number): number {
  const duration = durationMs > 0 ? durationMs : defaultLeaseMs
  if (kind === 'renewable') return (duration / 3) * (0.5 + 0.5 * random())
  if (kind === 'fixed') return duration * (0.85 + 0.1 * random())
  return duration + 1_000
}

/** When the reading must not be used any more, in milliseconds since 1970. A lease of unknown length does not end by itself. */
export function endOf({ startedAt, durationMs, kind }: Lease): number {
  return durationMs > 0 && kind !== 'rotating' ? startedAt + durationMs : Number.POSITIVE_INFINITY
}
