import 'node:fs'

const before = process.cpuUsage()
const answer = 'nothing'
