import { execFileSync } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { inspect } from 'node:util'
import { createConfig, type Source } from 'configmanage'
import { createSandbox } from 'configmanage/testing'
import { describe, expect, it } from 'vitest'
import { commandTable } from '../../src/cli/command-table.ts'
import { reporterNames } from '../../src/cli/reporters/table.ts'
import { newIdentity, recipientOf } from '../../src/crypto/age/age-keys.ts'
import { loadManifest } from '../../src/manifest/load-manifest.ts'
import { LocalStore } from '../../src/secrets/local/local-store.ts'
import { formsOf } from '../../src/secrets/secret-forms.ts'
import { secrets } from '../../src/secrets/secrets-source.ts'
import { Secret } from '../../src/values/secret.ts'
import { type Outcome, Sandbox } from './cli-sandbox.ts'

const identity = await newIdentity(false)
const recipient = await recipientOf(identity)

/** One for each way that a value can come, with signs that every encoding writes in another way. */
const canary = (place: string): string => `c4nary+${place}/"9f2e?ü&'7Kq`
const places = [
  ...['file', 'json', 'toml', 'ini', 'properties', 'dotenv', 'env', 'args', 'stdin', 'directory', 'object', 'module'],
  ...['template', 'import', 'variable', 'text', 'sealed', 'whole', 'store', 'field', 'set'],
] as const
const canaries = new Map<string, string>(places.map((place) => [place, canary(place)]))
const of = (place: string): string => canaries.get(place) as string

/** Every way in which one of them could be read, by where it came from. */
const traces = [...canaries].flatMap(([place, text]) => formsOf(text).map((form) => ({ place, form })))

function tracesIn(said: string): readonly string[] {
  const plain = said.replace(/\u001b\[[\d;]*m/g, '')
  return traces.flatMap(({ place, form }) => {
    const at = plain.indexOf(form)
    return at < 0 ? [] : [`${place}: ${plain.slice(Math.max(0, at - 60), at)}<<${form}>>`]
  })
}

const q = JSON.stringify
const properties = (type: object): object => Object.fromEntries(places.map((place) => [place, { ...type, 'x-secret': true }]))
/** Right values; values of the wrong type; a file that is no text of its format; a reference that leads nowhere. */
const kinds = {
  right: { type: { type: 'string' }, more: '' },
  'of the wrong type': { type: { type: 'integer' }, more: '' },
  'of the wrong form': { type: { type: 'string', pattern: '^[a-z]*$', maxLength: 3 }, more: '' },
  'beside what is broken': { type: { type: 'string' }, more: 'broken: [1, 2\n  x: {\n' },
  'beside a reference to nothing': { type: { type: 'string' }, more: 'nowhere: ${secret:local/nothing}\n' },
} as const

class Project extends Sandbox {
  readonly env: Readonly<Record<string, string>>
  constructor(kind: keyof typeof kinds) {
    const { type, more } = kinds[kind]
    const sources = [
      { file: 'app.yaml' },
      { file: 'app.json' },
      { file: 'app.toml' },
      { file: 'app.ini' },
      { file: 'app.properties' },
      { file: 'page.yaml.tmpl' },
      { object: { object: of('object') } },
      { module: 'extra.mjs' },
      { dotenv: 'shop.env' },
      { directory: 'mounted' },
      { file: 'sealed.yaml' },
      { file: 'whole.json.age' },
      { stdin: { format: 'json' } },
      { env: 'SHOP_' },
      { args: '' },
    ]
    super({
      'configmanage.config.json': JSON.stringify({
        name: 'shop',
        sources,
        schema: 'schema.json',
        profiles: { prod: {}, other: { sources: [{ object: { file: 'of another profile' } }] } },
        secretStores: { local: { file: 'secrets.age' } },
        secretAudit: { file: 'read.ndjson' },
      }),
      'schema.json': JSON.stringify({ type: 'object', properties: { ...properties(type), port: { type: 'integer' } } }),
      'app.yaml': `port: 80\nfile: ${q(of('file'))}\ncopy: "x\${file}y"\nstore: "\${secret:local/db}"\nfield: "a\${secret:local/login#password}b"\nvariable: "\${env:OTHER}"\ntext: "\${file:text.txt}"\n$import: part.yaml\n${more}`,
      'app.json': JSON.stringify({ json: of('json') }),
      'app.ini': `ini=${q(of('ini'))}\n`,
      'app.properties': `properties=${of('properties')}\n`,
      'page.yaml.tmpl': `template: ${q(of('template'))}\nprofile: "{{ profile | default('none') }}"\n`,
      'extra.mjs': `export default ${JSON.stringify({ module: of('module') })}\n`,
      'part.yaml': `import: ${q(of('import'))}\n`,
      'text.txt': of('text'),
      'note.tmpl': 'port {{ port }}{% if file is defined %} and {{ file }}{% endif %}\n',
      'wrong.tmpl': 'port {{ file }}\n',
      'app.toml': `toml = ${q(of('toml'))}\n`,
      'shop.env': `dotenv=${q(of('dotenv'))}\n`,
      'mounted/directory': of('directory'),
      'sealed.yaml': `sealed: ${q(of('sealed'))}\n`,
      'whole.json': JSON.stringify({ whole: of('whole') }),
      'key.txt': identity,
    })
    this.env = {
      HOME: this.folder,
      SOPS_AGE_KEY_FILE: join(this.folder, 'key.txt'),
      SHOP_ENV: of('env'),
      OTHER: of('variable'),
      PATH: process.env['PATH'] ?? '',
    }
  }
  async prepare(): Promise<void> {
    const stores: readonly (readonly [string, string])[] = [
      ['db', 'store'],
      ['login#password', 'field'],
    ]
    for (const [name, place] of stores) await this.say(['secrets', 'set', name, '--stdin', '--store', 'secrets.age'], of(place))
    await this.say(['encrypt', '-i', 'sealed.yaml', '--age', recipient])
    await this.say(['encrypt', 'whole.json', '-o', 'whole.json.age', '--age', recipient])
  }
  async say(words: readonly string[], stdin = JSON.stringify({ stdin: of('stdin') })): Promise<Outcome> {
    const ending = new AbortController()
    const disturbing = words.includes('watch') || words.includes('--watch') ? this.#disturb(ending) : undefined
    // A child of `run` would write to a terminal itself, unseen by us.
    const terminal = words[0] === 'run' ? {} : { terminal: 100 }
    const outcome = await this.call(words, { env: this.env, stdin, signal: ending.signal, ...terminal })
    await disturbing
    return outcome
  }
  /** A change that is taken over, one that is refused, and the end, for what watches. */
  async #disturb(ending: AbortController): Promise<void> {
    const before = this.read('app.json')
    for (const more of [
      { port: 82, json: `x${of('json')}` },
      { json: `y${of('json')}`, port: 'no number' },
    ]) {
      await setTimeout(500)
      this.write('app.json', JSON.stringify({ ...JSON.parse(before), ...more }))
    }
    await setTimeout(500)
    ending.abort()
    this.write('app.json', before)
  }
  /** What a command left in files, except for those that hold the values by right. */
  left(): string {
    const own = [
      ...[
        'app.yaml',
        'app.json',
        'app.toml',
        'app.ini',
        'app.properties',
        'page.yaml.tmpl',
        'extra.mjs',
        'part.yaml',
        'text.txt',
      ],
      ...['shop.env', 'mounted', 'whole.json', 'key.txt', 'app.copy.yaml', 'configmanage.config.json'],
    ]
    return readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => !own.some((each) => name === each || name.startsWith(`${each}/`)) && !name.startsWith('.git'))
      .filter((name) => statSync(join(this.folder, name)).isFile())
      .map((name) => readFileSync(join(this.folder, name), 'latin1') + readFileSync(join(this.folder, name), 'utf8'))
      .join('\n')
  }
}

const child = 'console.log(JSON.stringify(process.env)); console.error(Object.values(process.env).join("\\n"))'
const applicationArgs = ['--', `--args=${of('args')}`]
const withArgs = (lines: readonly string[]): readonly (readonly string[])[] =>
  lines.map((line) => [...line.split(' '), ...applicationArgs])

/** Every command, in every form of its answer that says something of the configuration. */
const lines: readonly (readonly string[])[] = [
  ...withArgs([
    ...places.flatMap((place) => [`get ${place}`, `get ${place} --json -v`, `explain ${place}`, `explain ${place} --json`]),
    'get copy',
    'explain copy',
    'explain copy --json -v',
    'get nothing -v',
    'explain SECRET_MISSING',
    ...['json', 'yaml', 'toml', 'ini', 'dotenv', 'properties', 'k8s-configmap', 'k8s-secret', 'tfvars'].map(
      (format) => `export --format ${format} -v`,
    ),
    'export --only ** --json',
    ...reporterNames.map((name) => `validate --format ${name} --all -v`),
    'validate --all-profiles',
    ...['text', 'json'].flatMap((format) => [
      `status --format ${format} -v`,
      `diff profile:prod profile:other --format ${format}`,
      `profiles show prod --format ${format}`,
      `profiles graph --format ${format}`,
    ]),
    ...['text', 'ndjson'].map((format) => `watch --format ${format} -v`),
    ...reporterNames.map((name) => `lint --format ${name} --all -v`),
  ]),
  // Into files: what the programs say themselves goes past us to the terminal.
  ['watch', '--exec', 'env | grep ^CONFIGMANAGE_ > given.txt', '--check', 'cat > checked.txt', '-v', ...applicationArgs],
  ['get', 'set', '--set', `set=${of('set')}`, '-v'],
  ['explain', 'set', '--set', `set=${of('set')}`],
  ['export', '--set', `set=${of('set')}`, '--json', '-v'],
  ['validate', '--set', `set=${of('set')}`, '--json', '-v'],
  ...['run -p prod --', 'run --redact --', 'run --clean --'].map((line) => [...line.split(' '), process.execPath, '-e', child]),
  ...[
    'render note.tmpl --with-config -o note.txt -v',
    'render note.tmpl --with-config --format json',
    'render note.tmpl --with-config --all-profiles -o note.{profile}.txt --check --json',
    'render note.tmpl --with-config -o watched.txt --watch --format ndjson',
    'render wrong.tmpl --with-config -v',
    'render wrong.tmpl --with-config --json',
    'cache stats --dir cache --json',
    'cache prune --dir cache',
    'cache clear --dir cache',
    'validate app.yaml app.toml shop.env sealed.yaml --schema schema.json',
    'validate app.yaml --schema schema.json --json -v',
    'lint app.yaml app.toml shop.env --format agent',
    'doctor',
    'doctor --json -v',
    'profiles list --json',
    'schema infer',
    'schema export',
    'schema docs',
    'schema docs --format dotenv',
    'schema editor',
    'types',
    'keys show',
    'git-setup',
    'git-merge sealed.yaml sealed.yaml sealed.yaml sealed.yaml',
    'rotate sealed.yaml --dry-run -v',
    'rotate sealed.yaml -v',
    'rotate sealed.yaml --reseal -v',
    'decrypt app.yaml --require-seal',
    'encrypt sealed.yaml',
    'secrets list --store secrets.age --json -v',
    'secrets get db --store secrets.age -v',
    'secrets get login --store secrets.age --json',
    'secrets get login#password --store secrets.age',
    'secrets get nothing --store secrets.age --json',
    'secrets scan app.yaml app.toml shop.env secrets.age --format agent --all',
    'secrets scan --json',
    'secrets rotate other --store secrets.age --json',
    'secrets audit',
    'secrets audit --verify --json',
    'secrets audit --program --json',
    'secrets list --json -v',
    'secrets get local/login#password -v',
    'secrets get nothing',
    'decrypt none.yaml',
    'unset port --to app.yaml',
    'set port 81 --to app.yaml --json',
    'secrets rm other --store secrets.age',
    'completion bash',
  ].map((line) => line.split(' ')),
  ['__complete', 'get', ''],
  ['__complete', 'secrets', 'get', ''],
  // Before there is a right key.
  ['secrets', 'get', 'db', '--store', 'app.yaml', '-v'],
  ['decrypt', 'app.yaml', '-v'],
]

/** Commands whose answer is the plain content, which they were asked for; and the one that brings its own example. */
const byRight = new Set(['convert', 'edit', 'keys generate', 'demo', 'secrets set', 'decrypt', 'git-textconv'])

describe('a canary in every place that values come from', () => {
  it('is looked for in the answers of all commands', () => {
    const called = lines.map((words) => words.join(' '))
    const forgotten = commandTable.filter(({ name }) => !byRight.has(name) && !called.some((line) => line.startsWith(name)))
    expect(forgotten.map(({ name }) => name)).toEqual([])
  })

  it('would be noticed in any form', () => {
    for (const { form } of traces) expect(tracesIn(`x${form}y`).length).toBeGreaterThan(0)
    expect(traces.length).toBeGreaterThan(places.length * 8)
  })

  it.each(Object.keys(kinds) as (keyof typeof kinds)[])(
    'is told by none of them when values are %s',
    { timeout: 240_000 },
    async (kind) => {
      const project = new Project(kind)
      await project.prepare()
      execFileSync('git', ['-C', project.folder, 'init', '-q'])
      execFileSync('git', ['-C', project.folder, 'add', 'app.yaml', 'shop.env', 'configmanage.config.json'])
      const found: string[] = []
      const codes = new Set<number>()
      for (const words of lines) {
        const { code, stdout, stderr } = await project.say(words)
        codes.add(code)
        if (code === 70) found.push(`${words.join(' ')} ended with 70: ${stderr}`)
        found.push(...tracesIn(stdout + stderr).map((trace) => `${words.slice(0, 4).join(' ')}: ${trace}`))
      }
      found.push(...tracesIn(project.left()).map((trace) => `a file: ${trace}`))
      expect(found).toEqual([])
      // It was not by failing at once that nothing was told.
      expect(codes.has(0)).toBe(true)
      if (kind === 'right') {
        for (const place of places) {
          const more = place === 'set' ? ['--set', `set=${of('set')}`] : applicationArgs
          const { stdout } = await project.say(['get', place, '--reveal', ...more])
          expect(stdout).toContain(of(place))
        }
        expect(existsSync(join(project.folder, 'read.ndjson'))).toBe(true)
        expect(readFileSync(join(project.folder, 'given.txt'), 'utf8')).toContain('CONFIGMANAGE_GENERATION')
        expect(readFileSync(join(project.folder, 'checked.txt'), 'utf8')).toContain('[secret')
      }
    },
  )

  it.each(Object.keys(kinds) as (keyof typeof kinds)[])('is told by nothing in a program when values are %s', async (kind) => {
    const project = new Project(kind)
    await project.prepare()
    const { definition } = await loadManifest({ cwd: project.folder })
    using world = createSandbox()
    const events: unknown[] = []
    const listener = (event: unknown): void => void events.push(event)
    const channels = ['configmanage:load', 'configmanage:reload', 'configmanage:rejected']
    for (const name of channels) subscribe(name, listener)
    const said: string[] = []
    const tell = (...things: readonly unknown[]): void => {
      for (const thing of things)
        said.push(inspect(thing, { depth: 30, showHidden: true, getters: true, maxStringLength: null }), inClone(thing))
    }
    const store = new LocalStore({
      file: join(project.folder, 'secrets.age'),
      keys: { age: { identities: [identity], passphrases: [] } },
    })
    const sources: readonly Source[] = [...definition.sources, secrets({ store, mapping: { fromSource: 'db' } })]
    try {
      const options = {
        ...world.runtime,
        lastKnownGood: { file: 'last-known-good', keys: [{ id: 'a', key: new Uint8Array(32).fill(7) }] },
        cwd: project.folder,
        env: project.env,
        args: [`--args=${of('args')}`],
        stdin: async () => Buffer.from(JSON.stringify({ stdin: of('stdin') })),
      }
      await createConfig<unknown>({ ...definition, sources }, options).then(
        async (config) => {
          tell(config, config.current, config.current.warnings, config.status(), config.secretsDueAt)
          const isThere = (path: string): boolean => config.has(path)
          // All but what only the command line can say.
          if (kind === 'right') expect(places.filter((place) => !isThere(place))).toEqual(['set'])
          for (const path of [...places, 'copy', 'fromSource'])
            if (config.has(path)) {
              if (kind === 'right') expect(String((config.find(path) as Secret).reveal()).length).toBeGreaterThan(15)
              const value = config.find(path)
              tell(config.explain(path), value, `${value}`, String(value), JSON.stringify([value]), [value].join())
              tell(config.at(path), new Error(`${value}`))
            }
          config.on('changed', tell)
          config.on('rejected', tell)
          tell(await config.reload())
          {
            using _ = config.override({ port: 9 })
            tell(config.current)
          }
          tell(
            await Promise.resolve()
              .then(() => config.override({ port: 'x' }))
              .catch((error: unknown) => error),
          )
          await config.close()
        },
        (error: unknown) => tell(error, JSON.stringify(error), (error as Error).stack, (error as Error).cause),
      )
    } finally {
      for (const name of channels) unsubscribe(name, listener)
    }
    tell(events, world.runtime.logger.records)
    said.push(project.left())
    expect(existsSync(join(project.folder, 'last-known-good'))).toBe(kind === 'right')
    expect(said.length).toBeGreaterThan(4)
    expect(said.flatMap(tracesIn)).toEqual([])
  })
})

/** As it would be sent to another thread, where that is possible. */
function inClone(thing: unknown): string {
  try {
    return inspect(structuredClone(thing), { depth: 30, showHidden: true }) + JSON.stringify(thing)
  } catch {
    return ''
  }
}

it('a secret is nothing to a structured clone', () => {
  expect(inspect(structuredClone({ a: new Secret('c4nary-clone') }), { depth: 9, showHidden: true })).not.toContain('c4nary')
})
