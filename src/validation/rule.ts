import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { type Path, parsePath } from '../values/path.ts'
import type { Value } from '../values/value.ts'

/** What a rule found wrong: a sentence, or more about it. */
export type RuleAnswer =
  | string
  | {
      /** One sentence: lower-case start, no final stop. */
      readonly message: string
      /** The value it is about, as a path from the root. Default: the first path of the rule. */
      readonly path?: string | Path
      readonly expected?: string
      /** What to do, as an instruction. */
      readonly hint?: string
    }
  | undefined

/** The values that a rule asked for, by the paths as it wrote them; `undefined` for what is not there. */
export type RuleValues<P extends string> = { readonly [path in P]: Value | undefined }

/** What else a rule may know. */
export interface RuleContext {
  readonly name: string
  /** The paths of this run, with a key in place of each `*`. */
  readonly paths: readonly Path[]
  /** What the `*` stand for, in order. */
  readonly match: readonly (string | number)[]
}

interface RuleBase {
  /** Named in issues: `rule:tls-needs-certificate`. */
  readonly name: string
  /** What it looks at. It runs again when one of these values changes; anything else it may not depend on. */
  readonly paths: readonly string[]
  readonly severity: Issue['severity']
  readonly parsed: readonly Path[]
}

/** A rule about several values, to be made with {@link defineRule}. */
export interface Rule extends RuleBase {
  readonly kind: 'rule'
  readonly check: (values: RuleValues<string>, context: RuleContext) => RuleAnswer
}

/** A rule about a change, to be made with {@link defineTransition}. */
export interface Transition extends RuleBase {
  readonly kind: 'transition'
  readonly check: (previous: RuleValues<string>, next: RuleValues<string>, context: RuleContext) => RuleAnswer
}

export interface RuleDefinition<P extends string> {
  readonly name: string
  /** Paths from the root. A `*` stands for any key or element: the rule runs for each; in several paths, for the same one. */
  readonly paths: readonly P[]
  /** Default: `error`. */
  readonly severity?: Issue['severity']
  /** Answers at once, from the values alone: what is wrong, or nothing. Secrets come as plain values. */
  check(values: RuleValues<P>, context: RuleContext): RuleAnswer
}

export interface TransitionDefinition<P extends string> extends Omit<RuleDefinition<P>, 'check'> {
  /** Called when one of the values differs between two generations. */
  check(previous: RuleValues<P>, next: RuleValues<P>, context: RuleContext): RuleAnswer
}

/**
 * A rule about several values: `tls.cert` must be there once `tls.enabled` is true.
 * @throws ConfigError OPTION_INVALID
 */
export function defineRule<const P extends string>(definition: RuleDefinition<P>): Rule {
  const base = baseOf(definition)
  // The values are put together from the very paths of the definition, so they have its keys.
  return { kind: 'rule', ...base, check: definition.check.bind(definition) as Rule['check'] }
}

/**
 * A rule about a change: a port that must not change while the program runs.
 * @throws ConfigError OPTION_INVALID
 */
export function defineTransition<const P extends string>(definition: TransitionDefinition<P>): Transition {
  const base = baseOf(definition)
  return { kind: 'transition', ...base, check: definition.check.bind(definition) as Transition['check'] }
}

function baseOf({ name, paths, severity = 'error', check }: RuleDefinition<string> | TransitionDefinition<string>): RuleBase {
  if (typeof name !== 'string' || name === '') throw wrong('a rule needs a name', 'give it one; messages show it')
  if (typeof check !== 'function') throw wrong(`the rule "${name}" has no check`, 'give it a function that answers what is wrong')
  if (!Array.isArray(paths) || paths.length === 0) throw wrong(`the rule "${name}" has no paths`, 'name what it looks at')
  const parsed = (paths as readonly string[]).map((text) => {
    const path = parsePath(String(text).replaceAll('[*]', '.*'))
    if (path === undefined)
      throw wrong(`the rule "${name}" has a path that is none: ${JSON.stringify(text)}`, 'write "a.b" or "a.*.b"')
    return path
  })
  checkStars(name, parsed)
  return { name, paths: [...paths], severity, parsed }
}

/** Where several paths have a `*`, it must be the same one, or nobody could say which elements belong together. */
function checkStars(name: string, paths: readonly Path[]): void {
  const lead = leadOf(paths)
  for (const path of paths) {
    const prefix = path.slice(0, path.lastIndexOf('*') + 1)
    if (prefix.some((part, index) => part !== lead[index]))
      throw wrong(
        `the rule "${name}" has "*" in places that do not belong together`,
        'let each path begin as the longest one does',
      )
  }
}

/** The way to the last `*`, in the path that has the most of them; empty without any. */
export function leadOf(paths: readonly Path[]): Path {
  let lead: Path = []
  for (const path of paths) {
    const prefix = path.slice(0, path.lastIndexOf('*') + 1)
    if (prefix.length > lead.length) lead = prefix
  }
  return lead
}

function wrong(message: string, hint: string): ConfigError {
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint })
}
