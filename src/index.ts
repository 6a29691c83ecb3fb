/** A running configuration, from a definition. */

export type { SealKey } from './cache/seal-key.ts'
export type { Config } from './config/config.ts'
export { createConfig, createConfigSync } from './config/create-config.ts'
export {
  type ConfigDefinition,
  defineConfig,
  type ImportOptions,
  type ProfileDefinition,
  type Profiles,
  type SchemaFile,
  type SchemaLike,
  type StandardSchema,
  type ValidationOptions,
  type Validator,
} from './config/definition.ts'
export type { ConfigEvent, ConfigEvents, SourceEvent } from './config/events.ts'
export type { Computation, Explanation, Origin, UsedOperand } from './config/explain.ts'
export type { Handle } from './config/handle.ts'
export type { Rejected } from './config/live/rejected.ts'
export type { ProposedChange, Reason, Veto, VetoAnswer, VetoOptions } from './config/live/vetoes.ts'
export type { ConfigOptions, LastKnownGoodOptions } from './config/plan.ts'
export type { Snapshot } from './config/snapshot.ts'
export type { FailedSource, FreshSource, SourceStatus, StaleSource, UnloadedSource } from './config/status.ts'
export type { Frozen, PathOf, ValueAt } from './config/typed-path.ts'
/** What goes wrong, as data. */
export type { IssueCode } from './errors/catalogue.ts'
export { ConfigError } from './errors/config-error.ts'
export type { Fix, Issue, RelatedPlace, TextChange } from './errors/issue.ts'
/** Languages that configuration is written in. Each is loaded when it is met; or import it from `configmanage/formats/<name>`. */
export type { FormatName } from './formats/choose.ts'
export type { Document, Edit, Format, FormatFactory, FormatOptions, Limits, PrintOptions } from './formats/format.ts'
/** How strict to be. */
export type { LintOptions } from './lint/settings.ts'
export type { TreeChange as Change } from './merge/diff-paths.ts'
/** Layers and how they come together. */
export type { Strategy } from './merge/strategy.ts'
/** Profiles: which are in use, and what decides. */
export type { ProfileChoice } from './profiles/choice.ts'
export type { ProfileSelection } from './profiles/choose.ts'
export type { Detector, Sighting, World } from './profiles/detectors.ts'
export type { ActiveProfile } from './profiles/profile.ts'
export type { DeclaredResolver, Resolver } from './references/resolve.ts'
export type { Derivation, Operand } from './references/site.ts'
/** The outside world, any part of which can be handed in. */
export type { Clock, SleepOptions } from './runtime/clock.ts'
export type { LogFields, Logger } from './runtime/logger.ts'
export type { CallContext, Runtime } from './runtime/runtime.ts'
/** Where values come from. Add your own by implementing {@link Source}. */
export { type ArgsOptions, args } from './sources/args.ts'
export { type DirectoryOptions, directory } from './sources/directory.ts'
export { type DotenvOptions, dotenv } from './sources/dotenv.ts'
export { type EnvOptions, env } from './sources/env.ts'
export { type FileOptions, file } from './sources/file.ts'
export { lazy } from './sources/lazy.ts'
export { type ModuleOptions, module } from './sources/module.ts'
export { object } from './sources/object.ts'
export { type SearchOptions, search } from './sources/search.ts'
export type {
  DeclaredKey,
  KnownKeys,
  ReadContext,
  Reading,
  ShapedValue,
  Source,
  TextReading,
  ValueReading,
} from './sources/source.ts'
export { type StdinOptions, stdin } from './sources/stdin.ts'
export { when } from './sources/when.ts'
export type { ChangedValue, WatchOptions } from './subscriptions/subscriptions.ts'
/** Files that are rendered before they are read. */
export type { TemplateLimits, TemplateOptions } from './templates/template-options.ts'
export type { Position, Span } from './text/position.ts'
export type { Level, Levels } from './validation/severity.ts'
/** Values, paths and places. */
export { DateTime, type DateTimeKind } from './values/date-time.ts'
export { type Path, parsePath, printPath } from './values/path.ts'
export { Secret } from './values/secret.ts'
export type { Scalar, Value, ValueMap } from './values/value.ts'
