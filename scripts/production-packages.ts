/** The packages that `npm install configmanage` brings, found as Node finds them. */
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

export interface InstalledPackage {
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly bytes: number
}

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string | { readonly type?: string }
  readonly dependencies?: Readonly<Record<string, string>>
}

/** Without the package itself, sorted by name. */
export function productionPackages(): readonly InstalledPackage[] {
  const found = new Map<string, InstalledPackage>()
  const waiting: { folder: string; name: string }[] = namesIn('.').map((name) => ({ folder: '.', name }))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const folder = locate(next.name, next.folder)
    if (found.has(folder)) continue
    found.set(folder, describe(folder))
    waiting.push(...namesIn(folder).map((name) => ({ folder, name })))
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Files of a folder in bytes, without the packages installed inside it. */
export function bytesIn(folder: string): number {
  const files = globSync('**/*', { cwd: folder, exclude: ['node_modules/**'], withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  )
  return files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest
}

function namesIn(folder: string): string[] {
  return Object.keys(readManifest(folder).dependencies ?? {})
}

function describe(folder: string): InstalledPackage {
  const { name, version, license } = readManifest(folder)
  const licence = typeof license === 'string' ? license : (license?.type ?? 'none')
  return { name, version, licence, bytes: bytesIn(folder) }
}

/** Inside the package that asks, then in each folder above it. */
function locate(name: string, from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name)
    if (existsSync(join(candidate, 'package.json'))) return candidate
    if (folder === '.') throw new Error(`${name} is not installed; run npm ci`)
  }
}
