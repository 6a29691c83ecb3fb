/** Milliseconds of the processor that this process has used. On a busy machine, the clock measures the neighbours. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}
