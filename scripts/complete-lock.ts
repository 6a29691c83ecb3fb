/**
 * Adds to package-lock.json the builds for other platforms that the registry in use did not offer.
 *
 * Some registries mirror only the platforms they serve. `npm install` then leaves the other ones out of the lock,
 * and `npm ci` refuses such a lock everywhere. An entry with version, system and processor makes the lock complete:
 * npm skips it where it does not fit. It has no checksum, because nobody could compute one here.
 */
import { readFileSync, writeFileSync } from 'node:fs'

interface LockEntry {
  readonly version?: string
  readonly dev?: boolean
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

interface Lock {
  readonly packages: Readonly<Record<string, LockEntry>>
  readonly [field: string]: unknown
}

const file = 'package-lock.json'
const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock
const added = Object.entries(lock.packages).flatMap(([owner, entry]) => missingBuilds(owner, entry))

if (added.length === 0) {
  console.log('package-lock.json is complete')
} else {
  const all = Object.entries({ ...lock.packages, ...Object.fromEntries(added) })
  all.sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(all) }, null, 2)}\n`)
  for (const [key] of added) console.log(`added ${key}`)
}

function missingBuilds(owner: string, entry: LockEntry): [string, LockEntry][] {
  return Object.entries(entry.optionalDependencies ?? {}).flatMap(([name, range]): [string, LockEntry][] => {
    const places = placesFor(owner, name).filter((place) => place in lock.packages)
    if (places.some((place) => satisfies(lock.packages[place]?.version, range))) return []

    const atTop = `node_modules/${name}`
    const place = places.length === 0 ? atTop : `${owner}/${atTop}`
    return [[place, buildOf(name, range.replace(/^[~^]/, ''), entry)]]
  })
}

/** Where a package finds another one: inside itself, then beside itself, and so on up. */
function placesFor(owner: string, name: string): readonly string[] {
  const parts = owner.split('/node_modules/')
  const holders = parts.map((_, index) => parts.slice(0, parts.length - index).join('/node_modules/'))
  return [...holders.map((holder) => `${holder}/node_modules/${name}`), `node_modules/${name}`]
}

/** Enough for what packages write here: an exact version, or a range that any version found by npm fits. */
function satisfies(version: string | undefined, range: string): boolean {
  return version !== undefined && (version === range || /[^\d.]/.test(range))
}

function buildOf(name: string, version: string, owner: LockEntry): LockEntry {
  const system = /(?:^|[-/])(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32|windows)(?=-|$)/.exec(
    name,
  )?.[1]
  const processor = /-(arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|wasm32|x64)(?=-|$)/.exec(name)?.[1]
  if (system === undefined && processor === undefined) throw new Error(`cannot tell the platform of ${name}`)
  const library = name.includes('musl') ? 'musl' : name.includes('gnu') ? 'glibc' : undefined
  return {
    version,
    ...(processor === undefined ? {} : { cpu: [processor] }),
    ...(owner.dev ? { dev: true } : {}),
    ...(library === undefined ? {} : { libc: [library] }),
    optional: true,
    ...(system === undefined ? {} : { os: [system === 'windows' ? 'win32' : system] }),
  }
}
