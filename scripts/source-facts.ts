/** What a source file says about itself: its imports, the globals it uses, whether it waits at the top level. */
import { readFileSync } from 'node:fs'
import { parseSync } from 'rolldown/utils'

export interface SourceFacts {
  readonly file: string
  readonly lines: number
  readonly imports: readonly Import[]
  /** `process.env`, `Date.now`, `console`, each with its line. */
  readonly globals: readonly Use[]
  readonly topLevelAwait: readonly Use[]
}

export interface Import {
  readonly specifier: string
  /** `type`: gone when built. `dynamic`: loaded when the line runs. */
  readonly kind: 'value' | 'type' | 'dynamic'
  readonly line: number
}

export interface Use {
  readonly name: string
  readonly line: number
}

/** The parts of a syntax tree that are looked at here. */
interface Node {
  readonly type: string
  readonly start: number
  readonly [field: string]: unknown
}

export function readSourceFacts(file: string): SourceFacts {
  return sourceFacts(file, readFileSync(file, 'utf8'))
}

export function sourceFacts(file: string, text: string): SourceFacts {
  const parsed = parseSync(file, text)
  if (parsed.errors.length > 0) throw new Error(`${file}: ${parsed.errors.map((error) => error.message).join(', ')}`)

  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length
  const found = { imports: [] as Import[], globals: [] as Use[], topLevelAwait: [] as Use[] }
  visit(parsed.program as unknown as Node, false, (node, insideFunction) => {
    const imported = importOf(node)
    if (imported) found.imports.push({ ...imported, line: lineOf(node.start) })
    const global = globalOf(node)
    if (global !== undefined) found.globals.push({ name: global, line: lineOf(node.start) })
    if (!insideFunction && waits(node)) found.topLevelAwait.push({ name: 'await', line: lineOf(node.start) })
  })
  return { file, lines: text.replace(/\n$/, '').split('\n').length, ...found }
}

const functions = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression', 'PropertyDefinition'])

function visit(node: Node, insideFunction: boolean, look: (node: Node, insideFunction: boolean) => void): void {
  look(node, insideFunction)
  const inside = insideFunction || functions.has(node.type)
  for (const child of Object.values(node).flat()) if (isNode(child)) visit(child, inside, look)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Partial<Node>).type === 'string'
}

function waits(node: Node): boolean {
  return node.type === 'AwaitExpression' || (node.type === 'ForOfStatement' && node.await === true)
}

function importOf(node: Node): { specifier: string; kind: Import['kind'] } | undefined {
  const required = requiredBy(node)
  if (required !== undefined) return { specifier: required, kind: 'dynamic' }
  const specifier = (node.source as { value?: unknown } | null | undefined)?.value
  if (typeof specifier !== 'string') return undefined

  if (node.type === 'ImportExpression') return { specifier, kind: 'dynamic' }
  if (node.type === 'TSImportType') return { specifier, kind: 'type' }
  if (node.type === 'ImportDeclaration') return { specifier, kind: isTypeOnly(node, 'importKind') ? 'type' : 'value' }
  return { specifier, kind: isTypeOnly(node, 'exportKind') ? 'type' : 'value' }
}

/** `requireModule('#formats/yaml-edit')` is an import that is not waited for. */
function requiredBy(node: Node): string | undefined {
  if (node.type !== 'CallExpression') return undefined
  const { callee, arguments: given } = node as unknown as { callee: { name?: string }; arguments: readonly { value?: unknown }[] }
  const specifier = given[0]?.value
  return callee.name === 'requireModule' && typeof specifier === 'string' ? specifier : undefined
}

/** `import type { A }`, or every name marked: `import { type A }`. An import without names is there for its effect. */
function isTypeOnly(node: Node, field: 'importKind' | 'exportKind'): boolean {
  if (node[field] === 'type') return true
  const names = (node.specifiers ?? []) as readonly Node[]
  return names.length > 0 && names.every((name) => name[field] === 'type')
}

function globalOf(node: Node): string | undefined {
  if (node.type !== 'MemberExpression') return undefined
  const { object, property } = node as unknown as { object: { name?: string }; property: { name?: string } }
  const name = `${object.name}.${property.name}`
  if (object.name === 'console') return 'console'
  return name === 'process.env' || name === 'Date.now' || name === 'process.argv' ? name : undefined
}
