import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Sandbox } from './engine.ts'
import { median, spread } from './measure.ts'
import type { Effort, Row } from './row.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

interface Run {
  readonly wallMs: number
  readonly cpuMs: number
  readonly rssMb: number
  readonly heapMb: number
}

/** Whole processes that load one small file and one variable, and read two values (G1, G2, G3). */
export function startupRows(effort: Effort): readonly Row[] {
  if (!existsSync(here('../dist/index.js'))) throw new Error('bench: dist is missing; run "npm run build" first')
  using sandbox = new Sandbox()
  install(sandbox.path)
  writeFixtures(sandbox)
  const runs = runAll(sandbox.path, effort.processes)
  const cpu = (over: string, base: string) => ratioOfRuns(runs, over, base, (run) => run.cpuMs)
  const wall = (over: string, base: string) => ratioOfRuns(runs, over, base, (run) => run.wallMs)
  const peers = cases.filter((name) => !name.startsWith('own') && !name.startsWith('bare'))
  return [
    row('G1', 'JSON + env, CPU / fs + JSON.parse', cpu('own-json', 'bare-json'), { atMost: 1.08 }),
    row('G1', 'JSON + env, wall / fs + JSON.parse', wall('own-json', 'bare-json'), { atMost: 1.08 }),
    row('G2', 'YAML + env, CPU / fs + js-yaml', cpu('own-yaml', 'bare-yaml'), { atMost: 1.05 }),
    row('G2', 'YAML + env, wall / fs + js-yaml', wall('own-yaml', 'bare-yaml'), { atMost: 1.05 }),
    difference('G3', 'JSON + env: resident memory over fs + JSON.parse', runs, 'own-json', 'bare-json', (run) => run.rssMb, 1),
    difference('G3', 'JSON + env: heap over fs + JSON.parse', runs, 'own-json', 'bare-json', (run) => run.heapMb, 0.5),
    difference('G3', 'YAML + env: resident memory over fs + js-yaml', runs, 'own-yaml', 'bare-yaml', (run) => run.rssMb, 1),
    ...peers.map((peer) => row('-', `${peer}, CPU / fs + JSON.parse`, cpu(peer, 'bare-json'), undefined)),
    row('-', 'fs + js-yaml, CPU / fs + JSON.parse', cpu('bare-yaml', 'bare-json'), undefined),
  ]
}

/** An application folder with the package and its peers, as an installation has them. */
function install(folder: string): void {
  const installed = join(folder, 'node_modules')
  mkdirSync(join(installed, 'configmanage'), { recursive: true })
  cpSync(here('../dist'), join(installed, 'configmanage/dist'), { recursive: true })
  cpSync(here('../package.json'), join(installed, 'configmanage/package.json'))
  for (const peer of ['js-yaml', 'dotenv', 'convict', 'nconf', 'cosmiconfig', 'config', 'c12']) {
    symlinkSync(here(`../node_modules/${peer}`), join(installed, peer))
  }
  const usage = readFileSync(here('start/usage.mjs'), 'utf8')
  for (const name of cases) {
    // Written behind each case: a module loaded before them would make importing a package dearer, but not `node:fs`.
    writeFileSync(join(folder, `${name}.mjs`), `${readFileSync(here(`start/${name}.mjs`), 'utf8')}\n${usage}`)
  }
}

const cases = [
  'bare-json',
  'own-json',
  'bare-yaml',
  'own-yaml',
  'dotenv',
  'convict',
  'nconf',
  'cosmiconfig',
  'node-config',
  'c12',
] as const

function row(goal: string, what: string, ratio: Row['ratio'], target: Row['target']): Row {
  return { goal, what, ratio, unit: 'x', target }
}

function runAll(folder: string, processes: number): ReadonlyMap<string, readonly Run[]> {
  const runs = new Map<string, Run[]>(cases.map((name) => [name, []]))
  for (const name of cases) runOnce(name, folder)
  for (let round = 0; round < processes; round++) {
    for (let turn = 0; turn < cases.length; turn++) {
      const name = cases[(turn + round) % cases.length] as string
      runs.get(name)?.push(runOnce(name, folder))
    }
  }
  return runs
}

/** One process in a clean environment: certificates named in NODE_EXTRA_CA_CERTS alone cost more than most peers. */
function runOnce(name: string, folder: string): Run {
  const env = { PATH: '/usr/bin:/bin', APP_SERVER__PORT: '9999', NODE_CONFIG_DIR: folder, BENCH_FOLDER: folder }
  const startedAt = performance.now()
  const child = spawnSync(process.execPath, [`${name}.mjs`], {
    cwd: folder,
    env,
    encoding: 'utf8',
  })
  const wallMs = performance.now() - startedAt
  if (child.status !== 0) throw new Error(`bench: ${name} failed: ${child.stderr}`)
  const [answer, usage] = child.stdout.trim().split('\n')
  if (answer !== '9999 info') throw new Error(`bench: ${name} answered ${JSON.stringify(child.stdout)}`)
  return { wallMs, ...(JSON.parse(usage ?? '') as Omit<Run, 'wallMs'>) }
}

function ratioOfRuns(
  runs: ReadonlyMap<string, readonly Run[]>,
  over: string,
  base: string,
  of: (run: Run) => number,
): Row['ratio'] {
  const below = runs.get(base) ?? []
  const rounds = spread((runs.get(over) ?? []).map((run, round) => of(run) / of(below[round] as Run)))
  // Processes are noisy one by one: the medians of both sides are compared, the spread is that of the rounds.
  return { ...rounds, median: median((runs.get(over) ?? []).map(of)) / median(below.map(of)) }
}

function difference(
  goal: string,
  what: string,
  runs: ReadonlyMap<string, readonly Run[]>,
  over: string,
  base: string,
  of: (run: Run) => number,
  atMost: number,
): Row {
  const below = runs.get(base) ?? []
  return {
    goal,
    what,
    ratio: spread((runs.get(over) ?? []).map((run, round) => of(run) - of(below[round] as Run))),
    unit: 'MB',
    target: { atMost },
  }
}

function writeFixtures(sandbox: Sandbox): void {
  const tree = {
    server: { port: 8080, host: 'localhost', tls: { enabled: false, cert: '/etc/tls/cert.pem' } },
    log: { level: 'info', json: true },
    services: Array.from({ length: 18 }, (_, index) => ({
      name: `service${index}`,
      url: `http://service${index}.internal:8080`,
      retries: index % 4,
    })),
  }
  const json = JSON.stringify(tree, null, 2)
  for (const name of ['app.json', 'default.json']) sandbox.write(name, json)
  sandbox.write('custom-environment-variables.json', JSON.stringify({ server: { port: 'APP_SERVER__PORT' } }))
  sandbox.write('.env', 'LOG_LEVEL=info\n')
  sandbox.write('app.yaml', yamlOf(tree))
}

/** Block style for this one shape of tree; every scalar here is plain in YAML. */
function yamlOf(value: unknown, indent = ''): string {
  if (Array.isArray(value)) {
    return value.map((item) => `${indent}- ${yamlOf(item, `${indent}  `).trimStart()}`).join('')
  }
  return Object.entries(value as object)
    .map(([key, child]) =>
      typeof child === 'object' ? `${indent}${key}:\n${yamlOf(child, `${indent}  `)}` : `${indent}${key}: ${child}\n`,
    )
    .join('')
}
