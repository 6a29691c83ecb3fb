import { createConfig, file } from 'configmanage'

const before = process.cpuUsage()
const limits = { maxBytes: 2 ** 28, maxNodes: 1e8 }
const config = await createConfig({ sources: [file(process.env.BENCH_FILE)], limits })
const answer = config.get('part1.group0.setting1')
