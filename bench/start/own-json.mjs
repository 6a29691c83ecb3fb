import { createConfig, env, file } from 'configmanage'

const config = await createConfig({ name: 'app', sources: [file('app.json'), env({ prefix: 'APP_' })] })
process.stdout.write(`${config.get('server.port')} ${config.get('log.level')}\n`)
