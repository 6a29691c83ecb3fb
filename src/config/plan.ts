import type { SealKey } from '../cache/seal-key.ts'
import type { KeyOptions } from '../crypto/keys/keyring.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { defaultLimits, type Limits } from '../formats/format.ts'
import type { Strategy } from '../merge/strategy.ts'
import type { StrategyTable } from '../merge/strategy-table.ts'
import type { ActiveProfile } from '../profiles/profile.ts'
import type { DeclaredResolver, Resolver } from '../references/resolve.ts'
import { nodeRuntime } from '../runtime/node-runtime.ts'
import type { Runtime } from '../runtime/runtime.ts'
import type { SchemaDescription } from '../schema/describe.ts'
import type { Source } from '../sources/source.ts'
import type { Path } from '../values/path.ts'
import type { Checker } from './checker.ts'
import type { ConfigDefinition } from './definition.ts'
import { withoutSchema } from './first-load/usual-plan.ts'
import type { Formats } from './formats.ts'
import { byRules, checkingOptions, openingSecrets, profiling, remembering, validating } from './later.ts'
import type { LastKnownGood } from './live/last-known-good.ts'
import { definitionShapes, hasShape, type OptionShape, optionShapes, profileShapes } from './option-shapes.ts'
import type { SecretAnswers } from './secrets/answers.ts'

/** What a caller adds to a definition when it becomes a running configuration. Any part of the {@link Runtime} may be replaced. */
export interface ConfigOptions extends Partial<Runtime> {
  /** The profile to use, or several; in a text with commas between. Default: what the definition's `profile` says. */
  readonly profile?: string | readonly string[]
  /** Sources above all others: what a command line adds with `--set`. */
  readonly above?: readonly Source[]
  /** Ends the wait for sources. */
  readonly signal?: AbortSignal
  /** Reload by itself when a source changes. Ends with `close()`; does not keep the process alive. Default: false. */
  readonly watch?: boolean
  /** Read at the start what is `lazy`, too: for a check of the whole. Default: false. */
  readonly eager?: boolean
  /** A file that keeps what the sources said when all was well, for a start at which one of them cannot be reached. */
  readonly lastKnownGood?: LastKnownGoodOptions
}

export interface LastKnownGoodOptions {
  /** Relative to the working directory. Readable by its owner only. */
  readonly file: string
  /** What is older is not used, in milliseconds. Default: 7 days. */
  readonly maxAgeMs?: number | undefined
  /** Needed if a source holds secrets. The first one encrypts, all of them open. */
  readonly keys?: readonly SealKey[] | undefined
}

/** A definition made definite: everything that does not change while the configuration lives. */
export interface Plan {
  readonly name: string
  readonly runtime: Runtime
  /** The caller's, if there is one. */
  readonly signal: AbortSignal | undefined
  readonly definition: ConfigDefinition
  readonly sources: readonly Source[]
  /** Those of the caller, on top: they are among `sources` too. */
  readonly above: readonly Source[]
  readonly profile: ActiveProfile | undefined
  readonly formats: Formats
  readonly limits: Limits
  readonly strategies: StrategyTable | undefined
  readonly schema: SchemaDescription
  /** What judges values, if the definition has a schema or rules. */
  readonly checker: Checker | undefined
  readonly resolvers: Readonly<Record<string, Resolver | DeclaredResolver>>
  /** What references to secrets mean, if the definition has stores of them. */
  readonly secrets: SecretAnswers | undefined
  /** What opens sealed files, besides the keys in the environment. */
  readonly keys: KeyOptions | undefined
  /** Reload by itself. */
  readonly watch: boolean
  /** Nothing waits until it is needed. */
  readonly eager: boolean
  readonly lastKnownGood: LastKnownGood | undefined
}

/** @throws ConfigError OPTION_INVALID, PROFILE_UNKNOWN, MERGE_STRATEGY … */
export function makePlan(definition: ConfigDefinition, options: ConfigOptions, synchronous: boolean): Plan {
  if (!isSound(definition, options)) checkingOptions().checkDefinition(definition, options)
  const around = nodeRuntime({ ...options, ...(definition.root === undefined ? {} : { cwd: definition.root }) })
  const { profile, runtime, sources } = hasProfiles(definition, options)
    ? profiling().profiled(definition, options.profile, around)
    : { profile: undefined, runtime: around, sources: definition.sources }
  const limits = { ...defaultLimits, ...definition.limits }
  const checker = hasChecks(definition) ? validating().makeChecker(definition, runtime.cwd) : undefined
  const schema = checker?.description ?? withoutSchema
  const secrets =
    definition.secretStores === undefined ? undefined : openingSecrets().openSecrets(definition, runtime, options.signal)
  return {
    name: definition.name ?? 'config',
    runtime,
    signal: options.signal,
    definition,
    sources: options.above === undefined ? sources : [...sources, ...options.above],
    above: options.above ?? [],
    profile,
    formats: { own: definition.formats ?? [], limits, synchronous, made: new Map() },
    limits,
    strategies: schema.merge.length === 0 && definition.merge === undefined ? undefined : tableOf(definition, schema),
    schema,
    checker,
    resolvers: secrets === undefined ? (definition.resolvers ?? {}) : { secret: secrets.resolve, ...definition.resolvers },
    secrets,
    keys: definition.keys,
    watch: options.watch === true,
    eager: options.eager === true,
    lastKnownGood: options.lastKnownGood && keeping(definition, options.lastKnownGood, runtime),
  }
}

function keeping({ name = 'config' }: ConfigDefinition, options: LastKnownGoodOptions, runtime: Runtime): LastKnownGood {
  return new (remembering().LastKnownGood)(name, runtime, options)
}

function hasChecks({ schema, rules, secrets }: ConfigDefinition): boolean {
  return schema !== undefined || rules !== undefined || secrets !== undefined
}

function hasProfiles({ profile, profiles }: ConfigDefinition, options: ConfigOptions): boolean {
  return options.profile !== undefined || profile !== undefined || profiles !== undefined
}

/** What the definition says of a path wins over the schema. */
function tableOf(definition: ConfigDefinition, schema: SchemaDescription): StrategyTable | undefined {
  const words: readonly (readonly [Path | string, string])[] = [...schema.merge, ...Object.entries(definition.merge ?? {})]
  if (words.length === 0) return undefined
  const { parseStrategy, strategyTable, unknownStrategy } = byRules()
  const entries: [Path | string, Strategy][] = []
  const issues: Issue[] = []
  for (const [path, word] of words) {
    const strategy = parseStrategy(word)
    if (strategy === undefined) issues.push(unknownStrategy(word, ['merge', ...(typeof path === 'string' ? [path] : path)]))
    else entries.push([path, strategy])
  }
  if (issues.length > 0) throw new ConfigError(issues)
  return strategyTable(entries)
}

/** Whether there is nothing to say of what the caller wrote, as far as can be told without a closer look. */
function isSound(definition: ConfigDefinition, options: ConfigOptions): boolean {
  return (
    typeof definition === 'object' &&
    definition !== null &&
    fits(definition, definitionShapes) &&
    fits(options, optionShapes) &&
    definition.sources?.every(isSource) &&
    (definition.profile === undefined || Object.keys(definition.profile).every((key) => key === 'env' || key === 'default')) &&
    (definition.profiles === undefined || Object.values(definition.profiles).every((profile) => fits(profile, profileShapes))) &&
    !wantsCloserLook.some((part) => definition[part] !== undefined) &&
    isSwitch(options.watch) &&
    isSwitch(options.eager)
  )
}

/** Parts whose entries have to be looked at one by one, which most definitions do not have. */
const wantsCloserLook = [
  'limits',
  'imports',
  'lint',
  'rules',
  'validators',
  'validation',
  'secrets',
  'formats',
  'resolvers',
] as const

function fits(given: unknown, shapes: Readonly<Record<string, OptionShape>>): boolean {
  if (typeof given !== 'object' || given === null) return false
  return Object.entries(given).every(([key, value]: [string, unknown]) => {
    const shape = Object.hasOwn(shapes, key) ? shapes[key] : undefined
    return shape !== undefined && hasShape(value, shape)
  })
}

export function isSource(source: unknown): boolean {
  return typeof source === 'object' && source !== null && 'read' in source && typeof source.read === 'function'
}

function isSwitch(option: unknown): boolean {
  return option === undefined || typeof option === 'boolean'
}
