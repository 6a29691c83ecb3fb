import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { load } from 'js-yaml'
import YAML from 'yaml'
import * as z from 'zod'
import { BareSchema } from '../src/config/validating/bare-schema.ts'
import { checkTree } from '../src/formats/check-tree.ts'
import { decode } from '../src/formats/decode.ts'
import { defaultLimits } from '../src/formats/format.ts'
import { yaml } from '../src/formats/yaml/yaml.ts'
import { readFileBytes } from '../src/runtime/read-file.ts'
import { deploymentSchema, writeKubernetesFiles } from '../test/e2e/kubernetes-files.ts'
import { cpuOf, spread } from './measure.ts'
import type { Effort, Row } from './row.ts'

/** A folder of small YAML files, read and held to a schema: in one process by the library, and as whole commands. */
export function validateFilesRows(effort: Effort): readonly Row[] {
  const folder = mkdtempSync(join(tmpdir(), 'configmanage-bench-'))
  try {
    const files = writeKubernetesFiles(join(folder, 'cluster'), effort.quick ? 1000 : 35_000).map((file) =>
      join(folder, 'cluster', file),
    )
    writeFileSync(join(folder, 'schema.json'), JSON.stringify(deploymentSchema))
    return [...libraryRows(folder, files, effort), ...commandRows(folder, effort)]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Reads one file and says whether it is right. */
type Check = (file: string) => boolean

function checks(folder: string): Readonly<Record<string, Check>> {
  const ajv = new Ajv2020({ allErrors: true, strict: false, validateFormats: false }).compile(deploymentSchema)
  const zod = z.fromJSONSchema(deploymentSchema as Parameters<typeof z.fromJSONSchema>[0])
  const schema = new BareSchema({ file: 'schema.json', folder, shown: (file) => file })
  const format = yaml()
  return {
    configmanage: (file) => {
      const documents = format.parseAll?.(decode((readFileBytes(file) as { bytes: Uint8Array }).bytes, file), file) ?? []
      return documents.every((document) => {
        checkTree(document.value, defaultLimits, (path, part) => document.locate(path, part))
        return document.warnings.length === 0 && schema.check(document, { file, textOnly: false }).length === 0
      })
    },
    'js-yaml + ajv': (file) => ajv(load(readFileSync(file, 'utf8'))),
    'js-yaml + zod': (file) => zod.safeParse(load(readFileSync(file, 'utf8'))).success,
    'yaml + ajv': (file) => ajv(YAML.parse(readFileSync(file, 'utf8'))),
  }
}

function libraryRows(folder: string, files: readonly string[], { quick }: Effort): readonly Row[] {
  const all = Object.entries(checks(folder))
  const times = new Map<string, number[]>(all.map(([name]) => [name, []]))
  const slow = files.slice(0, Math.min(files.length, 3500))
  for (let round = 0; round < (quick ? 3 : 5); round++) {
    for (let turn = 0; turn < all.length; turn++) {
      const [name, check] = all[(turn + round) % all.length] as (typeof all)[number]
      const some = name === 'yaml + ajv' ? slow : files
      const spent = cpuOf(() => {
        for (const file of some) if (!check(file)) throw new Error(`${name} refuses ${file}`)
      })
      times.get(name)?.push(spent / some.length)
    }
  }
  const own = times.get('configmanage') as number[]
  return all.map(([name]): Row => {
    const each = times.get(name) as number[]
    if (name === 'configmanage')
      return {
        goal: '-',
        what: `a small YAML file read and checked: ${name}`,
        ratio: spread(own.map((ms) => ms * 1000)),
        unit: 'us',
      }
    const ratio = spread(each.map((ms, round) => ms / (own[round] as number)))
    return {
      goal: 'L6',
      what: `${files.length} small YAML files: ${name} / configmanage`,
      ratio,
      unit: 'x',
      target: { atLeast: 1 },
    }
  })
}

/** Says at the end how much memory it took, and how much processor time in all of its threads. */
const tellCosts = `data:text/javascript,process.on('exit',()=>{const {maxRSS,userCPUTime,systemCPUTime}=process.resourceUsage();process.stderr.write('costs '+maxRSS+' '+(userCPUTime+systemCPUTime)/1000)})`

/** The fastest that JavaScript has for it: of the parsers and validators above, js-yaml and a compiled ajv. */
const peer = `
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from ${JSON.stringify(import.meta.resolve('ajv/dist/2020.js'))}
import { load } from ${JSON.stringify(import.meta.resolve('js-yaml'))}
const check = new Ajv2020({ strict: false, validateFormats: false }).compile(JSON.parse(readFileSync('schema.json', 'utf8')))
let wrong = 0
for (const entry of readdirSync('cluster', { recursive: true, withFileTypes: true }))
  if (entry.isFile() && !check(load(readFileSync(join(entry.parentPath, entry.name), 'utf8')))) wrong++
process.exitCode = wrong
`

interface Costs {
  readonly wallMs: number
  readonly cpuMs: number
  readonly megabytes: number
}

function costsOf(folder: string, args: readonly string[]): Costs {
  const startedAt = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ['--import', tellCosts, ...args], { cwd: folder, encoding: 'utf8' })
  const wallMs = performance.now() - startedAt
  const told = /costs (\d+) ([\d.]+)/.exec(stderr)
  if (status !== 0 || told === null) throw new Error(`${args[0]} failed: ${stderr}`)
  return { wallMs, cpuMs: Number(told[2]), megabytes: Number(told[1]) / 1024 }
}

function commandRows(folder: string, { quick }: Effort): readonly Row[] {
  const cli = join(import.meta.dirname, '../dist/cli.js')
  if (!existsSync(cli)) return []
  writeFileSync(join(folder, 'peer.mjs'), peer)
  const command = [cli, 'validate', 'cluster', '--schema', 'schema.json']
  const rounds = Array.from({ length: quick ? 1 : 7 }, () => ({
    'a script with js-yaml + ajv': costsOf(folder, ['peer.mjs']),
    'configmanage validate --jobs 1': costsOf(folder, [...command, '--jobs', '1']),
    'configmanage validate': costsOf(folder, command),
  }))
  type Who = keyof (typeof rounds)[number]
  const [script, ...own] = Object.keys(rounds[0] ?? {}) as [Who, ...Who[]]
  const ratio = (who: Who, what: keyof Costs) => spread(rounds.map((round) => round[script][what] / round[who][what]))
  const target = quick ? undefined : { atLeast: 1 }
  const times = own.flatMap((who): readonly Row[] => [
    { goal: 'L6', what: `whole commands, wall clock: ${script} / ${who}`, ratio: ratio(who, 'wallMs'), unit: 'x', target },
    // A second thread has to get up to speed as the first one did: it saves time, and costs some of the processor.
    {
      goal: who.includes('--jobs 1') ? 'L6' : '-',
      what: `whole commands, processor time: ${script} / ${who}`,
      ratio: ratio(who, 'cpuMs'),
      unit: 'x',
      target: who.includes('--jobs 1') ? target : undefined,
    },
  ])
  const memory = [script, ...own].map(
    (who): Row => ({
      goal: '-',
      what: `peak memory: ${who}`,
      ratio: spread(rounds.map((round) => round[who].megabytes)),
      unit: 'MB',
    }),
  )
  return [...times, ...memory]
}
