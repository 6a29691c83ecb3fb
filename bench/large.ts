import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isList, isMap, type Value } from '../src/values/value.ts'
import { Sandbox } from './engine.ts'
import { median, type Ratio, spread } from './measure.ts'
import type { Effort, Row } from './row.ts'
import { baseTree } from './trees.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What reading a file has cost a process: CPU time of reading alone, and the most memory it ever had. */
interface Cost {
  readonly cpuMs: number
  readonly peakMb: number
}

interface Reader {
  readonly program: string
  readonly file: string
  readonly section: string
}

/** Whole processes that read one large file (G19). */
export function largeRows(effort: Effort): readonly Row[] {
  if (!existsSync(here('../dist/index.js'))) throw new Error('bench: dist is missing; run "npm run build" first')
  using sandbox = new Sandbox()
  install(sandbox.path)
  const rounds = effort.quick ? 5 : 15
  return [
    ...jsonRows(sandbox, 300_000, rounds),
    ...yamlRows(sandbox, rounds),
    ...(effort.quick ? [] : jsonRows(sandbox, 3_000_000, 5)),
  ]
}

function jsonRows(sandbox: Sandbox, keys: number, rounds: number): readonly Row[] {
  const file = sandbox.write(`tree${keys}.json`, JSON.stringify(baseTree(keys), null, 2))
  const size = `${Math.round(statSync(file).size / 1e6)} MB of JSON`
  const reader = (program: string, section = 'part100'): Reader => ({ program, file, section })
  const readers = {
    bare: reader('bare'),
    parse: reader('json-parse'),
    own: reader('own'),
    first: reader('own-section', 'part0'),
    middle: reader('own-section'),
    last: reader('own-section', 'part199'),
  }
  const costs = measureAll(sandbox.path, readers, rounds)
  const cpu = (name: keyof typeof readers) => between(costs, name, 'parse', (cost) => cost.cpuMs)
  const peak = (name: keyof typeof readers) => between(costs, name, 'parse', (cost) => cost.peakMb)
  const above = (name: keyof typeof readers): Ratio =>
    spread((costs[name] ?? []).map((cost, round) => cost.peakMb - (costs.bare?.[round]?.peakMb ?? Number.NaN)))
  const section = `${size}, one of 200 sections`
  return [
    { goal: 'G19', what: `${size}: loading / JSON.parse`, ratio: cpu('own'), unit: 'x', target: { atMost: 1.6 } },
    { goal: 'G19', what: `${section}, in the middle / JSON.parse`, ratio: cpu('middle'), unit: 'x', target: { atMost: 0.6 } },
    { goal: '-', what: `${section}, the first / JSON.parse`, ratio: cpu('first'), unit: 'x' },
    { goal: '-', what: `${section}, the last / JSON.parse`, ratio: cpu('last'), unit: 'x' },
    { goal: 'G19', what: `${size}: peak of memory / JSON.parse`, ratio: peak('own'), unit: 'x', target: { atMost: 1.2 } },
    { goal: 'G19', what: `${section}: peak of memory / JSON.parse`, ratio: peak('middle'), unit: 'x', target: { atMost: 1.2 } },
    { goal: '-', what: `${size}: JSON.parse, peak above an empty process`, ratio: above('parse'), unit: 'MB' },
    { goal: '-', what: `${size}: loading, peak above an empty process`, ratio: above('own'), unit: 'MB' },
    { goal: '-', what: `${section}: peak above an empty process`, ratio: above('middle'), unit: 'MB' },
  ]
}

function yamlRows(sandbox: Sandbox, rounds: number): readonly Row[] {
  const file = sandbox.write('tree.yaml', yamlOf(baseTree(400_000)))
  const size = `${Math.round(statSync(file).size / 1e6)} MB of YAML`
  const reader = (program: string): Reader => ({ program, file, section: 'part100' })
  const costs = measureAll(sandbox.path, { parse: reader('js-yaml'), own: reader('own') }, Math.ceil(rounds / 3))
  const over = (of: (cost: Cost) => number) => between(costs, 'own', 'parse', of)
  return [
    { goal: 'G19', what: `${size}: loading / js-yaml`, ratio: over((cost) => cost.cpuMs), unit: 'x', target: { atMost: 1.5 } },
    {
      goal: 'G19',
      what: `${size}: peak of memory / js-yaml`,
      ratio: over((cost) => cost.peakMb),
      unit: 'x',
      target: { atMost: 1.2 },
    },
  ]
}

/** An application folder with the package, as an installation has it. */
function install(folder: string): void {
  const installed = join(folder, 'node_modules')
  mkdirSync(join(installed, 'configmanage'), { recursive: true })
  cpSync(here('../dist'), join(installed, 'configmanage/dist'), { recursive: true })
  cpSync(here('../package.json'), join(installed, 'configmanage/package.json'))
  symlinkSync(here('../node_modules/js-yaml'), join(installed, 'js-yaml'))
  cpSync(here('large-files'), folder, { recursive: true })
}

type Costs<Name extends string> = Readonly<Record<Name, readonly Cost[]>>

/** All readers in turn, in every round beginning with another one; those of one file must find the same. */
function measureAll<Name extends string>(folder: string, readers: Readonly<Record<Name, Reader>>, rounds: number): Costs<Name> {
  const names = Object.keys(readers) as Name[] // its own keys, no more
  const costs = Object.fromEntries(names.map((name) => [name, [] as Cost[]])) as Record<Name, Cost[]>
  const found = new Map<string, unknown>()
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(turn + round) % names.length] as Name
      const { answer, ...cost } = runOnce(readers[name], folder)
      const { section } = readers[name]
      if (answer !== 'nothing' && (found.get(section) ?? answer) !== answer) throw new Error(`bench: ${name} found ${answer}`)
      if (answer !== 'nothing') found.set(section, answer)
      costs[name].push(cost)
    }
  }
  return costs
}

/** In a clean environment: certificates named in NODE_EXTRA_CA_CERTS alone take more than most files. */
function runOnce({ program, file, section }: Reader, folder: string): Cost & { readonly answer: unknown } {
  const env = { PATH: '/usr/bin:/bin', BENCH_FILE: file, BENCH_SECTION: section }
  const child = spawnSync(process.execPath, [`${program}.mjs`], { cwd: folder, env, encoding: 'utf8' })
  if (child.status !== 0) throw new Error(`bench: ${program} failed: ${child.stderr}`)
  return JSON.parse(child.stdout) as Cost & { readonly answer: unknown }
}

/** Processes are noisy one by one: the medians of both sides are compared, the spread is that of the rounds. */
function between<Name extends string>(costs: Costs<Name>, over: Name, base: Name, of: (cost: Cost) => number): Ratio {
  const rounds = spread(costs[over].map((cost, round) => of(cost) / of(costs[base][round] as Cost)))
  return { ...rounds, median: median(costs[over].map(of)) / median(costs[base].map(of)) }
}

/** Block style; every scalar of these trees is plain in YAML. */
function yamlOf(value: Value, indent = ''): string {
  if (isList(value)) return value.map((item) => `${indent}- ${item}\n`).join('')
  if (!isMap(value)) return `${indent}${value}\n`
  return Object.entries(value)
    .map(([key, child]) =>
      isMap(child) || isList(child) ? `${indent}${key}:\n${yamlOf(child, `${indent}  `)}` : `${indent}${key}: ${child}\n`,
    )
    .join('')
}
