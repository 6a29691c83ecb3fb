import { createConfig, defineConfig, file } from 'configmanage'
import { s } from 'configmanage/schema'
import Fastify from 'fastify'

/** What may be configured. The address is bound once, so a change of it waits for a restart. */
const schema = s.object({
  server: s.object({ host: s.host(), port: s.integer().min(0).max(65_535) }).restart(),
  greeting: s.string(),
  limits: s.object({ bodyBytes: s.byteSize(), perMinute: s.integer().min(1) }),
  features: s.object({ shout: s.boolean().default(false) }),
})

const definition = defineConfig({ name: 'live-service', schema, sources: [file('config/service.yaml')] })

const openConfig = (folder: string) => createConfig(definition, { cwd: folder, watch: true })

export interface Service {
  readonly url: string
  readonly config: Awaited<ReturnType<typeof openConfig>>
  close(): Promise<void>
}

/** Starts the service. `log` gets a line for whatever happens to the configuration. */
export async function startService(folder: string, log: (line: string) => void): Promise<Service> {
  const config = await openConfig(folder)

  // Looked at in every request: a handle costs what a variable costs, and always has the current value.
  const greeting = config.at('greeting')
  const shout = config.at('features.shout')

  const app = Fastify()
  app.get('/', () => (shout.value ? `${greeting.value}!`.toUpperCase() : greeting.value))
  // One snapshot for the whole answer: a reload in the middle of it would not show.
  app.get('/limits', () => config.current.value.limits)
  // For a load balancer: 200 while every source is well. What is in use is good in any case.
  app.get('/health', async (_request, reply) => {
    const sources = config.status().map(({ source, kind }) => ({ source, kind }))
    const isWell = sources.every(({ kind }) => kind === 'fresh')
    return reply
      .code(isWell ? 200 : 503)
      .send({ generation: config.current.generation, sources, restart: config.pendingRestart.length > 0 })
  })

  // Whatever was made from a value is made again when the value changes.
  config.watch('limits.perMinute', (now, before) => log(`limit: ${before} -> ${now} a minute`))
  config.on('changed', ({ generation }) => log(`generation ${generation}`))
  config.on('rejected', ({ issues }) => log(`refused: ${issues[0]?.message}`))
  config.on('restart-required', () => log('the address changed; restart to use it'))

  const { host, port } = config.value.server
  const url = await app.listen({ host, port })
  return {
    url,
    config,
    close: async () => {
      await app.close()
      await config.close()
    },
  }
}
