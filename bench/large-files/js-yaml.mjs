import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'
import { tell } from './usage.mjs'

const before = process.cpuUsage()
const tree = load(readFileSync(process.env.BENCH_FILE, 'utf8'))
tell(before, tree[process.env.BENCH_SECTION].group0.setting1)
