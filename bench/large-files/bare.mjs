import 'node:fs'
import { tell } from './usage.mjs'

tell(process.cpuUsage(), 'nothing')
