import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { ConfigDefinition } from '../../config/definition.ts'
import { type FormatName, formatOfFile } from '../../formats/choose.ts'
import { manifestNames } from '../../manifest/find-manifest.ts'
import { matchesSegment, parseSegment } from '../../sources/glob-pattern.ts'

/** The file that editors read: each configuration file alone is less than the schema asks for. */
export const editorSchemaFile = 'configmanage.schema.json'

/** Files of a definition that editors can check, as patterns: `config/*.yaml` stands for `config/{profile}.yaml`. */
export interface EditorFiles {
  readonly yaml: readonly string[]
  readonly json: readonly string[]
  readonly toml: readonly string[]
}

/**
 * Files outside of the folder of the manifest, and those that a program finds, are not among them. `exactly` names the
 * file of each profile in place of a pattern, so that nothing else beside them fits.
 */
export function editorFiles({ sources, profiles = {} }: ConfigDefinition, exactly = false): EditorFiles {
  const patterns = new Set(sources.flatMap(({ name }) => patternsOf(name, Object.keys(profiles), exactly)))
  const of = (...formats: readonly FormatName[]): readonly string[] =>
    [...patterns].filter((pattern) => formats.includes(formatOfFile(pattern) as FormatName)).sort()
  return { yaml: of('yaml'), json: of('json', 'jsonc'), toml: of('toml') }
}

function patternsOf(source: string, profiles: readonly string[], exactly: boolean): readonly string[] {
  const path = /^file:(.*)$/s.exec(source)?.[1]?.replace(/^\.\//, '')
  if (path === undefined || path.startsWith('/') || path.startsWith('..') || /^[A-Za-z]:/.test(path)) return []
  // In the folder of the manifest a pattern would fit the manifest itself, and whatever else lies there.
  const named = path.includes('{profile}') && profiles.length > 0 && (exactly || !path.includes('/'))
  const paths = named ? profiles.map((profile) => path.replaceAll('{profile}', profile)) : [path]
  return paths.map((each) => each.replace(/\{[^{}]*\}/g, '*'))
}

/** The files that are there, for their first lines. */
export function existingFiles(root: string, patterns: readonly string[]): readonly string[] {
  const found = new Set(patterns.flatMap((pattern) => filesFor(root, pattern)))
  return [...found].filter((file) => !manifestNames.includes(file) && existsSync(join(root, file))).sort()
}

function filesFor(root: string, pattern: string): readonly string[] {
  let found: readonly string[] = ['']
  for (const segment of pattern.split('/')) {
    const tokens = parseSegment(segment)
    found = found.flatMap((folder) =>
      (segment.includes('*') ? namesIn(join(root, folder)).filter((name) => matchesSegment(tokens, name)) : [segment]).map(
        (name) => (folder === '' ? name : `${folder}/${name}`),
      ),
    )
  }
  return found
}

/** What cannot be listed has no files to write to; the sources in it report what is wrong. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
