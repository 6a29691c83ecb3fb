import convict from 'convict'

const config = convict({
  server: { port: { format: 'port', default: 1, env: 'APP_SERVER__PORT' } },
  log: { level: { format: String, default: 'debug' } },
})
config.loadFile('app.json')
process.stdout.write(`${config.get('server.port')} ${config.get('log.level')}\n`)
