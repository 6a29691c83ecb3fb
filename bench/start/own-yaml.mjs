import { createConfig, env, file } from '../../dist/index.js'

const config = await createConfig({ name: 'app', sources: [file('app.yaml'), env({ prefix: 'APP_' })] })
process.stdout.write(`${config.get('server.port')} ${config.get('log.level')}\n`)
