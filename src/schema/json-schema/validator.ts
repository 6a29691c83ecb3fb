import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { Compiler } from './compiler.ts'
import { dialectOf, dialects } from './dialect.ts'
import type { Finding } from './finding.ts'
import { formatsOf } from './formats/formats.ts'
import { metaschema } from './later.ts'
import { Memory } from './memory.ts'
import { patternsOf } from './patterns/patterns.ts'
import { Registry } from './registry.ts'
import { findingsOf } from './report.ts'
import type { SchemaNode } from './schema-node.ts'
import { Scope } from './scope.ts'
import type { NamedRule } from './step.ts'
import { orTooDeep } from './too-deep.ts'

export interface JsonSchemaOptions {
  /** Where the document is from: its name in `rule`, and what relative references start from. Default: its `$id`. */
  readonly uri?: string | undefined
  /** The version of JSON Schema of documents without `$schema`. Default: `2020-12`. */
  readonly dialect?: keyof typeof dialects | undefined
  /** Documents that references may lead to, by URI. */
  readonly documents?: ReadonlyMap<string, unknown> | undefined
  /** Asked for documents that are not there; `undefined` if there is none. Nothing is ever fetched without it. */
  readonly load?: ((uri: string) => unknown) | undefined
  /** Whether `format` refuses values. Default: `assert`. */
  readonly formats?: 'assert' | 'annotate' | undefined
  /**
   * `linear` (default): patterns that could take exponential or quadratic time run on an engine that cannot;
   * what that engine does not know either is an error. `own`: every pattern runs as JavaScript runs it.
   */
  readonly patterns?: 'own' | 'linear' | undefined
  /** Rules for `x-rules`, by name; `elsewhere` if only the program knows them that the schema belongs to. */
  readonly keywords?: Readonly<Record<string, NamedRule>> | 'elsewhere' | undefined
  /** How many findings are collected. Default: 1,000. The last finding says how many more there were. */
  readonly maxFindings?: number | undefined
  /**
   * Whether verdicts are remembered by the identity of maps and lists. Right for values that nobody changes.
   * Default: true.
   */
  readonly remembers?: boolean | undefined
}

/** Judges values by a JSON Schema. Values must not be changed after they were checked; give a new tree instead. */
export interface JsonSchemaValidator {
  /**
   * Everything that is wrong; empty if nothing is. Parts that an earlier value already had are not looked at again.
   * @throws ConfigError SCHEMA_INVALID, when it comes to a part of the schema that is wrong itself
   */
  check(value: unknown): readonly Finding[]
  /** Stops at the first thing that is wrong. */
  isValid(value: unknown): boolean
  /** Everything that is wrong with the schema itself, also in parts that no value has needed yet. */
  problems(): readonly Issue[]
}

/** How deep schemas may apply schemas: 500 levels of a value, with references and combinations between them. */
const maxDepth = 1500

/**
 * Makes a validator of a JSON Schema document (2020-12, or what its `$schema` says). Each part is compiled when the
 * first value needs it.
 * @throws ConfigError SCHEMA_INVALID
 */
export function compileJsonSchema(document: unknown, options: JsonSchemaOptions = {}): JsonSchemaValidator {
  const { uri = '', documents = new Map(), load, dialect = '2020-12', maxFindings = 1000, remembers = true } = options
  const registry = new Registry({ documents, load, metaschema, dialect: dialects[dialect], dialectOf })
  const compiler = new Compiler({
    registry,
    formats: formatsOf(options.formats ?? 'assert'),
    patterns: patternsOf(options.patterns ?? 'linear'),
    namedRules: options.keywords ?? {},
    maxFindings,
    maxDepth,
    memory: remembers ? new Memory() : undefined,
  })
  const resource = registry.addDocument(document, uri, uri)
  const root = compiler.root(resource.place, Scope.of(registry, resource))
  const { problems } = orTooDeep(() => root.compiled)
  if (problems.length > 0) throw new ConfigError(compiler.allProblems(problems))
  return new Validator(root, compiler, remembers ? new WeakMap() : undefined)
}

class Validator implements JsonSchemaValidator {
  readonly #root: SchemaNode
  readonly #compiler: Compiler
  readonly #whole: WeakMap<object, readonly Finding[]> | undefined

  constructor(root: SchemaNode, compiler: Compiler, whole: WeakMap<object, readonly Finding[]> | undefined) {
    this.#root = root
    this.#compiler = compiler
    this.#whole = whole
  }

  check(value: unknown): readonly Finding[] {
    const isKept = typeof value === 'object' && value !== null && this.#whole !== undefined
    const known = isKept ? this.#whole?.get(value) : undefined
    if (known !== undefined) return known
    const findings = orTooDeep(() => {
      const report = this.#root.find(value, undefined, 0)
      return report === undefined ? nothing : findingsOf(report, this.#compiler.maxFindings)
    })
    if (isKept) this.#whole?.set(value, findings)
    return findings
  }

  isValid(value: unknown): boolean {
    return orTooDeep(() => this.#root.accepts(value, undefined, 0))
  }

  problems(): readonly Issue[] {
    return orTooDeep(() => this.#compiler.problemsBelow(this.#root))
  }
}

const nothing: readonly Finding[] = []
