import type { Path } from '../../values/path.ts'
import { Secret } from '../../values/secret.ts'
import type { Finding } from './finding.ts'
import { ruleOf } from './place.ts'
import type { SchemaNode } from './schema-node.ts'

/** A finding before it is asked for: it knows no path, so that it can be kept and used again at another one. */
export interface Found {
  readonly keyword: string
  readonly value: unknown
  readonly wanted: unknown
  readonly key?: string | undefined
  readonly node: SchemaNode
  readonly branches?: readonly Report[] | undefined
  readonly message?: string | undefined
  readonly nearest?: number | undefined
}

/** What was found in a child, or (without a key) by another schema for the same value. */
interface Inner {
  readonly at: string | number | undefined
  readonly report: Report
}

/** What one schema found in one value and below it. Places are relative, so the report of an unchanged part stays good. */
export class Report {
  #items: (Found | Inner)[] | undefined
  /** All findings, also those that were only counted. */
  count = 0
  /** Whose report it is. */
  readonly node: SchemaNode
  readonly #limit: number

  constructor(limit: number, node: SchemaNode) {
    this.#limit = limit
    this.node = node
  }

  get items(): readonly (Found | Inner)[] {
    return this.#items ?? nothing
  }

  add(found: Found): void {
    if (this.count++ < this.#limit) this.#put(found)
  }

  addInner(at: string | number | undefined, report: Report): void {
    if (this.count < this.#limit) this.#put({ at, report })
    this.count += report.count
  }

  /** Most reports stay empty. */
  #put(item: Found | Inner): void {
    if (this.#items === undefined) this.#items = [item]
    else this.#items.push(item)
  }

  /** The same report of a secret whose content is `plain`, with every value that it carries hidden. */
  sealed(secret: Secret<unknown>, plain: unknown): Report {
    const hidden = (value: unknown): unknown => (value === plain ? secret : value instanceof Secret ? value : new Secret(value))
    const sealed = new Report(this.#limit, this.node)
    for (const item of this.items) {
      if ('report' in item) sealed.#put({ at: item.at, report: item.report.sealed(secret, plain) })
      else {
        const branches = item.branches?.map((branch) => branch.sealed(secret, plain))
        sealed.#put({ ...item, value: hidden(item.value), branches })
      }
    }
    sealed.count = this.count
    return sealed
  }
}

const nothing: readonly never[] = []

/** Findings of a branch that did not fit are shown as far as people read. */
const mostInBranch = 20

/** The findings with their paths, at most `limit`; the last one then says how many more there are. */
export function findingsOf(report: Report, limit: number): readonly Finding[] {
  const findings: Finding[] = []
  collect(report, { path: [], into: findings, limit, holder: undefined })
  const first = findings[0]
  if (report.count > findings.length && first !== undefined) {
    findings.push({
      ...first,
      keyword: 'maxFindings',
      path: [],
      value: report.count - findings.length,
      wanted: limit,
      key: undefined,
    })
  }
  return findings
}

interface Collecting {
  readonly path: (string | number)[]
  readonly into: Finding[]
  readonly limit: number
  /** The schema of the value around. */
  readonly holder: SchemaNode | undefined
}

function collect(report: Report, collecting: Collecting): void {
  const { path, into, limit } = collecting
  for (const item of report.items) {
    if (into.length >= limit) return
    if (!('report' in item)) {
      into.push(finish(item, [...path], collecting.holder))
    } else if (item.at === undefined) {
      collect(item.report, collecting)
    } else {
      path.push(item.at)
      collect(item.report, { ...collecting, holder: report.node })
      path.pop()
    }
  }
}

/** A schema that is `false` has no keyword; of the named rules, each has a place. */
function placeOf({ keyword, key, node }: Found): string {
  if (keyword === 'false') return ruleOf(node.place)
  return keyword === 'x-rules' && key !== undefined ? ruleOf(node.place, keyword, key) : ruleOf(node.place, keyword)
}

/** The schema that a finding is of, and that of the value around, with what they lead to. */
export interface Origin {
  readonly node: SchemaNode
  readonly holder: SchemaNode | undefined
}

const origins = new WeakMap<Finding, Origin>()

/** Unknown for findings that were made elsewhere. */
export function originOf(finding: Finding): Origin | undefined {
  return origins.get(finding)
}

function finish(found: Found, path: Path, holder: SchemaNode | undefined): Finding {
  const finding = findingOf(found, path, holder)
  origins.set(finding, { node: found.node, holder })
  return finding
}

function findingOf(found: Found, path: Path, holder: SchemaNode | undefined): Finding {
  const { keyword, value, wanted, key, node, branches, nearest, message } = found
  const finding = { keyword, path, value, wanted, key, schema: node.schema, rule: placeOf(found), message }
  if (branches === undefined) return finding
  const all = branches.map((branch) => {
    const inner: Finding[] = []
    collect(branch, { path: [...path], into: inner, limit: mostInBranch, holder })
    return inner
  })
  return { ...finding, branches: all, nearest }
}
