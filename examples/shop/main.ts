import { createServer } from 'node:http'
import { args, createConfig, defineConfig, dotenv, env, file } from 'configmanage'
import { defineRule } from 'configmanage/rules'

/** The part of the configuration that this file uses. */
interface ShopConfig {
  readonly app: { readonly title: string }
  readonly server: { readonly host: string; readonly port: number; readonly 'public-url': string }
  readonly routes: readonly { readonly name: string; readonly path: string; readonly methods: readonly string[] }[]
}

/** What the schema cannot say: two values that have to fit together. */
const poolRange = defineRule({
  name: 'pool-range',
  paths: ['db.pool.min', 'db.pool.max'],
  check: (values) =>
    Number(values['db.pool.min']) > Number(values['db.pool.max']) ? 'the pool begins larger than it may become' : undefined,
})

/** The same layers as in configmanage.config.yaml, as code. */
const definition = defineConfig<ShopConfig>({
  name: 'shop',
  root: import.meta.dirname,
  schema: 'schema.json',
  rules: [poolRange],
  profiles: { base: {}, staging: { extends: 'base' }, prod: { extends: 'staging', aliases: ['production'] } },
  profile: { env: 'SHOP_ENV', default: 'base' },
  sources: [
    file('config/base.yaml'),
    file('config/{profile}.yaml', { optional: true }),
    file('config/services.toml'),
    dotenv({ path: '.env', optional: true }),
    env({ prefix: 'SHOP_' }),
    args(),
  ],
})

await using config = await createConfig(definition)

const server = createServer((request, response) => {
  // Looked up for each request, so a reload counts from the next request on.
  const route = config.get('routes').find(({ path, methods }) => path === request.url && methods.includes(request.method ?? ''))
  response.statusCode = route === undefined ? 404 : 200
  response.end(`${config.get('app.title')}: ${route?.name ?? 'nothing here'}\n`)
})
server.listen(config.get('server.port'), config.get('server.host'), () => {
  console.log(`${config.get('app.title')} at ${config.get('server.public-url')}`)
})

config.on('rejected', ({ issues }) =>
  console.error(
    'the new configuration is not used:',
    issues.map(({ message }) => message),
  ),
)
process.on('SIGHUP', () => void config.reload().catch(() => undefined))

await new Promise((resolve) => process.once('SIGINT', resolve).once('SIGTERM', resolve))
server.close()
