/** Fails when a declaration that users see says `any`, or names a package or global that they may not have. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseSync } from 'rolldown/utils'
import { readPackageJson } from './package-json.ts'
import { readSourceFacts } from './source-facts.ts'

const files = publicDeclarations()
const findings = files.flatMap((file) => [...anyIn(file), ...foreignImportsOf(file)])
for (const finding of findings) console.error(finding)
console.log(`${files.length} declaration files looked at, ${findings.length} findings`)
if (findings.length > 0 || files.length === 0) process.exitCode = 1

/** Everything that can be reached from the `types` of the exports. */
function publicDeclarations(): readonly string[] {
  const targets = Object.values(readPackageJson().exports)
  const seen = new Set<string>()
  const waiting = targets.flatMap((target) =>
    typeof target === 'string' || target.types === undefined ? [] : [join(target.types)],
  )
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    const own = readSourceFacts(file).imports.filter(({ specifier }) => specifier.startsWith('.'))
    waiting.push(...own.map(({ specifier }) => join(dirname(file), specifier.replace(/\.js$/, '.d.ts'))))
  }
  return [...seen].sort()
}

function anyIn(file: string): string[] {
  const text = readFileSync(file, 'utf8')
  const tree = JSON.stringify(parseSync(file, text).program)
  const places = [...tree.matchAll(/"type":"TSAnyKeyword","start":(\d+)/g)].map(([, start]) => Number(start))
  return places.map((start) => `${file}: any in "${lineAt(text, start)}"`)
}

function lineAt(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset) + 1, text.indexOf('\n', offset)).trim()
}

function foreignImportsOf(file: string): string[] {
  const foreign = readSourceFacts(file).imports.filter(({ specifier }) => !/^[.#]/.test(specifier))
  return foreign.map(({ specifier }) => `${file}: imports ${JSON.stringify(specifier)}, which a user may not have`)
}
