/**
 * Has functions that every start runs compiled with their file. V8 reads over a function, and compiles it when it is
 * first called; one in brackets it compiles at once. For the hundred functions of a start that is half a millisecond.
 */
import type { Piece } from './pieces.ts'
import { type SyntaxNode, visitSyntax } from './syntax.ts'

/** A stretch of the code. */
export interface Range {
  readonly start: number
  readonly end: number
}

interface Insertion {
  readonly at: number
  readonly text: string
}

/**
 * The code with the functions at these ranges in brackets. Those declared at the top become variables, before all
 * statements, because a declared function is there from the beginning. Methods stay: nothing may stand around them.
 */
export function compiledAtOnce(code: string, functions: readonly Range[]): readonly Piece[] {
  const wanted = new Set(functions.map(({ start, end }) => `${start}-${end}`))
  const declared: SyntaxNode[] = []
  const brackets: Insertion[] = []
  visitSyntax(code, (node, around) => {
    if (!wanted.has(`${node.start}-${node.end}`)) return
    if (node.type === 'FunctionDeclaration' && around?.type === 'Program') declared.push(node)
    else if (isValue(node, around)) brackets.push({ at: node.start, text: '(' }, { at: node.end, text: ')' })
  })
  brackets.sort((left, right) => left.at - right.at)
  const stretch = (from: number, to: number) => withInsertions(from, to, brackets)
  const variables = declared.flatMap((node, index) => asVariable(code, node, index === 0, stretch))
  const rest = declared.flatMap((node, index) => stretch(declared[index - 1]?.end ?? 0, node.start))
  const end = declared.length === 0 ? [] : [{ text: ';' }]
  return [...variables, ...end, ...rest, ...stretch(declared.at(-1)?.end ?? 0, code.length)]
}

function isValue(node: SyntaxNode, around: SyntaxNode | undefined): boolean {
  if (node.type === 'ArrowFunctionExpression') return true
  return node.type === 'FunctionExpression' && around?.type !== 'MethodDefinition' && around?.type !== 'Property'
}

/** `function a(b){}` as `var a=(function (b){})`. */
function asVariable(
  code: string,
  { start, end, id }: SyntaxNode,
  isFirst: boolean,
  stretch: (from: number, to: number) => readonly Piece[],
): readonly Piece[] {
  const name = id as SyntaxNode
  const opening = `${isFirst ? 'var ' : ','}${code.slice(name.start, name.end)}=(`
  return [{ text: opening }, { from: start, to: name.start }, ...stretch(name.end, end), { text: ')' }]
}

function withInsertions(from: number, to: number, insertions: readonly Insertion[]): readonly Piece[] {
  const pieces: Piece[] = []
  let done = from
  for (const { at, text } of insertions) {
    if (at < from || at > to) continue
    pieces.push({ from: done, to: at }, { text })
    done = at
  }
  return [...pieces, { from: done, to }]
}
