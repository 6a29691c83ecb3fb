import { ConfigError } from '../../errors/config-error.ts'
import { type Path, parsePath, printPath } from '../../values/path.ts'
import type { Section } from '../source.ts'

/** What a caller says of the part that counts. */
export interface SectionOptions {
  readonly section?: string | undefined
  readonly optional?: boolean | undefined
}

export function sectionOf({ section, optional = false }: SectionOptions): Section | undefined {
  return section === undefined ? undefined : { path: pathOf(section), optional }
}

/**
 * What a source of one section is called: several sections of a file are several sources.
 * @throws ConfigError OPTION_INVALID
 */
export function nameOfSection(file: string, section: string): string {
  return `file:${file}#${printPath(pathOf(section))}`
}

/** Of a list, nothing can be left out without another element taking its number. */
function pathOf(section: string): Path {
  const path = parsePath(section)
  if (path !== undefined && path.length > 0 && path.every((part) => typeof part === 'string')) return path
  throw new ConfigError({
    code: 'OPTION_INVALID',
    severity: 'error',
    message: `the section ${JSON.stringify(section)} is no path of keys`,
    expected: 'keys with dots between them',
    hint: 'name a map, such as "catalog" or "catalog.items"; to read the whole file, leave the option out',
  })
}
