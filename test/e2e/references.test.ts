import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

describe('a circle over several files', () => {
  const files = {
    'a.yaml': 'one:\n  url: x://${two}\n',
    'b.json': '{\n  "two": "${three[1]}"\n}\n',
    'c.toml': 'three = [1,\n  "<${one.url}>"]\n',
  }
  const call = (rest: string) => new Sandbox(files).call(`get two --file a.yaml --file b.json --file c.toml ${rest}`)

  it('is one issue that names every step with its place, and exit code 3', async () => {
    const { code, stderr } = await call('')
    expect(code).toBe(3)
    expect(stderr).toContain(
      'references lead in a circle: one.url (a.yaml:2) -> two (b.json:2) -> three[1] (c.toml:2) -> one.url',
    )
    for (const place of ['a.yaml:2:8', 'b.json:2:10', 'c.toml:2:3']) expect(stderr).toContain(place)
    expect(stderr).toContain('1 error in 1 file')
  })

  it('has the steps as data', async () => {
    const { code, stdout } = await call('--json')
    expect(code).toBe(3)
    const { issues } = JSON.parse(stdout)
    expect(issues).toMatchObject([
      {
        code: 'REFERENCE_CYCLE',
        file: 'a.yaml',
        line: 2,
        column: 8,
        related: [
          { message: 'one.url', file: 'a.yaml', line: 2, column: 8 },
          { message: 'two', file: 'b.json', line: 2, column: 10 },
          { message: 'three[1]', file: 'c.toml', line: 2, column: 3 },
        ],
      },
    ])
  })
})

describe('explain', () => {
  it('gives the origin of each operand as data', async () => {
    const sandbox = new Sandbox({ 'a.yaml': 'db: { host: h }\nurl: x://${db.host}:${env:PORT:-80}/${env:STAGE}\n' })
    const { stdout } = await sandbox.call('explain url --file a.yaml --set db.host=h2 --json', { env: { STAGE: 'blue' } })
    expect(JSON.parse(stdout).data.derivation.uses).toEqual([
      {
        expression: '${db.host}',
        path: 'db.host',
        value: 'h2',
        fallback: false,
        origin: { source: 'arguments --set', name: '--set db.host', value: 'h2' },
      },
      { expression: '${env:PORT:-80}', fallback: true },
      {
        expression: '${env:STAGE}',
        value: 'blue',
        fallback: false,
        origin: { source: 'environment', name: 'STAGE', value: 'blue' },
      },
    ])
  })
})

describe('a required reference', () => {
  it('says what was written, with the place of the value that needs it', async () => {
    const sandbox = new Sandbox({ 'a.yaml': 'db: { host: "" }\nurl: x://${db.host:?set it in prod.yaml}/\n' })
    const { code, stderr } = await sandbox.call('get url --file a.yaml')
    expect(code).toBe(3)
    expect(stderr).toContain('error REFERENCE_UNKNOWN: ${db.host} is empty: set it in prod.yaml')
    expect(stderr).toContain('a.yaml:2:6')
  })
})
