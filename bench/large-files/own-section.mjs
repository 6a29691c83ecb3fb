import { createConfig, file } from 'configmanage'
import { tell } from './usage.mjs'

const before = process.cpuUsage()
const section = process.env.BENCH_SECTION
const limits = { maxBytes: 2 ** 28, maxNodes: 1e8 }
const config = await createConfig({ sources: [file(process.env.BENCH_FILE, { section })], limits })
tell(before, config.get(`${section}.group0.setting1`))
