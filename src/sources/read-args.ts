import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import { didYouMean, listOf } from '../text/words.ts'
import { getAt } from '../values/get.ts'
import { type Path, parsePath, printPath } from '../values/path.ts'
import type { Value } from '../values/value.ts'
import type { ArgsOptions } from './args.ts'
import { type Argument, splitArguments } from './argument-list.ts'
import { EnvNames, type NameReading } from './env-names.ts'
import type { ReadContext, Reading } from './source.ts'
import { type NamedText, treeOf } from './text-values.ts'
import { unlessUnchanged } from './unchanged.ts'

interface Found {
  readonly name: string
  readonly path: Path
  readonly values: Value[]
}

/** The tree that the options of a command line stand for. */
export function readArgs(context: ReadContext, options: ArgsOptions): Reading {
  const names = new EnvNames({ separator: '.', keys: context.keys })
  const issues: Issue[] = []
  const warnings: Issue[] = []
  const found = new Map<string, Found>()
  const isSwitch = (name: string): boolean => isBooleanKey(find(name, names, options), context.keys.lower)

  for (const argument of splitArguments(context.args, isSwitch)) {
    const target = resolveArgument(argument, names, options)
    if (target === undefined) continue
    const { name, reading, value } = target
    if (value === '' && !(reading.kind === 'known' && context.keys.takesEmpty?.(reading.path))) continue // empty is not set
    if (reading.kind === 'ambiguous') issues.push(ambiguous(name, reading.paths))
    else if (reading.kind === 'malformed') issues.push(malformed(name))
    else {
      if (reading.kind === 'new' && reading.near.length > 0) warnings.push(nearMiss(name, reading.near, options))
      if (reading.kind === 'new' && options.unknown === 'ignore') continue
      const key = printPath(reading.path)
      const same = found.get(key) ?? { name, path: reading.path, values: [] }
      same.values.push(value)
      found.set(key, same)
    }
  }
  const texts = [...found.values()].map(toNamedText)
  const tree = treeOf(texts, context.keys.lower)
  if (issues.length + tree.issues.length > 0) throw new ConfigError([...issues, ...tree.issues])
  const reading = { uri: 'args:', value: tree.value, textOnly: true, nameOf: tree.nameOf, warnings }
  return unlessUnchanged(reading, context.previous, context.args.join('\n'))
}

function toNamedText({ name, path, values }: Found): NamedText {
  const [first = '', ...others] = values
  return { name, path, value: others.length === 0 ? first : values }
}

interface Target {
  readonly name: string
  readonly reading: NameReading
  readonly value: string
}

/** `undefined`: not for us. A `--no-x` is the opposite of `x` unless there is a key `no-x`. */
function resolveArgument({ name, value }: Argument, names: EnvNames, options: ArgsOptions): Target | undefined {
  const reading = find(name, names, options)
  if (reading?.kind !== 'known' && value === undefined) {
    const positive = /^(.*\.)?no-([^.]+)$/.exec(name)
    const opposite = positive && find(`${positive[1] ?? ''}${positive[2]}`, names, options)
    if (opposite) return { name: `--${name}`, reading: opposite, value: 'false' }
  }
  return reading && { name: `--${name}`, reading, value: value ?? 'true' }
}

function find(name: string, names: EnvNames, options: ArgsOptions): NameReading | undefined {
  const prefix = options.prefix ?? ''
  if (!name.startsWith(prefix) || name.length === prefix.length) return undefined
  const path = parsePath(name.slice(prefix.length))
  if (path === undefined || path.length === 0) return { kind: 'malformed' }
  return names.readPath(path)
}

function isBooleanKey(reading: NameReading | undefined, lower: Value): boolean {
  return reading?.kind === 'known' && typeof getAt(lower, reading.path) === 'boolean'
}

function ambiguous(name: string, paths: readonly Path[]): Issue {
  const message = `${JSON.stringify(name)} could mean ${listOf(paths.map(printPath), 'or')}`
  return { code: 'SOURCE_AMBIGUOUS', severity: 'error', message, name, hint: 'rename one of the keys' }
}

function malformed(name: string): Issue {
  const message = `${JSON.stringify(name)} names no path`
  return { code: 'OPTION_INVALID', severity: 'error', message, name, hint: 'write it like --server.port' }
}

function nearMiss(name: string, near: readonly Path[], options: ArgsOptions): Issue {
  const hint = didYouMean(near.map((path) => `--${options.prefix ?? ''}${printPath(path)}`))
  return { code: 'SOURCE_NEAR_MISS', severity: 'warning', message: `${JSON.stringify(name)} fits no key`, name, hint }
}
