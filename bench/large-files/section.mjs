import { createConfig, file } from 'configmanage'

const before = process.cpuUsage()
const limits = { maxBytes: 2 ** 28, maxNodes: 1e8 }
const config = await createConfig({ sources: [file(process.env.BENCH_FILE, { section: process.env.BENCH_SECTION ?? 'part100' })], limits })
const answer = config.get(`${process.env.BENCH_SECTION ?? 'part100'}.group0.setting1`)
