/** What the scripts need to know of package.json. */
import { existsSync, globSync, readFileSync } from 'node:fs'

interface Targets {
  readonly 'configmanage-source'?: string
  readonly types?: string
  readonly default: string
}

export interface PackageJson {
  readonly name: string
  readonly version: string
  readonly bin: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly exports: Readonly<Record<string, string | Targets>>
  readonly imports: Readonly<Record<string, Targets>>
}

/** A source file that becomes a file of its own. */
export interface Entry {
  /** `formats/yaml`: where it goes below dist, without `.js`. */
  readonly name: string
  readonly source: string
}

export function readPackageJson(): PackageJson {
  return JSON.parse(readFileSync('package.json', 'utf8')) as PackageJson
}

/** Everything that package.json promises: exports, imports by `#name`, and the command. */
export function entriesOf(manifest: PackageJson): readonly Entry[] {
  const targets = [...Object.values(manifest.exports), ...Object.values(manifest.imports)]
    .filter((target) => typeof target !== 'string')
    .flatMap((target) => entriesOfTargets(target))
  const command = { name: 'cli', source: 'src/cli/main.ts' }
  const all = [...targets, command].filter((entry) => existsSync(entry.source))
  return [...new Map(all.map((entry) => [entry.name, entry])).values()]
}

/** A `*` stands for every name that exists: `./src/formats/<name>/index.ts`. */
function entriesOfTargets(targets: Targets): Entry[] {
  const pattern = targets['configmanage-source']?.replace(/^\.\//, '')
  if (pattern === undefined) return []

  const nameFor = (word: string): string =>
    targets.default
      .replace(/^\.\/dist\//, '')
      .replace(/\.js$/, '')
      .replace('*', word)
  if (!pattern.includes('*')) return [{ name: nameFor(''), source: pattern }]

  const [before = '', after = ''] = pattern.split('*')
  return globSync(pattern).map((source) => ({ name: nameFor(source.slice(before.length, -after.length)), source }))
}
