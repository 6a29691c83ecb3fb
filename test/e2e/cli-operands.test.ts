import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'

/** The rows below the ladder, one for each thing that the value was made of. */
async function operandRows(sandbox: Sandbox, line: string, env: Readonly<Record<string, string>> = {}): Promise<string[]> {
  const { stdout } = await sandbox.call(line, { env })
  return stdout
    .split('\n')
    .filter((row) => row.startsWith('  ${'))
    .map((row) => row.trim().replace(/ {2,}/g, ' | '))
}

describe('what explain says a value was made of', () => {
  it('shows the hidden value and its place for a value that refers to itself', async () => {
    const sandbox = new Sandbox({ 'base.yaml': 'path: /usr/bin\n', 'up.yaml': 'path: ${path}:/opt/bin\n' })
    expect(await operandRows(sandbox, 'explain path --file base.yaml --file up.yaml')).toEqual([
      '${path} | /usr/bin | base.yaml:1:7',
    ])
  })

  it('shows the variable, the file and the profile that answered', async () => {
    const sandbox = new Sandbox({
      'configmanage.config.yaml': 'sources:\n  - file: conf/app.yaml\nprofiles:\n  prod: {}\n',
      'conf/app.yaml': 'a: ${env:HOME}-${env:NOTHING:-none}\nb: <${file:note.txt}>\nc: in-${profile}\n',
      'conf/note.txt': 'hello\n',
    })
    const env = { HOME: '/root' }
    expect(await operandRows(sandbox, 'explain a --profile prod', env)).toEqual([
      '${env:HOME} | /root | variable HOME',
      '${env:NOTHING:-none} | nothing there | the default was taken',
    ])
    expect(await operandRows(sandbox, 'explain b --profile prod', env)).toEqual(['${file:note.txt} | hello | conf/note.txt'])
    expect(await operandRows(sandbox, 'explain c --profile prod', env)).toEqual(['${profile} | prod | profile in use'])
    const { stdout } = await sandbox.call('explain a --profile prod --json', { env })
    expect(JSON.parse(stdout).data.derivation.uses).toEqual([
      {
        expression: '${env:HOME}',
        value: '/root',
        fallback: false,
        origin: { source: 'environment', name: 'HOME', value: '/root' },
      },
      { expression: '${env:NOTHING:-none}', fallback: true },
    ])
  })

  it('hides what a secret was made of, and gives equal secrets equal fingerprints', async () => {
    const sandbox = new Sandbox({
      'configmanage.config.yaml': 'schema: schema.json\nsources:\n  - file: app.yaml\n',
      'schema.json': JSON.stringify({ properties: { db: { properties: { password: { 'x-secret': true } } } } }),
      'app.yaml': 'db:\n  password: ${env:DB_PASSWORD}\n  url: x:${db.password}:${env:DB_PASSWORD}\n',
    })
    const env = { DB_PASSWORD: 'hunter2' }
    const printsOf = async (path: string): Promise<readonly string[]> => {
      const { code, stdout } = await sandbox.call(`explain ${path}`, { env })
      const json = await sandbox.call(`explain ${path} --json`, { env })
      expect([code, json.code]).toEqual([0, 0])
      expect(stdout + json.stdout).not.toContain('hunter2')
      return stdout.match(/\[secret [0-9a-f]{4}\]/g) ?? []
    }
    // Between the value and what it was made of stands the text of the layer, which is another one.
    const [value, , ...uses] = await printsOf('db.url')
    expect(uses).toHaveLength(2)
    expect(new Set(uses).size).toBe(1)
    expect(uses).not.toContain(value)
    const [password, , variable] = await printsOf('db.password')
    expect([password, variable]).toEqual([uses[0], uses[0]])
  })

  it('is not taken from the command line for a secret of a schema that contains itself, however deep', async () => {
    const sandbox = new Sandbox({
      'configmanage.config.json': '{"schema": "schema.json", "sources": []}',
      'schema.json': '{"properties": {"key": {"x-secret": true}, "child": {"$ref": "#"}}}',
      'a.json': '{}',
    })
    expect(await sandbox.call('set child.child.child.key hunter2 --to a.json')).toMatchObject({ code: 2 })
    expect(sandbox.read('a.json')).toBe('{}')
  })
})
