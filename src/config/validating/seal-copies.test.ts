import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { object } from '../../sources/object.ts'
import { memorySecrets } from '../../testing/memory-secrets.ts'
import { Secret } from '../../values/secret.ts'
import { createConfig } from '../create-config.ts'

const schema = z.object({ password: z.string(), host: z.string(), port: z.coerce.number() }).transform((given) => ({
  ...given,
  url: `postgres://shop:${given.password}@${given.host}`,
  deep: { list: [given.password, given.host] },
  timeout: 30,
}))

describe('what a schema makes of secrets elsewhere', () => {
  it('is secret, and what it makes of other values is not', async () => {
    const store = memorySecrets({ db: 'hunter2-canary' })
    const sources = [object({ password: '${secret:local/db}', host: 'db.internal', port: '5432' })]
    const config = await createConfig({ sources, schema, secretStores: { local: store } })
    expect(JSON.stringify(config.value)).not.toContain('hunter2')
    expect(config.value).toMatchObject({ host: 'db.internal', port: 5432, timeout: 30, deep: { list: [{}, 'db.internal'] } })
    const url: unknown = config.value.url
    expect(url instanceof Secret && url.reveal()).toBe('postgres://shop:hunter2-canary@db.internal')
    const before = config.value
    await config.reload()
    expect(config.value).toBe(before)
  })

  it('is what it was where the same text stood before', async () => {
    const sources = [object({ password: '${secret:local/db}', host: 'hunter2-canary', port: '1' })]
    const config = await createConfig({ sources, schema, secretStores: { local: memorySecrets({ db: 'hunter2-canary' }) } })
    expect(config.value.host).toBe('hunter2-canary')
  })
})
