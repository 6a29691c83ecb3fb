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

  it('show no secret of a file that cannot be read', async () => {
    const texts = contents.map(([name, text]) => [name, `${text}${text}]`] as const)
    const sandbox = new Sandbox({ 'schema.json': schema(4), ...Object.fromEntries(texts) })
    for (const [name] of texts) {
      const { code, stdout, stderr } = await sandbox.call(`validate ${name} --schema schema.json`)
      expect(code).toBe(3)
      expect(stdout + stderr).toContain('FORMAT_')
      expect(stdout + stderr).not.toContain('canary')
    }
  })

  it('show none when a file that the schema of the manifest judges cannot be changed', async () => {
    const manifest = JSON.stringify({ sources: [{ file: 'a.yaml' }], schema: 'schema.json' })
    const sandbox = new Sandbox({ 'schema.json': schema(4), 'configmanage.config.json': manifest })
    sandbox.write('a.yaml', 'db:\n  colour: canary-42-horse\n  colour: x\n')
    for (const line of ['unset db.port --to a.yaml', 'set db.port --stdin --no-check --to a.yaml']) {
      const { code, stdout, stderr } = await sandbox.call(line, { stdin: '1' })
      expect(code).toBe(3)
      expect(stdout + stderr).toContain('FORMAT_DUPLICATE_KEY')
      expect(stdout + stderr).not.toContain('canary')
    }
  })
})
