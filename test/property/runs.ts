/** How many inputs a law is held to: the long form (npm run campaign) asks for more than the usual number. */
export function runsOr(usual: number): number {
  return Math.max(usual, Number(process.env['PROPERTY_RUNS'] ?? 0))
}
