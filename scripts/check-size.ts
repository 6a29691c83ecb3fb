/** Prints what the package weighs, and fails when it is over its budget. */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { bytesIn, productionPackages } from './production-packages.ts'
import { readSourceFacts } from './source-facts.ts'

const budget = { rootKilobytes: 32, rootFiles: 1, packages: 40, megabytes: 20 }

const entries = globSync('dist/**/*.js')
  .filter((file) => !file.startsWith('dist/chunks/'))
  .sort()
const rows = entries.map((entry) => {
  const files = loadedBy(entry)
  const bytes = files.map((file) => readFileSync(file))
  const sum = (list: readonly Uint8Array[]): number => list.reduce((total, item) => total + item.length, 0) / 1024
  return { entry, files: files.length, kilobytes: sum(bytes), gzipped: sum(bytes.map((content) => gzipSync(content))) }
})

console.log(`${'entry, with the files it loads'.padEnd(34)}files      KB    gzip KB`)
for (const { entry, files, kilobytes, gzipped } of rows) {
  console.log(
    `${entry.padEnd(34)}${String(files).padStart(5)}${kilobytes.toFixed(1).padStart(8)}${gzipped.toFixed(1).padStart(11)}`,
  )
}

const packages = productionPackages()
const own =
  bytesIn('dist') +
  globSync('src/**/*.ts', { exclude: ['**/*.test.ts', '**/*.fixture.ts'] }).reduce(
    (sum, file) => sum + readFileSync(file).length,
    0,
  )
const megabytes = (packages.reduce((sum, { bytes }) => sum + bytes, 0) + own) / 1024 / 1024
const root = rows.find(({ entry }) => entry === 'dist/index.js')

const figures = [
  { what: 'root entry, KB', value: root?.kilobytes ?? Number.NaN, most: budget.rootKilobytes },
  { what: 'root entry, files', value: root?.files ?? Number.NaN, most: budget.rootFiles },
  { what: 'packages in a production install', value: packages.length + 1, most: budget.packages },
  { what: 'MB of a production install', value: megabytes, most: budget.megabytes },
]
console.log()
for (const { what, value, most } of figures) console.log(`${what.padEnd(34)}${value.toFixed(1).padStart(8)}  of at most ${most}`)

const over = figures.filter(({ value, most }) => !(value <= most))
if (over.length > 0) {
  console.error(`over budget: ${over.map(({ what }) => what).join(', ')}`)
  process.exitCode = 1
}

/** The file and everything it imports before it can run. */
function loadedBy(entry: string): readonly string[] {
  const seen = new Set<string>()
  const waiting = [entry]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const { specifier, kind } of readSourceFacts(file).imports) {
      if (kind === 'value' && specifier.startsWith('.')) waiting.push(join(dirname(file), specifier))
    }
  }
  return [...seen]
}
