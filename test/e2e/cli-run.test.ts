import { spawn } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'
import { commandWords } from './command-words.ts'

const secret = 'cor rect/horse"battery'

const files = {
  'configmanage.config.yaml': 'schema: schema.json\nsources:\n  - file: app.yaml\n  - env: SHOP_\n',
  'schema.json': JSON.stringify({
    type: 'object',
    properties: {
      db: {
        type: 'object',
        properties: { password: { type: 'string', 'x-secret': true }, url: { type: 'string', 'x-env': 'DATABASE_URL' } },
      },
      server: { type: 'object', properties: { port: { type: 'integer' } } },
    },
  }),
  'app.yaml': `db:\n  password: ${JSON.stringify(secret)}\n  url: postgres://db\n  pool: null\nserver: { port: 8080, hosts: [a, b] }\n`,
  'child.mjs': 'const [what, ...rest] = process.argv.slice(2)\nawait import(`./${what}.mjs`)\n',
  'print.mjs': 'console.log(JSON.stringify(process.env)); console.error(process.argv.slice(3).join(" "))\n',
  'tell.mjs': `const p = process.env.SHOP_DB__PASSWORD
process.stdout.write(p.slice(0, 5)); setTimeout(() => process.stdout.write(p.slice(5) + '|' + btoa(p) + '|' + encodeURIComponent(p) + '|' + JSON.stringify(p) + '\\n'), 50)
process.stderr.write('at ' + p + '\\n')\n`,
  'seven.mjs': 'process.exitCode = 7\n',
  'killed.mjs': 'process.kill(process.pid, "SIGKILL"); setInterval(() => {}, 1000)\n',
  'bytes.mjs': 'process.stdout.write(Buffer.from([0xff, 0x00, 0x0a]))\n',
}

const node = process.execPath
const env = { PATH: process.env.PATH ?? '', HOME: '/nowhere', CONFIGMANAGE_AUDIT_LOG: 'off' }

describe('run', () => {
  it('hands the configuration to a program, by the names of the schema and of the environment source', async () => {
    const sandbox = new Sandbox(files)
    const { code, stdout, stderr } = await sandbox.call(['run', '--', node, 'child.mjs', 'print', '--port', '1', '-q'], { env })
    const seen = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(seen).toMatchObject({
      DATABASE_URL: 'postgres://db',
      SHOP_SERVER__PORT: '8080',
      SHOP_SERVER__HOSTS: '["a","b"]',
      HOME: '/nowhere',
    })
    expect(seen.SHOP_DB__PASSWORD).toBe('[secret]')
    expect(seen).not.toHaveProperty('SHOP_DB__POOL')
    expect(stderr).toBe('--port 1 -q\n')
  })

  it('needs no "--", takes flags of its own before the program, and a prefix', async () => {
    const sandbox = new Sandbox(files)
    const line = ['--set', 'server.port=9', 'run', '--prefix', 'X_', '--clean', node, 'child.mjs', 'print', '--set', 'a=1']
    const { stdout, stderr } = await sandbox.call(line, { env })
    expect(JSON.parse(stdout)).toMatchObject({ X_SERVER__PORT: '9' })
    expect(JSON.parse(stdout)).not.toHaveProperty('HOME')
    expect(stderr).toBe('--set a=1\n')
  })

  it('takes secrets out of what the program writes, however it writes them', async () => {
    const { stdout, stderr } = await new Sandbox(files).call(['run', node, 'child.mjs', 'tell'], { env })
    expect(stdout).toBe('[secret]|[secret]|[secret]|"[secret]"\n')
    expect(stderr).toBe('at [secret]\n')
  })

  it('answers with the exit code of the program, or 128 and the signal', async () => {
    const sandbox = new Sandbox(files)
    expect((await sandbox.call(['run', node, 'child.mjs', 'seven'], { env })).code).toBe(7)
    expect((await sandbox.call(['run', node, 'child.mjs', 'killed'], { env })).code).toBe(137)
  })

  it('starts nothing when the configuration is wrong, the program unknown or none named', async () => {
    const sandbox = new Sandbox({ ...files, 'app.yaml': 'server: { port: high }\n' })
    expect((await sandbox.call(['run', node, 'child.mjs', 'print'], { env })).code).toBe(1)
    const unknown = await new Sandbox(files).call(['run', 'no-such-program-here'], { env })
    expect(unknown.code).toBe(2)
    expect(unknown.stderr).toContain('"no-such-program-here" cannot be started: there is no such program')
    expect((await sandbox.call('run')).code).toBe(2)
  })

  it('hands signals on and waits for the program', async () => {
    const sandbox = new Sandbox({
      ...files,
      'patient.mjs':
        'process.on("SIGTERM", () => setTimeout(() => { console.log("tidied"); process.exit(3) }, 700)); console.log("up"); setInterval(() => {}, 1000)\n',
    })
    const child = spawn(node, [...commandWords, 'run', node, 'patient.mjs'], {
      cwd: sandbox.folder,
      env,
    })
    let stdout = ''
    for await (const piece of child.stdout) {
      stdout += piece
      if (stdout === 'up\n') child.kill('SIGTERM')
    }
    const code = child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)))
    expect({ stdout, code }).toEqual({ stdout: 'up\ntidied\n', code: 3 })
  })

  it('passes bytes that are no text on as they are', async () => {
    const sandbox = new Sandbox(files)
    const child = spawn(node, [...commandWords, 'run', node, 'bytes.mjs'], { cwd: sandbox.folder, env })
    const pieces: Buffer[] = []
    for await (const piece of child.stdout) pieces.push(piece)
    expect(Buffer.concat(pieces)).toEqual(Buffer.from([0xff, 0x00, 0x0a]))
  })
})
