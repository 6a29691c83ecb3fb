import { readFileSync } from 'node:fs'

const config = JSON.parse(readFileSync('app.json', 'utf8'))
const port = process.env.APP_SERVER__PORT
if (port !== undefined) config.server.port = Number(port)
process.stdout.write(`${config.server.port} ${config.log.level}\n`)
