import { loadConfig } from 'c12'

const port = process.env.APP_SERVER__PORT
const overrides = port === undefined ? {} : { server: { port: Number(port) } }
const { config } = await loadConfig({ cwd: process.cwd(), configFile: 'app.json', overrides })
process.stdout.write(`${config.server.port} ${config.log.level}\n`)
