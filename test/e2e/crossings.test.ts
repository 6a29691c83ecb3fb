import { describe, expect, it } from 'vitest'
import { createConfig } from '../../src/config/create-config.ts'
import type { ConfigDefinition } from '../../src/config/definition.ts'
import { ConfigError } from '../../src/errors/config-error.ts'
import type { Issue } from '../../src/errors/issue.ts'
import { file } from '../../src/sources/file.ts'
import { object } from '../../src/sources/object.ts'
import type { Span } from '../../src/text/position.ts'
import { Sandbox } from './cli-sandbox.ts'

const profiles = {
  base: { variables: { tier: 'small', region: 'none' } },
  prod: { extends: 'base', variables: { tier: 'large' } },
  eu: { variables: { region: 'eu-west' } },
  us: { variables: { region: 'us-east' } },
}

/** `app.yaml.tmpl:3:7`. */
function placeOf(span: Span | undefined): string | undefined {
  return span && `${span.file}:${span.start.line}:${span.start.column}`
}

function load(sandbox: Sandbox, definition: Partial<ConfigDefinition<Record<string, unknown>>>, profile: string) {
  const sources = [file('app.yaml.tmpl')]
  return createConfig<Record<string, unknown>>({ root: sandbox.folder, sources, profiles, ...definition }, { profile, env: {} })
}

async function issuesOf(work: () => Promise<unknown>): Promise<readonly Issue[]> {
  try {
    await work()
  } catch (error) {
    if (ConfigError.is(error)) return error.issues
    throw error
  }
  throw new Error('nothing was thrown')
}

describe('references when the profile changes', () => {
  it('are computed again if they use it, directly or not, and no others', async () => {
    const counts: string[] = []
    const count = { stable: true, resolve: (name: string) => `${counts.push(name)}` }
    const values = {
      stage: '${profile}',
      url: 'https://${stage}.${profile:region}.example',
      copies: ['${url}', '${other}'],
      other: '${count:other}',
      tier: { name: '${profile:tier:-none}' },
      plain: { name: '${other}' },
    }
    await using config = await createConfig<Record<string, unknown>>(
      { sources: [object(values)], profiles, resolvers: { count } },
      { profile: 'prod,eu', env: {} },
    )
    const { plain } = config.value
    expect(config.value).toMatchObject({
      url: 'https://prod,eu.eu-west.example',
      copies: ['https://prod,eu.eu-west.example', '1'],
      tier: { name: 'large' },
    })
    const changes = await config.switchProfile('us')
    expect(changes.map(({ path }) => path)).toEqual([['stage'], ['url'], ['copies', 0], ['tier', 'name']])
    expect(config.value).toMatchObject({ url: 'https://us.us-east.example', tier: { name: 'none' } })
    expect(config.value['plain']).toBe(plain)
    expect(counts).toEqual(['other'])
    await config.reload()
    expect(counts).toEqual(['other'])
  })

  it('stay as they are when the other profile cannot be used', async () => {
    await using config = await createConfig<Record<string, unknown>>(
      { sources: [object({ region: '${profile:region:?}' })], profiles: { ...profiles, bare: {} } },
      { profile: 'eu', env: {} },
    )
    expect(await issuesOf(() => config.switchProfile('bare'))).toMatchObject([{ code: 'REFERENCE_UNKNOWN', path: ['region'] }])
    expect(config.value).toEqual({ region: 'eu-west' })
    await config.switchProfile('us')
    expect(config.value).toEqual({ region: 'us-east' })
  })

  it('name the variable of the profile that they used', async () => {
    const sandbox = new Sandbox({
      'configmanage.config.yaml': 'profiles: { eu: { variables: { region: eu-west } } }\nsources: [{ file: app.yaml }]\n',
      'app.yaml': 'host: db.${profile:region}.example\n',
    })
    const { stdout } = await sandbox.call('explain host -p eu')
    expect(stdout).toMatch(/\$\{profile:region\} +eu-west +variable region of the profile\n/)
  })
})

describe('a template', () => {
  it('sees the variables of several profiles, merged as they are ordered', async () => {
    const text = 'p: {{ profile }}\nall: [{{ profiles | join(", ") }}]\nt: {{ tier }}\nr: {{ region }}\n'
    const sandbox = new Sandbox({ 'app.yaml.tmpl': text })
    await using config = await load(sandbox, {}, 'prod,eu')
    expect(config.value).toEqual({ p: 'prod,eu', all: ['base', 'prod', 'eu'], t: 'large', r: 'eu-west' })
  })

  it('gives the same to the command and to the program', async () => {
    const sandbox = new Sandbox({
      'configmanage.config.yaml':
        'profiles: { base: { variables: { t: s } }, prod: { extends: base }, eu: {}, live: { group: [prod, eu] } }\nsources: [{ file: app.yaml.tmpl }]\n',
      'app.yaml.tmpl': 'p: {{ profile }}\nall: {{ profiles | join("-") }}\nt: {{ t }}\n',
    })
    const rendered = await sandbox.call('render app.yaml.tmpl -p live')
    expect(rendered).toMatchObject({ code: 0, stderr: '' })
    expect((await sandbox.call('export -p live')).stdout).toBe(rendered.stdout)
    expect(rendered.stdout).toBe('p: live\nall: live-base-prod-eu\nt: s\n')
  })

  it('is rendered again for another profile, and keeps what comes out as before', async () => {
    const sandbox = new Sandbox({
      'app.yaml.tmpl': 'r: {{ region }}\nfixed: { a: 1 }\n{% if profile == "us" %}x: 1\n{% endif %}',
    })
    await using config = await load(sandbox, {}, 'eu')
    const { fixed } = config.value
    const changes = await config.switchProfile('us')
    expect(changes).toMatchObject([
      { path: ['r'], after: 'us-east' },
      { path: ['x'], after: 1 },
    ])
    expect(config.value['fixed']).toBe(fixed)
    expect(placeOf(config.explain('x').winner.span)).toBe('app.yaml.tmpl:3:28')
    expect(await config.switchProfile('us')).toEqual([])
  })

  it('may write references, which lead to their line in it', async () => {
    const sandbox = new Sandbox({
      'app.yaml.tmpl':
        'base: "http://{{ region }}"\n{% for n in [1, 2] %}\ns{{ n }}: "${base}/{{ n }}"\n{% endfor %}\nbad: "${bsae}"\n',
    })
    expect(await issuesOf(() => load(sandbox, {}, 'eu'))).toMatchObject([
      { code: 'REFERENCE_UNKNOWN', path: ['bad'], span: { file: 'app.yaml.tmpl', start: { line: 5 } } },
    ])
    sandbox.write('app.yaml.tmpl', sandbox.read('app.yaml.tmpl').replace(/bad.*/, ''))
    await using config = await load(sandbox, {}, 'eu')
    const { value, winner, derivation } = config.explain('s2')
    expect([value, placeOf(winner.span)]).toEqual(['http://eu-west/2', 'app.yaml.tmpl:3:11'])
    expect(derivation).toMatchObject({ expression: '${base}/2' })
    expect(derivation?.uses.map(({ origin }) => placeOf(origin?.span))).toEqual(['app.yaml.tmpl:1:7'])
  })
})

describe('a template that imports', () => {
  const rendered = '{% for r in ["a", "b"] %}\n{{ r }}:\n  $import: parts/{{ r }}-{{ region }}.yaml\n{% endfor %}\n'

  it('brings in what its text names, relative to the template', async () => {
    const sandbox = new Sandbox({
      'conf/app.yaml.tmpl': rendered,
      'conf/parts/a-eu-west.yaml': 'n: 1\n',
      'conf/parts/b-eu-west.yaml': 'n: 2\n',
      'conf/parts/a-us-east.yaml': 'n: 3\n',
      'conf/parts/b-us-east.yaml': 'n: 4\n',
    })
    await using config = await load(sandbox, { sources: [file('conf/app.yaml.tmpl')] }, 'eu')
    expect(config.value).toEqual({ a: { n: 1 }, b: { n: 2 } })
    const { winner } = config.explain('b.n')
    expect([placeOf(winner.span), winner.importedBy.map(placeOf)]).toEqual([
      'conf/parts/b-eu-west.yaml:1:4',
      ['conf/app.yaml.tmpl:3:12'],
    ])
    await config.switchProfile('us')
    expect(config.value).toEqual({ a: { n: 3 }, b: { n: 4 } })
    sandbox.write('conf/parts/b-us-east.yaml', 'n: 5\n')
    await config.reload()
    expect(config.value).toEqual({ a: { n: 3 }, b: { n: 5 } })
  })

  it('says in which of its lines the missing file is named', async () => {
    const sandbox = new Sandbox({ 'app.yaml.tmpl': rendered, 'parts/a-eu-west.yaml': 'n: 1\n' })
    const issues = await issuesOf(() => load(sandbox, {}, 'eu'))
    expect(issues.map(({ code, span }) => [code, placeOf(span)])).toEqual([['SOURCE_MISSING', 'app.yaml.tmpl:3:12']])
  })

  it('leads from a wrong value to its own line', async () => {
    const sandbox = new Sandbox({
      'app.yaml.tmpl': rendered,
      'parts/a-eu-west.yaml': 'n: 1\n',
      'parts/b-eu-west.yaml': '\nn: x\n',
    })
    const schema = { additionalProperties: { properties: { n: { type: 'integer' } } } } as const
    const [issue] = await issuesOf(() => load(sandbox, { schema }, 'eu'))
    expect([placeOf(issue?.span), issue?.related?.map(({ message, span }) => `${message} ${placeOf(span)}`)]).toEqual([
      'parts/b-eu-west.yaml:2:4',
      ['imported here app.yaml.tmpl:3:12'],
    ])
  })

  it('chooses its documents and imports by conditions, also under another profile', async () => {
    const sandbox = new Sandbox({
      'app.yaml.tmpl': 'a: {{ region }}\n---\n$when: prod & eu\n$import: { path: more.yaml, when: eu }\n{{ "b" }}: 1\n',
      'more.yaml': 'c: 1\n',
    })
    await using config = await load(sandbox, {}, 'eu')
    expect(config.value).toEqual({ a: 'eu-west' })
    await config.switchProfile('prod,eu')
    expect(config.value).toEqual({ a: 'eu-west', b: 1, c: 1 })
  })
})

describe('an imported file', () => {
  const files = {
    'app.yaml': 'host: h\nservices:\n  $import: parts/web.yaml.tmpl\n',
    'parts/web.yaml.tmpl':
      'web:\n{%- for n in [1, 2] %}\n  u{{ n }}: "${host}:{{ n }}/${..name}-{{ region }}"\n{%- endfor %}\nname: web\nnote: "${file:note.txt}"\n',
    'parts/note.txt': 'hello\n',
  }
  const sources = [file('app.yaml')]

  it('may be a template, with references that are explained in their places', async () => {
    const sandbox = new Sandbox(files)
    await using config = await load(sandbox, { sources }, 'eu')
    expect(config.value['services']).toMatchObject({ web: { u2: 'h:2/web-eu-west' }, note: 'hello' })
    const { winner, derivation } = config.explain('services.web.u2')
    expect([placeOf(winner.span), winner.importedBy.map(placeOf)]).toEqual(['parts/web.yaml.tmpl:3:13', ['app.yaml:3:12']])
    expect(derivation?.uses.map(({ path, origin }) => [path?.join('.'), placeOf(origin?.span)])).toEqual([
      ['host', 'app.yaml:1:7'],
      ['services.name', 'parts/web.yaml.tmpl:5:7'],
    ])
    expect(config.explain('services.note').derivation?.uses[0]?.origin?.file).toBe('parts/note.txt')
    await config.switchProfile('us')
    expect(config.get('services.web.u1')).toBe('h:1/web-us-east')
  })

  it('is shown by the command with all of it together', async () => {
    const sandbox = new Sandbox({
      ...files,
      'configmanage.config.yaml':
        'profiles: { base: {}, eu: { extends: base, variables: { region: eu-west } } }\nsources: [{ file: app.yaml }]\n',
    })
    const { stdout } = await sandbox.call('explain services.web.u2 -p eu')
    expect(stdout).toContain('parts/web.yaml.tmpl:3:13')
    expect(stdout).toMatch(/computed +\$\{host\}:2\/\$\{\.\.name\}-eu-west\n/)
    expect(stdout).toMatch(/imported +by app.yaml:3:12\n/)
    expect(stdout).toMatch(/profile +eu < base\n/)
    expect(stdout).toMatch(/ {2}\$\{host\} +h +app.yaml:1:7\n/)
    expect(stdout).toMatch(/ {2}\$\{\.\.name\} +web +parts\/web.yaml.tmpl:5:7\n/)
  })
})

describe('a circle is one issue with each step in its place, and exit code 3', () => {
  const manifest = 'profiles: {}\nsources: [{ file: app.yaml }]\n'

  it.each<[what: string, code: string, files: Readonly<Record<string, string>>, steps: readonly string[]]>([
    [
      'of profiles',
      'PROFILE_CYCLE',
      {
        'configmanage.config.yaml':
          'profiles:\n  a: { extends: b }\n  b: { group: c }\n  c: { extends: [a] }\nsources: [{ file: app.yaml }]\n',
        'app.yaml': 'x: 1\n',
      },
      ['configmanage.config.yaml:2', 'configmanage.config.yaml:3', 'configmanage.config.yaml:4'],
    ],
    [
      'of imports',
      'IMPORT_CYCLE',
      { 'app.yaml': 'x: 1\n$import: b.yaml\n', 'b.yaml': '$import: d/*.yaml\n', 'd/c.yaml': '\n\n$import: ../app.yaml\n' },
      ['app.yaml:2', 'b.yaml:1', 'd/c.yaml:3'],
    ],
    [
      'of references in several files',
      'REFERENCE_CYCLE',
      { 'app.yaml': '$import: b.yaml\na: ${b}\n', 'b.yaml': 'b: x-${c.d}\nc:\n  d: ${a}\n' },
      ['app.yaml:2', 'b.yaml:1', 'b.yaml:3'],
    ],
    [
      'of includes',
      'TEMPLATE_INCLUDE_CYCLE',
      {
        'app.yaml': '$import: t.yaml.tmpl\n',
        't.yaml.tmpl': 'a: 1\n{% include "u.tmpl" %}\n',
        'u.tmpl': '{% include "v.tmpl" %}\n',
        'v.tmpl': '\n\n{% include "t.yaml.tmpl" %}\n',
      },
      ['t.yaml.tmpl:2', 'u.tmpl:1', 'v.tmpl:3'],
    ],
    [
      'of imports that templates write',
      'IMPORT_CYCLE',
      {
        'app.yaml': '$import: t.yaml.tmpl\n',
        't.yaml.tmpl': '{% set name = "app" %}\n\n$import: {{ name }}.yaml\n',
      },
      ['app.yaml:1', 't.yaml.tmpl:3'],
    ],
  ])('%s', async (_what, code, files, steps) => {
    const sandbox = new Sandbox({ 'configmanage.config.yaml': manifest, ...files })
    const text = await sandbox.call('validate')
    expect(text.code).toBe(3)
    for (const step of steps) expect(text.stdout + text.stderr).toContain(step)
    const outcome = await sandbox.call('validate --json')
    const { issues } = JSON.parse(outcome.stdout)
    expect([outcome.code, issues.map((issue: { code: string }) => issue.code)]).toEqual([3, [code]])
    const [{ file: named, line, related }] = issues
    const places = [{ file: named, line }, ...related].map((place) => `${place.file}:${place.line}`)
    for (const step of steps) expect(places).toContain(step)
    expect((await sandbox.call('export')).code).toBe(3)
  })
})
