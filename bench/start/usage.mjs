// Prints what the process has cost when it ends; stands behind every case, so it costs all of them the same.
process.on('exit', () => {
  const { userCPUTime, systemCPUTime } = process.resourceUsage()
  const { rss, heapUsed } = process.memoryUsage()
  const usage = { cpuMs: (userCPUTime + systemCPUTime) / 1000, rssMb: rss / 1048576, heapMb: heapUsed / 1048576 }
  process.stdout.write(`${JSON.stringify(usage)}\n`)
})
