/** What most programs do first: one file, the environment, two values. The build watches which functions that calls. */
import { createConfig, env, file } from 'configmanage'

for (const name of process.argv.slice(2)) {
  const config = await createConfig({ sources: [file(name), env({ prefix: 'SHOP_' })] })
  if (config.get('server.port') !== '9000' || config.get('db.host') !== 'localhost') throw new Error(`${name} was not read`)
}
