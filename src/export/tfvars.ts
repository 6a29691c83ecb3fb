import { DateTime } from '../values/date-time.ts'
import { isList, isMap, type Value, type ValueMap } from '../values/value.ts'
import { nameClash } from './flatten.ts'
import type { Rename } from './renames.ts'

/**
 * Assignments that Terraform and OpenTofu read from a `.tfvars` file.
 * @throws ConfigError FORMAT_UNSUPPORTED_VALUE when two keys would get one name
 */
export function printTfvars(value: ValueMap): string {
  const names = new Map<string, string>()
  for (const key of Object.keys(value)) {
    const name = attributeName(key)
    const before = names.get(name)
    if (before !== undefined) throw nameClash(name, [before], [key])
    names.set(name, key)
  }
  return Object.entries(value)
    .map(([key, item]) => `${attributeName(key)} = ${expression(item, '')}\n`)
    .join('')
}

/** The keys that are no names of variables. */
export function renamedAttributes(value: ValueMap): readonly Rename[] {
  return Object.keys(value)
    .map((key) => ({ path: [key], name: attributeName(key) }))
    .filter(({ path, name }) => path[0] !== name)
}

/** Names of variables are identifiers; anything else can stand in quotes inside maps only, so it is made one. */
function attributeName(key: string): string {
  const name = key.replace(/[^\p{L}\p{N}_-]/gu, '_')
  return /^[\p{L}_]/u.test(name) ? name : `_${name}`
}

function expression(value: Value, indent: string): string {
  if (isList(value))
    return bracket(
      '[',
      ']',
      value.map((item) => `${expression(item, `${indent}  `)},`),
      indent,
    )
  if (isMap(value)) {
    const lines = Object.entries(value).map(([key, item]) => `${mapKey(key)} = ${expression(item, `${indent}  `)}`)
    return bracket('{', '}', lines, indent)
  }
  if (typeof value === 'number' || typeof value === 'bigint')
    return Number.isFinite(Number(value)) ? String(value) : quote(String(value))
  if (typeof value === 'boolean' || value === null) return String(value)
  return quote(value instanceof DateTime ? value.text : String(value))
}

function bracket(open: string, close: string, lines: readonly string[], indent: string): string {
  if (lines.length === 0) return open + close
  return `${open}\n${lines.map((line) => `${indent}  ${line}\n`).join('')}${indent}${close}`
}

function mapKey(key: string): string {
  return /^[\p{L}_][\p{L}\p{N}_-]*$/u.test(key) ? key : quote(key)
}

/** HCL knows fewer short escapes than JSON. */
const hclEscapes: Readonly<Record<string, string>> = { '\\b': '\\u0008', '\\f': '\\u000c' }

/** `${` and `%{` would begin a template: https://developer.hashicorp.com/terraform/language/expressions/strings */
function quote(text: string): string {
  const escaped = JSON.stringify(text).replace(/\\./g, (pair) => hclEscapes[pair] ?? pair)
  return escaped.replace(/([$%])\{/g, '$1$1{')
}
