// Prints what the process has cost; stands behind every case. The peak is that of the whole life of the process.
const used = process.cpuUsage(before)
const { maxRSS } = process.resourceUsage()
process.stdout.write(`${JSON.stringify({ answer, cpuMs: (used.user + used.system) / 1000, peakMb: maxRSS / 1024 })}\n`)
