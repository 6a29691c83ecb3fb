import type { Issue } from '../errors/issue.ts'
import { isMap } from '../values/value.ts'

const isText = (value: unknown): boolean => typeof value === 'string'
const areTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)

const shapes: readonly (readonly [key: string, shape: string, fits: (value: unknown) => boolean])[] = [
  ['extends', 'a name or a list of names', (value) => isText(value) || areTexts(value)],
  ['group', 'a name or a list of names', (value) => isText(value) || areTexts(value)],
  ['aliases', 'a list of names', areTexts],
  ['variables', 'a map', (value) => typeof value === 'object' && value !== null && !Array.isArray(value)],
]

/** What is not made as profiles are. Manifests were checked before; this is for callers without types. */
export function shapeIssues(profiles: unknown): readonly Issue[] {
  if (!isMap(profiles as never)) return [wrong([], '"profiles" must be a map', 'write profiles: { dev: {}, prod: {} }')]
  return Object.entries(profiles as object).flatMap(([name, profile]: readonly [string, unknown]) => {
    if (typeof profile !== 'object' || profile === null)
      return [wrong([name], `profile ${JSON.stringify(name)} must be a map`, 'write "{}" for a profile without settings')]
    const given = profile as Readonly<Record<string, unknown>>
    return shapes.flatMap(([key, shape, fits]) =>
      given[key] === undefined || fits(given[key])
        ? []
        : [wrong([name, key], `profiles.${name}.${key} must be ${shape}`, undefined)],
    )
  })
}

function wrong(path: readonly string[], message: string, hint: string | undefined): Issue {
  return { code: 'OPTION_INVALID', severity: 'error', message, path: ['profiles', ...path], hint }
}
