/** What kind of value an option takes; `any` is judged by whoever reads it, and a list names the methods of an object. */
export type OptionShape = 'text' | 'text or list of texts' | 'map' | 'list' | 'any' | readonly string[]

/** Every part of a definition. */
export const definitionShapes: Readonly<Record<string, OptionShape>> = {
  name: 'text',
  root: 'text',
  sources: 'list',
  profiles: 'map',
  profile: 'map',
  schema: 'any',
  rules: 'list',
  validators: 'map',
  validation: 'map',
  secrets: 'list',
  secretStores: 'map',
  secretReading: 'map',
  secretAudit: 'map',
  merge: 'map',
  formats: 'list',
  resolvers: 'map',
  keys: 'map',
  limits: 'map',
  imports: 'map',
  lint: 'map',
  locate: 'any',
}

/** Everything that a caller may add to a definition. */
export const optionShapes: Readonly<Record<string, OptionShape>> = {
  profile: 'text or list of texts',
  above: 'list',
  signal: ['addEventListener', 'throwIfAborted'],
  watch: 'any',
  eager: 'any',
  lastKnownGood: 'any',
  env: 'map',
  cwd: 'text',
  args: 'list',
  stdin: 'any',
  clock: ['now', 'sleep'],
  logger: ['debug', 'info', 'warn', 'error'],
}

/** Every part of a profile. */
export const profileShapes: Readonly<Record<string, OptionShape>> = {
  extends: 'text or list of texts',
  group: 'text or list of texts',
  aliases: 'list',
  variables: 'map',
  sources: 'list',
}

export function hasShape(value: unknown, shape: OptionShape): boolean {
  if (value === undefined || shape === 'any') return true
  if (typeof shape === 'object') return shape.every((name) => typeof Object(value)[name] === 'function')
  if (shape === 'text') return typeof value === 'string'
  if (shape === 'text or list of texts') return [value].flat().every((each) => typeof each === 'string')
  return typeof value === 'object' && value !== null && Array.isArray(value) === (shape === 'list')
}

/** An object with members that pass the tests. */
export function isMapOf(value: unknown, members: Readonly<Record<string, (member: unknown) => boolean>>): boolean {
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(members).every(([name, test]) => test((value as Readonly<Record<string, unknown>>)[name]))
}
