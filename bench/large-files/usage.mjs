/** Prints what reading has cost since `before`. The peak is that of the whole life of the process. */
export function tell(before, answer) {
  const used = process.cpuUsage(before)
  const { maxRSS } = process.resourceUsage()
  process.stdout.write(`${JSON.stringify({ answer, cpuMs: (used.user + used.system) / 1000, peakMb: maxRSS / 1024 })}\n`)
}
