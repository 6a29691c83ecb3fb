import { readFileSync } from 'node:fs'
import { load } from 'js-yaml'

const config = load(readFileSync('app.yaml', 'utf8'))
const port = process.env.APP_SERVER__PORT
if (port !== undefined) config.server.port = Number(port)
process.stdout.write(`${config.server.port} ${config.log.level}\n`)
