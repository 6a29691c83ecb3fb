import type { Issue } from '../../errors/issue.ts'
import { reconcile } from '../../merge/reconcile.ts'
import { replayPath } from '../../merge/replay.ts'
import { hasReference } from '../../references/has-reference.ts'
import { type Replacement, replaceValues } from '../../references/replace-values.ts'
import type { Derivation } from '../../references/site.ts'
import { type Awaitable, andThen, isPromise } from '../../runtime/awaitable.ts'
import type { SchemaDescription } from '../../schema/describe.ts'
import type { Field } from '../../schema/fields/field.ts'
import { fieldAt } from '../../schema/fields/field-at.ts'
import { fillDefaults } from '../../schema/fields/fill-defaults.ts'
import { convertNotations } from '../../schema/fields/notations.ts'
import type { CheckOutcome, SchemaAdapter } from '../../schema/schema-adapter.ts'
import { coerceText, coerceTexts } from '../../validation/coerce.ts'
import { deprecations } from '../../validation/deprecations.ts'
import { applyLevels, capIssues } from '../../validation/severity.ts'
import { unknownKeys } from '../../validation/unknown-keys.ts'
import { getAt } from '../../values/get.ts'
import { type Path, parsePath, printPath } from '../../values/path.ts'
import { Secret } from '../../values/secret.ts'
import { withValue } from '../../values/set.ts'
import type { Value, ValueMap } from '../../values/value.ts'
import type { Checked, Checker, DefaultValue } from '../checker.ts'
import type { ValidationOptions } from '../definition.ts'
import type { Layer } from '../layer.ts'
import type { LazyParts } from '../lazy-parts.ts'
import type { Merged } from '../merge-layers-again.ts'
import type { Plan } from '../plan.ts'
import { type ResolvedTree, resolveTree } from '../resolve-tree.ts'
import { sealSecrets } from '../seal-secrets.ts'
import { isSecretPath } from '../secret-paths.ts'
import { hideSecretTexts } from './hide-secret-texts.ts'
import { placeIssues } from './place-issues.ts'
import { type ResolvedPaths, resolvePaths } from './resolve-paths.ts'
import type { RuleRunner } from './rule-runner.ts'
import type { SchemaFiles } from './schema-files.ts'
import { sealCopies } from './seal-copies.ts'

export interface SchemaCheckerParts {
  readonly adapter: SchemaAdapter | undefined
  /** Whether what it finds leaves the rest as it is: not with a library. */
  readonly judgesItself: boolean
  /** What the schema says of each path; of a schema that does not tell, a field that says nothing. */
  readonly root: Field
  readonly description: SchemaDescription
  readonly files: SchemaFiles
  readonly rules: RuleRunner
  readonly options: ValidationOptions
}

/** Reads texts, fills in defaults and judges, as a schema and rules say. */
export class SchemaChecker implements Checker {
  readonly description: SchemaDescription
  readonly #parts: SchemaCheckerParts

  constructor(parts: SchemaCheckerParts) {
    this.description = parts.description
    this.#parts = parts
  }

  takesEmpty(path: Path): boolean {
    return fieldAt(this.#parts.root, path)?.allowsEmpty ?? false
  }

  coerce(layer: Layer, before: Layer | undefined): Layer {
    const { value } = coerceTexts(layer.value, this.#parts.root)
    if (value === layer.value) return layer
    // Both are maps, so what comes out is one.
    const kept = before === undefined ? value : (reconcile(before.value, value) as ValueMap)
    return { ...layer, value: kept, written: layer.value }
  }

  check(plan: Plan, merged: Merged, earlier: Checked | undefined, parts: LazyParts | undefined): Awaitable<Checked> {
    const { root, adapter } = this.#parts
    const seen = (tree: Value): Value => parts?.hide(tree) ?? tree
    const filled = fillDefaults(seen(merged.value), root)
    const fill = (tree: Value): Value => fillDefaults(tree, root).value
    const resolved = resolveTree(plan, merged.layers, seen(filled.value), earlier?.resolved, { fill, parts })
    const stage: Stage = { plan, merged, earlier, resolved, parts, defaults: () => placesOf(filled.filled) }
    if (resolved.issues.length > 0) return this.#refused(stage)

    const { value: read, coerced } = this.#readResolved(stage)
    const { value: converted, issues } = this.#converted(stage, read)
    const isSecret = (path: Path): boolean => isSecretPath(this.description, path)
    const outcome = this.#parts.files.placing(() => adapter?.check(converted, { secret: isSecret }))
    return andThen(outcome ?? { value: converted, issues: [] }, (found) =>
      this.#judged(stage, converted, coerced, { value: found.value, issues: [...found.issues, ...issues] }),
    )
  }

  defaultAt(path: Path, checked: Checked | undefined): DefaultValue | undefined {
    const { root, files } = this.#parts
    const field = fieldAt(root, path)
    const rule = checked?.defaults().get(printPath(path)) ?? field?.default?.place
    if (rule === undefined) return undefined
    const value = field?.default === undefined ? getAt(checked?.value ?? {}, path) : (field.default.value as Value) // as JSON has it
    return value === undefined ? undefined : { value, rule, span: files.spanOf(rule) }
  }

  /** What references of a text-only layer came to is text, and means what the schema says it means. */
  #readResolved({ plan, merged, resolved, earlier }: Stage): { readonly value: Value; readonly coerced: Checked['coerced'] } {
    const { root } = this.#parts
    const coerced = new Map<string, string>()
    const replacements: Replacement[] = []
    for (const [text, path] of derivedPaths(resolved.derived)) {
      const found = getAt(resolved.value, path)
      const content = found instanceof Secret ? found.reveal() : found
      const field = fieldAt(root, path)
      if (typeof content !== 'string' || field === undefined || !isTextOnly(plan, merged.layers, path)) continue
      const read = coerceText(content, field, true)
      if (read?.value === undefined) continue
      coerced.set(text, found instanceof Secret ? '[secret]' : content)
      // A secret holds any value.
      replacements.push({ path, value: found instanceof Secret ? (new Secret(read.value) as Value) : read.value })
    }
    const value = replacements.length === 0 ? resolved.value : replaceValues(resolved.value, replacements, earlier?.value)
    return { value, coerced }
  }

  /** Durations and sizes in numbers, paths from where they start. */
  #converted({ plan, merged, earlier }: Stage, tree: Value): ResolvedPaths {
    const { root } = this.#parts
    const folderOf = (path: Path): string => folderOfWinner(plan, merged.layers, path)
    return resolvePaths(convertNotations(tree, root).value, root, { root: plan.runtime.cwd, folderOf }, earlier?.value)
  }

  #judged(stage: Stage, converted: Value, coerced: Checked['coerced'], outcome: CheckOutcome): Checked {
    const { merged, earlier, resolved } = stage
    const { parts } = stage
    const found = parts === undefined ? outcome.issues : this.#judgeable(parts, converted, outcome.issues)
    const typed = this.#typed(
      converted,
      parts === undefined ? outcome : { value: parts.hide(outcome.value as Value), issues: found },
      earlier,
    )
    const ruled = found.some(({ severity }) => severity === 'error')
      ? { issues: [], run: earlier?.ruled }
      : this.#parts.rules.run(typed, earlier, parts)
    const issues = this.#placed(stage, converted, [...found, ...this.#remarks(merged), ...ruled.issues])
    return {
      value: this.#sealed(typed, converted, earlier),
      resolved,
      derived: resolved.derived,
      defaults: stage.defaults,
      coerced,
      parts,
      ruled: ruled.run,
      issues: issues.filter(({ severity }) => severity === 'error'),
      warnings: issues.filter(({ severity }) => severity === 'warning'),
    }
  }

  /**
   * Without what can only be said of parts that are loaded. A library that found something has made nothing of the rest
   * either, so its schema has to allow for a part that is not there.
   */
  #judgeable(parts: LazyParts, tree: Value, issues: readonly Issue[]): readonly Issue[] {
    if (this.#parts.judgesItself) return issues.filter(({ path }) => path === undefined || !parts.explains(path, tree))
    return issues.map((issue) => {
      if (issue.path === undefined || !parts.explains(issue.path, tree)) return issue
      const text = JSON.stringify(printPath(issue.path))
      return { ...issue, hint: `${text} is lazy and not loaded yet: let the schema allow that, as with optional()` }
    })
  }

  /** What a library makes of a value is new each time; where it is equal to what was there, that stays. */
  #typed(converted: Value, { value }: CheckOutcome, earlier: Checked | undefined): Value {
    if (value === converted) return converted
    const kept = reconcile(converted, value as Value)
    return earlier === undefined || kept === converted ? kept : reconcile(earlier.value, kept)
  }

  #sealed(typed: Value, converted: Value, earlier: Checked | undefined): Value {
    const sealed = sealSecrets(typed, [], this.description, earlier?.value)
    if (typed === converted) return sealed
    const copies = sealCopies(sealed, sealSecrets(converted, [], this.description))
    return copies === sealed || earlier === undefined ? copies : reconcile(earlier.value, copies)
  }

  /** What is wrong with the keys that were given, whatever their values. */
  #remarks({ value, layers }: Merged): readonly Issue[] {
    const { root, options } = this.#parts
    const unknown = unknownKeys(value, root, { strict: options.mode === 'strict' })
    return [...unknown.filter(({ path }) => !isToldOf(layers, path ?? [])), ...deprecations(value, root)]
  }

  #placed(stage: Stage, converted: Value, issues: readonly Issue[]): readonly Issue[] {
    if (issues.length === 0) return issues
    const { plan, merged, resolved } = stage
    const { files, options, adapter } = this.#parts
    const levels = { ...(options.mode === 'lenient' && { KEY_UNKNOWN: 'warning' as const }), ...options.levels }
    const { issues: kept, note } = capIssues(applyLevels(issues, levels), options.maxIssues)
    const placed = placeIssues(kept, {
      plan,
      layers: merged.layers,
      derived: resolved.derived,
      defaults: stage.defaults(),
      spanOfRule: (rule) => files.spanOf(rule),
      defaultAt: (path) => this.defaultAt(path, undefined),
      wouldBeRight: (path, value) => adapter !== undefined && isRightWith(adapter, converted, path, value),
    })
    const hidden = hideSecretTexts(placed, converted, this.#parts.root)
    return note === undefined ? hidden : hidden.with(0, withNote(hidden[0] as Issue, note)) // some are left when there are too many
  }

  #refused({ resolved, merged, defaults }: Stage): Checked {
    return {
      value: merged.value,
      resolved,
      derived: resolved.derived,
      defaults,
      coerced: new Map(),
      parts: undefined,
      ruled: undefined,
      issues: resolved.issues,
      warnings: [],
    }
  }
}

/** What is known before the verdict. */
interface Stage {
  readonly plan: Plan
  readonly merged: Merged
  readonly earlier: Checked | undefined
  readonly resolved: ResolvedTree
  readonly parts: LazyParts | undefined
  readonly defaults: Checked['defaults']
}

function derivedPaths(derived: ReadonlyMap<string, Derivation>): readonly (readonly [text: string, path: Path])[] {
  return [...derived.keys()].map((text) => [text, parsePath(text) as Path]) // printed by the engine itself
}

function isTextOnly(plan: Plan, layers: readonly Layer[], path: Path): boolean {
  const { winner } = replayPath(layers, path, { strategies: plan.strategies })
  return winner !== undefined && (layers[winner.layer] as Layer).textOnly
}

/** The folder of the file that says what is at a path. */
function folderOfWinner(plan: Plan, layers: readonly Layer[], path: Path): string {
  const { dirname, resolve } = process.getBuiltinModule('node:path')
  const { winner } = replayPath(layers, path, { strategies: plan.strategies })
  const file = winner && layers[winner.layer]?.file
  return file === undefined ? plan.runtime.cwd : dirname(resolve(plan.runtime.cwd, file))
}

function placesOf(filled: readonly { readonly path: Path; readonly rule: string }[]): ReadonlyMap<string, string> {
  return new Map(filled.map(({ path, rule }) => [printPath(path), rule]))
}

/** Asked about values of lower layers when something is wrong. A validator that has to be waited for is not asked. */
function isRightWith(adapter: SchemaAdapter, tree: Value, path: Path, value: Value): boolean {
  if (typeof value === 'string' && hasReference(value)) return false
  const outcome = adapter.check(withValue(tree, path, value))
  if (isPromise(outcome)) {
    outcome.catch(() => undefined) // it was only a question
    return false
  }
  return !outcome.issues.some((issue) => issue.severity === 'error' && isRelated(issue.path ?? [], path))
}

/** One path is the other, or lies inside of it. */
function isRelated(left: Path, right: Path): boolean {
  const length = Math.min(left.length, right.length)
  for (let index = 0; index < length; index++) if (String(left[index]) !== String(right[index])) return false
  return true
}

function withNote(issue: Issue, note: string): Issue {
  return { ...issue, hint: [issue.hint, note].filter((text) => text !== undefined).join('; ') }
}

/** A source said already that it has a name which is like one that is known. */
function isToldOf(layers: readonly Layer[], path: Path): boolean {
  return layers.some((layer) => {
    const name = layer.nameOf(path)
    return name !== undefined && layer.warnings().some((warning) => warning.code === 'SOURCE_NEAR_MISS' && warning.name === name)
  })
}
