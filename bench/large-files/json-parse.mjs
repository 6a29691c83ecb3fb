import { readFileSync } from 'node:fs'
import { tell } from './usage.mjs'

const before = process.cpuUsage()
const tree = JSON.parse(readFileSync(process.env.BENCH_FILE, 'utf8'))
tell(before, tree[process.env.BENCH_SECTION].group0.setting1)
