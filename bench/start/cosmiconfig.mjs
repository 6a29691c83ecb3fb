import { cosmiconfigSync } from 'cosmiconfig'

const { config } = cosmiconfigSync('app').load('app.json')
const port = process.env.APP_SERVER__PORT
if (port !== undefined) config.server.port = Number(port)
process.stdout.write(`${config.server.port} ${config.log.level}\n`)
