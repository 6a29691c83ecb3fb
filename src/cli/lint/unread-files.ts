import { readdirSync } from 'node:fs'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { formatOfFile } from '../../formats/choose.ts'
import type { UnreadFile } from '../../lint/subject.ts'
import { withSlashes } from '../../sources/location.ts'

/** What is known of the files of a project. */
export interface FileSearch {
  /** Absolute. */
  readonly root: string
  /** Names of the sources: `file:config/{profile}.yaml`. */
  readonly sources: readonly string[]
  /** Profiles that are defined, and their aliases do not count: files have the name of the profile. */
  readonly profiles: readonly string[]
  /** Absolute paths of all files that some profile reads. */
  readonly read: ReadonlySet<string>
}

/** Data files beside those that are read. Beside the manifest, only those whose names have the form of a source. */
export function unreadFiles({ root, sources, profiles, read }: FileSearch): readonly UnreadFile[] {
  const patterns = sources.flatMap((source) => patternOf(source, root))
  const folders = new Set([...[...read].map((path) => dirname(path)), ...patterns.map(({ folder }) => folder)])
  const found: UnreadFile[] = []
  for (const folder of folders) {
    const here = patterns.filter((pattern) => pattern.folder === folder)
    for (const name of namesIn(folder)) {
      const path = join(folder, name)
      if (read.has(path) || formatOfFile(name) === undefined || isForPeople(name)) continue
      const pattern = here.find(({ test }) => test.test(name))
      if (pattern !== undefined && profiles.some((profile) => pattern.nameFor(profile) === name)) continue
      if (pattern === undefined && folder === root) continue
      const readable = here.flatMap(({ nameFor }) => profiles.map((profile) => nameFor(profile)))
      found.push({ file: withSlashes(relative(root, path)), readable })
    }
  }
  return found
}

/** Examples, schemas and the settings of tools are there to be read by others. */
function isForPeople(name: string): boolean {
  return /example|sample|template|schema|configmanage\.config|^(?:package(?:-lock)?|tsconfig.*|\.[a-z]+rc)\.json$|\.local\b/i.test(
    name,
  )
}

interface Pattern {
  readonly folder: string
  readonly test: RegExp
  readonly nameFor: (profile: string) => string
}

function patternOf(source: string, root: string): readonly Pattern[] {
  const path = /^file:(.*)$/.exec(source)?.[1]
  const name = path === undefined ? '' : basename(path)
  if (path === undefined || !name.includes('{profile}') || dirname(path).includes('{')) return []
  const parts = name.split('{profile}').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return [
    {
      folder: resolve(root, dirname(path)),
      test: new RegExp(`^${parts.join('[A-Za-z0-9_.-]{1,100}')}$`),
      nameFor: (profile) => name.replaceAll('{profile}', profile),
    },
  ]
}

/** A folder that cannot be listed has no files to tell of; the sources in it report what is wrong. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => entry.name)
      .sort()
  } catch {
    return []
  }
}
