import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'

const before = process.cpuUsage()
const tree = load(readFileSync(process.env.BENCH_FILE, 'utf8'))
const answer = tree.part1.group0.setting1
