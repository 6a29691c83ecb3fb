/** Which functions of dist/ a program calls when it starts. */
import { execFileSync } from 'node:child_process'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What V8 writes down of a run: https://chromedevtools.github.io/devtools-protocol/v8/Profiler/#type-ScriptCoverage */
interface Coverage {
  readonly result: readonly {
    readonly url: string
    readonly functions: readonly { readonly ranges: readonly { readonly startOffset: number; readonly count: number }[] }[]
  }[]
}

/** For each file, where the functions begin that ran. */
export function startFunctions(): ReadonlyMap<string, ReadonlySet<number>> {
  const folder = mkdtempSync(join(tmpdir(), 'configmanage-start-'))
  try {
    writeFileSync(
      join(folder, 'app.json'),
      '{ "server": { "port": 80, "tls": true }, "db": { "host": "localhost" }, "list": ["a"] }',
    )
    writeFileSync(join(folder, 'app.yaml'), 'server: { port: 80 }\ndb:\n  host: localhost # here\nlist:\n  - "a"\n')
    execFileSync(process.execPath, [resolve('scripts/eager/start-program.ts'), 'app.json', 'app.yaml'], {
      cwd: folder,
      env: { ...process.env, NODE_OPTIONS: '', NODE_V8_COVERAGE: join(folder, 'coverage'), SHOP_SERVER__PORT: '9000' },
    })
    return ranIn(globSync(join(folder, 'coverage/*.json')))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function ranIn(reports: readonly string[]): ReadonlyMap<string, ReadonlySet<number>> {
  const ran = new Map<string, Set<number>>()
  for (const { url, functions } of reports.flatMap((file) => (JSON.parse(readFileSync(file, 'utf8')) as Coverage).result)) {
    if (!url.startsWith('file:')) continue
    const starts = functions.flatMap(({ ranges: [whole] }) => (whole !== undefined && whole.count > 0 ? [whole.startOffset] : []))
    ran.set(fileURLToPath(url), new Set(starts))
  }
  return ran
}
