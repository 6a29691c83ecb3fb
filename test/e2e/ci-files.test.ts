import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { commandTable } from '../../src/cli/command-table.ts'
import { globalFlags } from '../../src/cli/global-flags.ts'
import { formatOfFile } from '../../src/formats/choose.ts'
import { Sandbox } from './cli-sandbox.ts'
import { commandWords } from './command-words.ts'

interface Hook {
  readonly id: string
  readonly entry: string
  readonly files: string
  readonly exclude?: string
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>
  readonly outputs: Readonly<Record<string, { readonly value: string }>>
  readonly runs: {
    readonly steps: readonly [{ readonly env: Readonly<Record<string, string>>; readonly run: string; readonly shell: string }]
  }
}

function read<T>(file: string): T {
  return parse(readFileSync(file, 'utf8')) as T
}

describe('.pre-commit-hooks.yaml', () => {
  const hooks = read<readonly Hook[]>('.pre-commit-hooks.yaml')

  it.each(hooks.map(({ id, entry }) => [id, entry]))('%s calls a command that exists, with its flags', (_, entry) => {
    const [, words = ''] = /^npx --no -- configmanage (.*)$/.exec(entry) ?? []
    const [name, ...flags] = words.split(' ')
    const command = commandTable.find((each) => each.name === name)
    const known = [...(command?.flags ?? []), ...globalFlags].flatMap((flag) => flag.flags.split(/[ ,]+/))
    expect(command).toBeDefined()
    for (const flag of flags) expect(known).toContain(flag)
  })

  it.each(hooks.filter(({ id }) => !id.endsWith('project')))('$id takes the files that have a format', ({ files, exclude }) => {
    const takes = (file: string): boolean => new RegExp(files).test(file) && !(exclude && new RegExp(exclude).test(file))
    const yes = [
      'a.json',
      'x/b.jsonc',
      'c.json5',
      'd.yml',
      'd.yaml',
      'e.toml',
      'f.ini',
      'f.cfg',
      'f.cnf',
      'f.conf',
      'g.properties',
    ]
    for (const file of [...yes, '.env', 'x/.env.local', 'app.env'])
      expect([file, takes(file), formatOfFile(file) !== undefined]).toEqual([file, true, true])
    for (const file of ['a.ts', 'README.md', 'x.envrc', 'package-lock.json']) expect([file, takes(file)]).toEqual([file, false])
  })
})

describe('action.yml', () => {
  const action = read<Action>('action.yml')
  const [step] = action.runs.steps

  /** Runs the step as the runner does: inputs as variables, and bash without its start-up files. */
  function act(files: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>> = {}) {
    const sandbox = new Sandbox({ output: '', ...files })
    const program = join(sandbox.folder, 'node_modules/.bin/configmanage')
    mkdirSync(dirname(program), { recursive: true })
    const node = [process.execPath, ...commandWords]
    writeFileSync(program, `#!/bin/sh\nexec ${node.map((word) => `'${word}'`).join(' ')} "$@"\n`)
    chmodSync(program, 0o755)
    const given = Object.entries(step.env).map(([name, value]) => {
      const input = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(value)?.[1] ?? ''
      return [name, inputs[input] ?? action.inputs[input]?.default]
    })
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', '-c', step.run], {
      cwd: sandbox.folder,
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        GITHUB_ACTIONS: 'true',
        GITHUB_OUTPUT: join(sandbox.folder, 'output'),
        ...Object.fromEntries(given),
      },
    })
    return { status, stdout, stderr, output: sandbox.read('output'), sandbox }
  }

  const project = {
    'configmanage.config.yaml': 'profiles: { a: {}, b: {} }\nsources: [{ file: "{profile}.yaml" }]\n',
    'a.yaml': 'x: 1\n',
    'b.yaml': 'x: no\n',
  }

  it('puts no input into the script, where it would be code', () => {
    expect(step.shell).toBe('bash')
    expect(step.run).not.toContain('${{')
    expect(Object.values(step.env).map((value) => /inputs\.([\w-]+)/.exec(value)?.[1])).toEqual(
      Object.keys(action.inputs)
        .filter((name) => name !== 'working-directory')
        .toSorted((a, b) => orderOf(a) - orderOf(b)),
    )
    function orderOf(name: string): number {
      return Object.values(step.env).findIndex((value) => value.includes(`inputs.${name} `))
    }
  })

  it('checks every profile, annotates the lines, and writes SARIF', () => {
    const { status, stdout, stderr, output, sandbox } = act(project, { sarif: 'out/report.sarif' })
    expect({ status, stderr, output }).toEqual({ status: 0, stderr: '', output: 'exit-code=0\nsarif=out/report.sarif\n' })
    expect(stdout).toContain('::warning file=b.yaml,line=1')
    expect(JSON.parse(sandbox.read('out/report.sarif')).runs[0].results).toHaveLength(1)
  })

  it('fails as the command does, and still says with what', () => {
    expect(act(project, { 'max-warnings': '0' })).toMatchObject({ status: 1, output: 'exit-code=1\n' })
    expect(act({}, {})).toMatchObject({ status: 3, output: 'exit-code=3\n' })
  })

  it('takes names of files line by line, whatever is in them', () => {
    const names = ['a b.yaml', '$(touch oops).yaml', '-q.yaml', '"; exit 9; ".yaml']
    const { status, stdout, sandbox } = act(Object.fromEntries(names.map((name) => [name, 'x: no\n'])), {
      files: `${names.join('\n')}\n`,
      command: 'validate',
    })
    expect(status).toBe(0)
    expect(stdout).toContain('4 warnings in 4 files; 4 files checked')
    expect(sandbox.has('oops')).toBe(false)
  })

  it('lints, and refuses other commands', () => {
    expect(act({ 'a.yaml': 'x: no\n' }, { command: 'lint', files: 'a.yaml' }).stdout).toContain('LINT_')
    expect(act({}, { command: 'set' })).toMatchObject({
      status: 2,
      stdout: expect.stringMatching(/^::error title=configmanage::/),
    })
  })
})
