/** A running configuration, from a definition. */
export { createConfig, createConfigSync } from './config/create-config.ts'
export { type ConfigDefinition, defineConfig, type ProfileSelection, type SchemaLike, type StandardSchema } from './config/definition.ts'
export type { Config } from './config/config.ts'
export type { ConfigEvent, ConfigEvents } from './config/events.ts'
export type { Explanation, Origin } from './config/explain.ts'
export type { Handle } from './config/handle.ts'
export type { ConfigOptions } from './config/plan.ts'
export type { Snapshot } from './config/snapshot.ts'
export type { FreshSource, SourceStatus, StaleSource } from './config/status.ts'
export type { Frozen, PathOf, ValueAt } from './config/typed-path.ts'

/** Where values come from. Add your own by implementing {@link Source}. */
export { args, type ArgsOptions } from './sources/args.ts'
export { directory, type DirectoryOptions } from './sources/directory.ts'
export { dotenv, type DotenvOptions } from './sources/dotenv.ts'
export { env, type EnvOptions } from './sources/env.ts'
export { file, type FileOptions } from './sources/file.ts'
export { module, type ModuleOptions } from './sources/module.ts'
export { object } from './sources/object.ts'
export { search, type SearchOptions } from './sources/search.ts'
export { stdin, type StdinOptions } from './sources/stdin.ts'
export type { DeclaredKey, KnownKeys, ReadContext, Reading, ShapedValue, Source, TextReading, ValueReading } from './sources/source.ts'

/** What goes wrong, as data. */
export { catalogue, type IssueCode } from './errors/catalogue.ts'
export type { CodeEntry } from './errors/codes/code-entry.ts'
export { ConfigError } from './errors/config-error.ts'
export type { Issue, RelatedPlace } from './errors/issue.ts'

/** Values, paths and places. */
export { DateTime, type DateTimeKind } from './values/date-time.ts'
export { parsePath, type Path, printPath } from './values/path.ts'
export { Secret } from './values/secret.ts'
export type { Scalar, Value, ValueMap } from './values/value.ts'
export type { Position, Span } from './text/position.ts'

/** Languages that configuration is written in. Each is loaded when it is met; or import it from `configmanage/formats/<name>`. */
export type { FormatName } from './formats/choose.ts'
export type { Document, Edit, Format, FormatFactory, FormatOptions, Limits, PrintOptions } from './formats/format.ts'

/** Layers and how they come together. */
export type { Strategy } from './merge/strategy.ts'
export type { Change } from './merge/diff-trees.ts'
export type { Profiles, ProfileDefinition } from './profiles/profile.ts'
export type { Derivation, Operand } from './references/evaluation.ts'
export type { Resolver } from './references/resolve.ts'

/** The outside world, any part of which can be handed in. */
export type { Clock } from './runtime/clock.ts'
export type { LogFields, Logger } from './runtime/logger.ts'
export type { CallContext, Runtime } from './runtime/runtime.ts'
