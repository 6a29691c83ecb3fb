import { describe, expect, it } from 'vitest'
import { Sandbox } from '../cli-sandbox.ts'

const secret = 'hunter2-c4n4ry'
/** A part of a secret is one too. */
const traces = [
  'hunter2',
  'c4n4ry',
  Buffer.from(secret).toString('base64').slice(0, 12),
  Buffer.from(secret).toString('hex').slice(0, 12),
]

const schema = JSON.stringify({
  properties: {
    pin: { 'x-secret': true },
    db: { properties: { pw: { 'x-secret': true }, creds: { 'x-secret': true } } },
    list: { items: { 'x-secret': true } },
  },
})

const documents = {
  'a.yaml': `pin: ${secret}\ndb:\n  pw: ${secret}\n  creds: {user: a, other: ${secret}}\nlist: [${secret}]\n`,
  'a.json': `{"pin": "${secret}", "db": {"pw": "${secret}", "creds": {"user": "a", "other": "${secret}"}}, "list": ["${secret}"]}`,
  'a.toml': `pin = "${secret}"\nlist = ["${secret}"]\n[db]\npw = "${secret}"\ncreds = {user = "a", other = "${secret}"}\n`,
  'a.json5': `{pin: '${secret}', db: {pw: '${secret}', creds: {user: 'a', other: '${secret}'}}, list: ['${secret}']}`,
}

const manifest = (...sources: readonly string[]): string =>
  JSON.stringify({ schema: 's.json', sources: sources.map((source) => JSON.parse(source)) })

async function writtenBy(
  files: Readonly<Record<string, string>>,
  words: string | readonly string[],
  options = {},
): Promise<string> {
  const { stdout, stderr } = await new Sandbox({ 's.json': schema, ...files }).call(words, options)
  expect(stdout + stderr).not.toBe('')
  return stdout + stderr
}

function expectNoTrace(written: string): void {
  for (const trace of traces) expect(written).not.toContain(trace)
}

describe.each(Object.entries(documents))('secrets of %s', (name, text) => {
  const files = { [name]: text, 'configmanage.config.json': manifest(`{"file": "${name}"}`) }

  it.each([
    ...[
      'get pin',
      'get db',
      'get',
      'get db.creds --json',
      'get list[0]',
      'get list --json',
      'get pin --format yaml',
      'get pin -v',
      'get pinn',
    ],
    ...[
      'get pin.x',
      'get db.pww',
      'explain pin',
      'explain pin --json',
      'explain pin -v',
      'explain db',
      'explain db.creds.other',
      'explain list',
    ],
    ...[
      'explain',
      'export',
      'export --json',
      'export -v',
      'export --only db.*',
      'export --format toml',
      'export --format dotenv --only db.pw',
    ],
    ...[
      'export --format properties',
      'export --format k8s-secret',
      'export --format k8s-configmap',
      'export --format tfvars',
      'validate',
    ],
    ...[
      'validate --json -v',
      `set pin other --to ${name}`,
      `set pin ${secret} --to ${name}`,
      `set /db/pw ${secret} --to ${name}`,
    ],
    ...[`set db.creds.user ${secret} --to ${name}`, `unset pin --to ${name} -v`, `unset pin --to ${name} --json`],
  ])('are not in the output of %s', async (line) => {
    expectNoTrace(await writtenBy(files, line))
  })

  it.each([
    [['set', 'pin', '--stdin', '--to', name]],
    [['set', 'pin', '--stdin', '--to', name, '--json']],
    [['set', 'pin', '--stdin', '--to', name, '--type', 'number', '-v']],
    [['set', 'pin', '--stdin', '--to', name, '--type', 'json', '--json']],
  ])('are not repeated by %j', async (words) => {
    expectNoTrace(await writtenBy(files, words, { stdin: secret }))
  })

  it('are not in what references make of them', async () => {
    const using = { url: 'http://u:${pin}@host', copy: '${db}', first: '${list[0]}' }
    const more = { ...files, 'configmanage.config.json': manifest(`{"file": "${name}"}`, `{"object": ${JSON.stringify(using)}}`) }
    for (const line of [
      'export',
      'export --json',
      'explain url',
      'explain url --json',
      'explain copy.pw --json',
      'get first',
      'get url -v',
    ])
      expectNoTrace(await writtenBy(more, line))
  })

  it('are not in issues about them', async () => {
    for (const pin of [`${secret}\${nope}`, `\${nope:x:-${secret}}`, `\${${secret}`, { x: secret }]) {
      const more = {
        ...files,
        'configmanage.config.json': manifest(`{"file": "${name}"}`, `{"object": ${JSON.stringify({ pin })}}`),
      }
      for (const line of ['validate --json', 'explain pin --json', 'export -v --json']) expectNoTrace(await writtenBy(more, line))
    }
  })

  it('are not in the log of a variable that replaces them', async () => {
    const more = { ...files, 'configmanage.config.json': manifest(`{"file": "${name}"}`, '{"env": "S_"}') }
    for (const line of ['explain pin -v', 'validate -v', 'explain pin --json'])
      expectNoTrace(await writtenBy(more, line, { env: { S_PIN: secret, S_DB__PW: secret, S_PINN: secret } }))
  })
})

describe('the picture of a broken line', () => {
  const named: readonly (readonly [file: string, text: string])[] = [
    ['a.yaml', `password: "${secret}" x\n`],
    ['a.yaml', `password: |\n  ${secret}\nfoo: [\n`],
    ['a.yaml', `password:\n  ${secret}\nfoo: [\n`],
    ['a.yaml', `db: {user: a, password: ${secret}, x\n`],
    ['a.yaml', `tokens:\n- ${secret}\n- [\n`],
    ['a.yaml', `? password\n: ${secret}\nfoo: [\n`],
    ['a.yaml', `password: *${secret}\n`],
    ['a.yaml', `password: !${secret} x\n`],
    ['a.yaml', `apiKey: '${secret}\n`],
    ['a.yaml', `password: 5\npassword: ${secret}\n`],
    ['a.yaml', `url: postgres://u:${secret}@h/db x: y\n`],
    ['a.json', `{"a": 1, "password": "${secret}", oops}`],
    ['a.json', `{"password":\n  "${secret}",\n "y": }`],
    ['a.json', `{"auth": {"token": ["${secret}", oops]}}`],
    ['a.json', `{"password": ${secret}}`],
    ['a.json', `{"password": "${secret}\n}`],
    ['a.json5', `{password: '${secret}' x}`],
    ['a.toml', `password = ${secret}\n`],
    ['a.toml', `db = {user = "a", password = "${secret}", x\n`],
    ['a.toml', `password = """\n${secret}\n"""\nx = \n`],
    ['a.toml', `[secrets]\na = "${secret}"\na = "${secret}"\n`],
    ['a.toml', `tokens = ["a",\n "${secret}",\n x]\n`],
    ['a.ini', `[s]\npassword = ${secret}\nbroken\n`],
    ['a.ini', `[s]\npassword =\n  ${secret}\n[broken\n`],
    ['.env', `PASSWORD="${secret}\n`],
    ['.env', `PRIVATE_KEY="-----BEGIN\n${secret}\n-----END"\nBAD LINE\n`],
    ['.env', `PRIVATE=-----BEGIN RSA PRIVATE KEY-----\n${secret}\n`],
    ['.env', `export PASSWORD="a" ${secret}\n`],
    ['a.properties', `password=${secret}\\u1\n`],
    ['a.properties', `password ${secret}\nb=\\u12\n`],
    ['a.properties', `password=a\\\n  ${secret}\nb=\\u12\n`],
  ]

  it.each(named)('in %s hides the value of a key with a telling name: %j', async (file, text) => {
    for (const line of [`export --file ${file} -v`, `validate ${file}`, `validate ${file} --json`, `set x.y 1 --to ${file}`]) {
      const { code, stdout, stderr } = await new Sandbox({ [file]: text }).call(line)
      expect(code, line).toBe(3)
      expectNoTrace(stdout + stderr)
    }
    const piped = await new Sandbox({}).call(`export --file - --from ${file === '.env' ? 'dotenv' : file.slice(2)}`, {
      stdin: text,
    })
    expectNoTrace(piped.stdout + piped.stderr)
  })

  const declared: readonly (readonly [file: string, text: string])[] = [
    ['a.yaml', `pin: "${secret}" x\n`],
    ['a.yaml', `db:\n  pw: ${secret}\n bad\n`],
    ['a.yaml', `list:\n  - ${secret}\n  - [\n`],
    ['a.yaml', `pin: 5\npin: ${secret}\n`],
    ['a.json', `{"db": {"user": "x", "pw": "${secret}"},\n "y": }`],
    ['a.json', `{"list": ["${secret}", ]}`],
    ['a.json', `{"pin": ${secret}}`],
    ['a.toml', `pin = ${secret}\n`],
    ['a.toml', `db.pw = "${secret}" x\n`],
    ['a.toml', `[db.creds]\nother = "${secret}" x\n`],
    ['a.ini', `pin = ${secret}\n[x\n`],
    ['.env', `SHOP_DB__PW=${secret}\nB="\n`],
    ['a.properties', `pin:${secret}\\u1\n`],
  ]

  it.each(declared)('in %s hides what the schema calls secret: %j', async (file, text) => {
    const files = { [file]: text, 's.json': schema, 'configmanage.config.json': manifest(`{"file": "${file}"}`) }
    for (const line of ['validate', 'export -v', 'explain pin', 'get pin --json']) {
      const { code, stdout, stderr } = await new Sandbox(files).call(line)
      expect(code, line).toBe(3)
      expectNoTrace(stdout + stderr)
    }
  })

  it('shows the rest', async () => {
    const { stdout } = await new Sandbox({ 'a.json': '{"port": 8080, "password": "x", oops}' }).call('validate a.json')
    expect(stdout).toContain('{"port": 8080, "password": ***, oops}')
  })
})

describe('what a module throws', () => {
  it.each([
    `JSON.parse('${secret}')`,
    `throw new Error('${secret}')`,
    `Buffer.alloc('${secret}')`,
    `new RegExp('${secret}(')`,
    `throw '${secret}'`,
  ])('is not repeated: %s', async (code) => {
    const files = {
      'm.mjs': `${code}\nexport default {}\n`,
      'configmanage.config.json': JSON.stringify({ sources: [{ module: 'm.mjs' }] }),
    }
    expectNoTrace(await writtenBy(files, 'validate --json'))
  })
})
