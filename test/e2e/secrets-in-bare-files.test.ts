import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

const schema = (minLength: number): string =>
  JSON.stringify({
    properties: {
      db: { properties: { colour: { type: 'string', minLength, 'x-secret': true }, port: { type: 'integer' } } },
    },
  })

/** A wrong value stands in the line of the secret. */
const contents: readonly (readonly [string, string])[] = [
  ['a.yaml', 'db: { colour: canary-42-horse, port: high }\n'],
  ['b.json', '{ "db": { "colour": "canary-42-horse", "port": "high" } }\n'],
  ['c.toml', 'db = { colour = "canary-42-horse", port = "high" }\n'],
]

describe('files that a schema judges without a manifest', () => {
  it.each([
    ['that is right', '--jobs 1', 4],
    ['that is wrong', '--jobs 1', 40],
    ['that is right', '--jobs 4', 4],
  ] as const)('show no secret %s in pictures of their lines, with %s', async (_, jobs, minLength) => {
    const sandbox = new Sandbox({ 'schema.json': schema(minLength), ...Object.fromEntries(contents) })
    const names = contents.map(([name]) => name).join(' ')
    for (const format of ['pretty', 'json', 'sarif', 'github', 'markdown']) {
      const { code, stdout, stderr } = await sandbox.call(`validate ${names} --schema schema.json ${jobs} --format ${format}`)
      expect(code).toBe(1)
      expect(stdout + stderr).not.toContain('canary')
    }
  })
})
