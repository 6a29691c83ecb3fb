import config from 'config'

process.stdout.write(`${config.get('server.port')} ${config.get('log.level')}\n`)
