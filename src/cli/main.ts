#!/usr/bin/env node
import { processContext } from './context.ts'
import { run } from './run.ts'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`configmanage needs Node 22.13 or later; this is Node ${process.versions.node}\n`)
  process.exitCode = 2
} else {
  process.exitCode = await run(process.argv.slice(2), processContext())
}
