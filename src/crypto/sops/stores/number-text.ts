import { floatValue } from '../plain-scalar.ts'

/** A float as JSON and YAML write it, so that it comes back as a float; `undefined` for infinities and what is no number. */
export function scalarNumberText(text: string): string | undefined {
  const value = floatValue(text)
  if (value === undefined || !Number.isFinite(value)) return undefined
  if (Object.is(value, -0)) return '-0.0'
  const shortest = String(value)
  return /^-?\d+$/.test(shortest) ? `${shortest}.0` : shortest.replace(/^(-?\d+)e/, '$1.0e')
}
