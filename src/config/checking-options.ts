import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { defaultLimits } from '../formats/format.ts'
import { unknownOption } from '../formats/option-names.ts'
import { listOf } from '../text/words.ts'
import { parsePath } from '../values/path.ts'
import type { ConfigDefinition } from './definition.ts'
import { definitionShapes, hasShape, isMapOf, type OptionShape, optionShapes, profileShapes } from './option-shapes.ts'
import { type ConfigOptions, isSource } from './plan.ts'
import { validationIssues } from './validation-options.ts'

export { checkFormatOptions } from '../formats/option-names.ts'

/**
 * Says everything that is wrong with what the caller wrote.
 * @throws ConfigError OPTION_INVALID
 */
export function checkDefinition(definition: ConfigDefinition, options: ConfigOptions = {}): void {
  if (typeof definition !== 'object' || definition === null)
    throw new ConfigError(wrong('a definition is an object with "sources"', 'pass what defineConfig({ sources: [...] }) returns'))
  const issues: Issue[] = [
    ...shapeIssues('a definition', definition, definitionShapes),
    ...shapeIssues('createConfig', options, optionShapes),
    ...sourceIssues(definition.sources),
    ...partIssues(definition),
  ]
  if (options.watch !== undefined && typeof options.watch !== 'boolean')
    issues.push(wrong('"watch" must be true or false', 'watch: true reloads when a source changes'))
  if (options.eager !== undefined && typeof options.eager !== 'boolean')
    issues.push(wrong('"eager" must be true or false', 'eager: true reads at the start what is lazy'))
  if (issues.length > 0) throw new ConfigError(issues)
}

/** Options that are not there, and those with another kind of value than they take. */
function shapeIssues(owner: string, given: object, shapes: Readonly<Record<string, OptionShape>>): readonly Issue[] {
  return Object.entries(given).flatMap(([key, value]) => {
    const shape = Object.hasOwn(shapes, key) ? shapes[key] : undefined
    if (shape === undefined) return [unknownOption(owner, key, Object.keys(shapes))]
    if (key === 'sources' || hasShape(value, shape)) return []
    const kind = typeof shape === 'object' ? `an object with ${listOf(shape, 'and')}` : `a ${shape}`
    return [wrong(`${JSON.stringify(key)} must be ${kind}`, examples[key] ?? 'correct it, or leave it out')]
  })
}

const examples: Readonly<Record<string, string>> = {
  profiles: 'profiles: { dev: {}, prod: { extends: "dev" } }',
  profile: 'profile: { env: "APP_ENV", default: "dev" }',
  rules: 'rules: [defineRule({ name: "pool-range", paths: ["pool.min", "pool.max"], check })]',
  validators: 'validators: { even: (value) => (Number(value) % 2 === 0 ? undefined : "must be even") }',
  validation: 'validation: { mode: "strict" }',
  secrets: 'secrets: ["db.password", "services.*.key"]',
  merge: 'merge: { "server.plugins": "append" }',
  resolvers: 'resolvers: { upper: (text) => text.toUpperCase() }',
  limits: 'limits: { maxDepth: 1000 }',
  signal: 'give the signal of an AbortController',
}

function sourceIssues(sources: unknown): readonly Issue[] {
  if (!Array.isArray(sources))
    return [wrong('"sources" must be a list of sources', 'sources: [file("config/app.yaml"), env({ prefix: "APP_" })]')]
  return sources.every(isSource)
    ? []
    : [wrong('"sources" has an entry that is no source', 'use file(), env(), object() … for each')]
}

/** What stands inside of the parts. A part that is something else altogether was told before. */
function partIssues(definition: ConfigDefinition): readonly Issue[] {
  const { limits, imports, lint, rules, validators, validation, secrets, formats, resolvers, profile } = definition
  const selection = Object.keys(hasShape(profile, 'map') ? (profile ?? {}) : {})
  return [
    ...oddKeys(limits, isLimit).map((key) => wrong(`limits.${key} must be a positive number`, 'leave it out for the default')),
    ...unknownKeys('"limits"', limits, Object.keys(defaultLimits)),
    ...unknownKeys('"imports"', imports, ['folders', 'maxDepth', 'maxFiles']),
    ...unknownKeys('"lint"', lint, ['rules']),
    ...oddItems(rules, isRule).map(() =>
      wrong('"rules" has an entry that is no rule', 'make it with defineRule() or defineTransition() of "configmanage/rules"'),
    ),
    ...oddKeys(validators, isFunction).map((key) => wrong(`validators.${key} must be a function`, examples['validators'])),
    ...(hasShape(validation, 'map') ? validationIssues(validation ?? {}) : []),
    ...oddItems(secrets, isSecretPath).map((item) =>
      wrong(`secrets: ${JSON.stringify(item)} is not a path`, 'write "db.password" or "services.*.key"'),
    ),
    ...oddItems(formats, isFormat).map(() =>
      wrong('"formats" has an entry that is no format', 'name objects with parse, print and edit'),
    ),
    ...oddKeys(resolvers, isResolver).map((key) =>
      wrong(`resolvers.${key} must be a function, or have one as "resolve"`, examples['resolvers']),
    ),
    ...selection.filter((key) => !selectionKeys.includes(key)).map((key) => unknownOption('"profile"', key, selectionKeys)),
    ...profileIssues(definition.profiles),
  ]
}

const selectionKeys = ['flag', 'env', 'detect', 'detectors', 'default']

function profileIssues(profiles: unknown): readonly Issue[] {
  if (!hasShape(profiles, 'map')) return []
  return Object.entries(profiles ?? {}).flatMap(([name, profile]: [string, unknown]) => {
    const owner = `the profile ${JSON.stringify(name)}`
    if (profile === undefined || !hasShape(profile, 'map')) return [wrong(`${owner} must be a map`, examples['profiles'])]
    return shapeIssues(owner, profile as object, profileShapes)
  })
}

function unknownKeys(owner: string, part: unknown, known: readonly string[]): readonly Issue[] {
  const keys = hasShape(part, 'map') ? Object.keys(part ?? {}) : []
  return keys.filter((key) => !known.includes(key)).map((key) => unknownOption(owner, key, known))
}

function oddKeys(part: unknown, isRight: (value: unknown) => boolean): readonly string[] {
  return hasShape(part, 'map') ? Object.entries(part ?? {}).flatMap(([key, value]) => (isRight(value) ? [] : [key])) : []
}

function oddItems(part: unknown, isRight: (value: unknown) => boolean): readonly unknown[] {
  return Array.isArray(part) ? part.filter((item) => !isRight(item)) : []
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

/** Not a number is no limit: every comparison with it would let everything pass. */
function isLimit(limit: unknown): boolean {
  return limit === undefined || (typeof limit === 'number' && limit > 0)
}

/** Made by `defineRule` or `defineTransition`, which read the paths. */
function isRule(value: unknown): boolean {
  return isMapOf(value, { check: isFunction, parsed: Array.isArray })
}

function isResolver(value: unknown): boolean {
  return isFunction(value) || isMapOf(value, { resolve: isFunction })
}

function isFormat(value: unknown): boolean {
  return isMapOf(value, { parse: isFunction, extensions: Array.isArray })
}

function isSecretPath(value: unknown): boolean {
  const path = typeof value === 'string' ? parsePath(value.replaceAll('[*]', '.*')) : undefined
  return path !== undefined && path.length > 0
}

function wrong(message: string, hint: string | undefined): Issue {
  return { code: 'OPTION_INVALID', severity: 'error', message, hint }
}
