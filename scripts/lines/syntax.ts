/** The syntax tree of a built file, as far as it is looked at here. */
import { parseAst } from 'rolldown/parseAst'

export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly body?: SyntaxNode | readonly SyntaxNode[]
  readonly [field: string]: unknown
}

/** Shows every node of the code to `look`, with the node around it; those outside come first. */
export function visitSyntax(code: string, look: (node: SyntaxNode, around: SyntaxNode | undefined) => void): void {
  visit(parseAst(code) as unknown as SyntaxNode, undefined, look)
}

function visit(
  node: SyntaxNode,
  around: SyntaxNode | undefined,
  look: (node: SyntaxNode, around: SyntaxNode | undefined) => void,
): void {
  look(node, around)
  for (const child of Object.values(node).flat()) if (isNode(child)) visit(child, node, look)
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}
