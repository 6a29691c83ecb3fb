import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

const schema = JSON.stringify({
  properties: {
    db: { properties: { password: { type: 'string', minLength: 40, 'x-secret': true }, port: { type: 'integer' } } },
  },
})

/** The wrong value stands in the line of the secret, or is the secret. */
const contents: readonly (readonly [string, string])[] = [
  ['a.yaml', 'db: { password: canary-42-horse, port: high }\n'],
  ['b.json', '{ "db": { "password": "canary-42-horse", "port": "high" } }\n'],
  ['c.toml', 'db = { password = "canary-42-horse", port = "high" }\n'],
]

describe('files that a schema judges without a manifest', () => {
  it.each(['--jobs 1', '--jobs 4'])('show no secret in pictures of their lines, with %s', async (jobs) => {
    const sandbox = new Sandbox({ 'schema.json': schema, ...Object.fromEntries(contents) })
    const names = contents.map(([name]) => name).join(' ')
    for (const format of ['pretty', 'json', 'sarif', 'github', 'markdown']) {
      const { code, stdout, stderr } = await sandbox.call(`validate ${names} --schema schema.json ${jobs} --format ${format}`)
      expect(code).toBe(1)
      expect(stdout + stderr).not.toContain('canary')
    }
  })
})
