/** Finds out which functions of the built files programs run that read their settings and go on. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Range } from './compile-at-once.ts'

/** What V8 says of a file that was run. */
interface Coverage {
  readonly url: string
  readonly functions: readonly {
    readonly ranges: readonly { readonly startOffset: number; readonly endOffset: number; readonly count: number }[]
  }[]
}

/** Most programs start like the first. What that does not load, is compiled for the first one of the others that does. */
const programs: readonly Start[] = [
  {
    file: 'app.json',
    settings: '{ "server": { "port": 8080, "host": "localhost" }, "log": { "level": "info" }, "tags": ["a", "b"] }',
  },
  {
    file: 'app.yaml',
    settings: 'server:\n  port: 8080\n  host: localhost\nlog:\n  level: info\ntags: [a, b]\n',
  },
]

interface Start {
  readonly file: string
  readonly settings: string
}

const programFor = (file: string): string => `
import { createConfig, env, file } from ${JSON.stringify(pathToFileURL(resolve('dist/index.js')))}
const config = await createConfig({ name: 'app', sources: [file(${JSON.stringify(file)}), env({ prefix: 'APP_' })] })
if (config.get('server.port') !== '9999' || config.get('log.level') !== 'info') throw new Error('the start is wrong')
`

/** The functions that ran, for each built file by its path. */
export function functionsOfStart(): ReadonlyMap<string, readonly Range[]> {
  const ran = new Map<string, readonly Range[]>()
  for (const start of programs) {
    for (const [file, functions] of functionsOf(start)) if (!ran.has(file)) ran.set(file, functions)
  }
  return ran
}

function functionsOf({ file, settings }: Start): ReadonlyMap<string, readonly Range[]> {
  const folder = mkdtempSync(join(tmpdir(), 'configmanage-build-'))
  try {
    writeFileSync(join(folder, file), settings)
    writeFileSync(join(folder, 'start.mjs'), programFor(file))
    const coverage = join(folder, 'coverage')
    const env = { NODE_V8_COVERAGE: coverage, APP_SERVER__PORT: '9999' }
    execFileSync(process.execPath, ['start.mjs'], { cwd: folder, env, stdio: 'inherit' })
    return ranIn(coverage)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function ranIn(folder: string): ReadonlyMap<string, readonly Range[]> {
  const ran = new Map<string, readonly Range[]>()
  for (const name of readdirSync(folder)) {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { readonly result: readonly Coverage[] }
    for (const { url, functions } of result) {
      const file = url.startsWith('file:') ? relative('.', fileURLToPath(url)) : ''
      if (file.startsWith('dist')) ran.set(file.replaceAll('\\', '/'), functions.flatMap(rangeOf))
    }
  }
  return ran
}

function rangeOf({ ranges: [whole] }: Coverage['functions'][number]): readonly Range[] {
  return whole === undefined || whole.count === 0 ? [] : [{ start: whole.startOffset, end: whole.endOffset }]
}
