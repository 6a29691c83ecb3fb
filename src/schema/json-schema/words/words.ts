import type { IssueCode } from '../../../errors/catalogue.ts'
import { printPath } from '../../../values/path.ts'
import { Secret } from '../../../values/secret.ts'
import type { Finding } from '../finding.ts'
import { Kind, kindOf, plainOf } from '../kind.ts'

/** What is said of a finding: the sentence goes on after the name of the value. */
export interface Words {
  readonly code: IssueCode
  /** `must be at most 65535`. */
  readonly says: string
  /** `at most 65535`. */
  /** True if that is a sentence of its own. */
  readonly isWhole?: boolean
  readonly expected?: string | undefined
  readonly hint?: string | undefined
  /** What was most likely meant, if only one thing can be. */
  readonly suggestion?: string | undefined
  /** The key that the sentence is about, where it is not the value itself. */
  readonly key?: string | undefined
  /** Left out where the value says nothing: of a key that is missing. */
  readonly hidesReceived?: boolean
}

/** Writes the words of one keyword. `isSecret`: nothing that the value holds may be said. */
export type Wording = (finding: Finding, isSecret: boolean) => Words

/** `"server.port"`. */
export function subject(path: Finding['path']): string {
  return path.length === 0 ? 'the value' : `"${printPath(path)}"`
}

const longestText = 60

/** A value as people recognise it, short. */
export function shown(value: unknown): string {
  if (value instanceof Secret) return '[secret]'
  const plain = plainOf(value)
  switch (kindOf(plain)) {
    case Kind.text:
      return quoted(String(plain))
    case Kind.list:
      return (plain as readonly unknown[]).length === 0 ? 'an empty list' : 'a list'
    case Kind.map:
      return Object.keys(plain as object).length === 0 ? 'an empty map' : 'a map'
    default:
      return String(plain)
  }
}

function quoted(text: string): string {
  return JSON.stringify(text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text)
}

/** A value of the schema as JSON: whole, if it is not too long. */
export function choice(value: unknown): string {
  const text = json(value, 0)
  return text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text
}

/** Nobody reads on where this ends, however large the value is. */
function json(value: unknown, depth: number): string {
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 2 * longestText))
  if (typeof value !== 'object' || value === null) return String(value)
  if (depth > 5) return '…'
  if (Array.isArray(value))
    return `[${value
      .slice(0, longestText)
      .map((item) => json(item, depth + 1))
      .join()}]`
  const entries = Object.entries(value).slice(0, longestText)
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${json(item, depth + 1)}`).join()}}`
}

/** `1 element`, `3 elements`. */
export function amount(count: unknown, noun: string): string {
  return `${count} ${noun}${Number(count) === 1 ? '' : 's'}`
}
