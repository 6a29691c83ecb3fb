import { found, type Keyword, Phase, type Step } from '../step.ts'
import { choice } from '../words/words.ts'
import { listArgument } from './arguments.ts'
import { canonicalOf, isPlainScalar } from './same.ts'

/** What a value is: its type, or one of some values. */
const type: Keyword = {
  phase: Phase.type,
  compile(argument, site) {
    const names: readonly unknown[] = Array.isArray(argument) ? argument : [argument]
    const unknown = names.filter((name) => typeof name !== 'string' || !Object.hasOwn(typeTests, name))
    if (unknown.length > 0 || names.length === 0) {
      const message = unknown.length > 0 ? `there is no type ${choice(unknown[0])}` : '"type" is an empty list'
      return site.problem('type', message, `the types are ${Object.keys(typeTests).join(', ')}`)
    }
    const { node } = site
    const isOfType = testOf(names as readonly string[])
    return (value: unknown, report) => {
      if (isOfType(value)) return true
      report?.add(found(node, 'type', value, argument))
      return false
    }
  },
}

function testOf(names: readonly string[]): (value: unknown) => boolean {
  const [first] = names
  if (first !== undefined && names.length === 1) return typeTests[first] as (value: unknown) => boolean
  const tests = names.map((name) => typeTests[name] as (value: unknown) => boolean)
  return (value) => tests.some((test) => test(value))
}

const typeTests: Readonly<Record<string, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  boolean: (value) => typeof value === 'boolean',
  number: (value) => typeof value === 'number' || typeof value === 'bigint',
  integer: (value) => (typeof value === 'number' ? Number.isInteger(value) : typeof value === 'bigint'),
  string: (value) => typeof value === 'string',
  array: (value) => Array.isArray(value),
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
}

const enumeration: Keyword = {
  phase: Phase.own,
  compile(argument, site) {
    const choices = listArgument('enum', argument, site)
    return choices && oneOfValues('enum', choices, argument, site.node)
  },
}

const constant: Keyword = {
  phase: Phase.own,
  compile: (argument, site) => oneOfValues('const', [argument], argument, site.node),
}

function oneOfValues(keyword: string, choices: readonly unknown[], wanted: unknown, node: Parameters<typeof found>[0]): Step {
  const scalars = new Set(choices.filter(isPlainScalar))
  const others = new Set(choices.filter((choice) => !isPlainScalar(choice)).map(canonicalOf))
  return (value: unknown, report) => {
    if (scalars.has(value) || (others.size > 0 || typeof value === 'bigint' ? isAmong(value, scalars, others) : false))
      return true
    report?.add(found(node, keyword, value, wanted))
    return false
  }
}

function isAmong(value: unknown, scalars: ReadonlySet<unknown>, others: ReadonlySet<unknown>): boolean {
  if (typeof value === 'bigint' && scalars.has(Number(value)) && BigInt(Number(value)) === value) return true
  return others.has(canonicalOf(value))
}

export const typeKeywords: Readonly<Record<string, Keyword>> = { type, enum: enumeration }
export const constKeywords: Readonly<Record<string, Keyword>> = { const: constant }
