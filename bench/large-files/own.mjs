import { createConfig, file } from 'configmanage'
import { tell } from './usage.mjs'

const before = process.cpuUsage()
const limits = { maxBytes: 2 ** 28, maxNodes: 1e8 }
const config = await createConfig({ sources: [file(process.env.BENCH_FILE)], limits })
tell(before, config.get(`${process.env.BENCH_SECTION}.group0.setting1`))
