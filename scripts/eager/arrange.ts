/** Arranges a built file so that V8 starts it sooner, and so that its lines are short. */
import { parseAst } from 'rolldown/parseAst'
import type { Piece } from './pieces.ts'

/** The parts of a syntax tree that are looked at here. */
interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly id?: Node
  readonly body?: Node | readonly Node[]
  readonly [field: string]: unknown
}

interface Insertion {
  readonly at: number
  readonly text: string
}

/** Node prints the whole line of an error that nobody catches. */
const lineLength = 160

/**
 * V8 only skims a function until it is called, and then reads it again. One in parentheses is compiled at once, which
 * is half the work for a function that every start calls. A declaration cannot stand in parentheses: it becomes a
 * variable, at the top of the file, because declarations are there before the first statement runs.
 *
 * @param ran says of the place where a function begins whether it runs at the start
 */
export function arrange(code: string, ran: (start: number) => boolean): readonly Piece[] {
  const program = parseAst(code) as unknown as Node
  const statements = listOf(program.body)
  const insertions: Insertion[] = []
  visit(program, (node, parent) => {
    if (!isEager(node, parent) || !ran(node.start)) return
    insertions.push({ at: node.start, text: '(' }, { at: node.end, text: ')' })
  })

  const imports = statements.filter(({ type }) => type === 'ImportDeclaration')
  const moved = statements.filter(({ type, start }) => type === 'FunctionDeclaration' && ran(start))
  const others = statements.filter((statement) => !imports.includes(statement) && !moved.includes(statement))
  const end = statements.at(-1)?.end ?? 0
  const cut = (from: number, to: number): readonly Piece[] => cutAt(from, to, insertions)
  return withLineBreaks(
    [
      ...imports.flatMap(({ start, end }) => [...cut(start, end), { text: '\n' }]),
      ...moved.flatMap((node) => [...asVariable(node, code, cut), { text: '\n' }]),
      ...others.flatMap(({ start, end }) => cut(start, end)),
      { from: end, to: code.length },
    ],
    code,
    breaksOf(program),
  )
}

function isEager(node: Node, parent: Node | undefined): boolean {
  if (node.type === 'ArrowFunctionExpression') return true
  const isMethod =
    parent?.type === 'MethodDefinition' || (parent?.type === 'Property' && parent.value === node && isShort(parent))
  return node.type === 'FunctionExpression' && !isMethod
}

/** `{ read() {} }`, or a getter. */
function isShort(property: Node): boolean {
  return property.method === true || property.kind !== 'init'
}

/** `function name() {}` as `var name=(function () {});`, which has the same name in stack traces. */
function asVariable(
  { start, end, id }: Node,
  code: string,
  cut: (from: number, to: number) => readonly Piece[],
): readonly Piece[] {
  if (id === undefined) throw new Error(`a declaration without a name: ${code.slice(start, end)}`)
  const name = code.slice(id.start, id.end)
  return [{ text: `var ${name}=(` }, { from: start, to: id.start }, ...cut(id.end, end), { text: ');' }]
}

/** The stretch with what is inserted into it. */
function cutAt(from: number, to: number, insertions: readonly Insertion[]): readonly Piece[] {
  const pieces: Piece[] = []
  let done = from
  // In a stretch that begins or ends with a function, its parentheses belong to the stretch.
  const inside = insertions.filter(({ at }) => at >= from && at <= to).sort((left, right) => left.at - right.at)
  for (const { at, text } of inside) {
    pieces.push({ from: done, to: at }, { text })
    done = at
  }
  return [...pieces, { from: done, to }]
}

/** Where a line may end: before a statement, and before a member of a class. */
function breaksOf(program: Node): readonly number[] {
  const breaks = new Set<number>()
  visit(program, (node) => {
    const hasParts = node.type === 'Program' || node.type === 'BlockStatement' || node.type === 'ClassBody'
    if (hasParts) for (const part of listOf(node.body)) breaks.add(part.start)
  })
  return [...breaks].sort((left, right) => left - right)
}

function withLineBreaks(pieces: readonly Piece[], code: string, breaks: readonly number[]): readonly Piece[] {
  const broken: Piece[] = []
  let column = 0
  const add = (piece: Piece): void => {
    const text = 'text' in piece ? piece.text : code.slice(piece.from, piece.to)
    const newline = text.lastIndexOf('\n')
    column = newline < 0 ? column + text.length : text.length - newline - 1
    broken.push(piece)
  }
  for (const piece of pieces) {
    if ('text' in piece) {
      add(piece)
      continue
    }
    let { from } = piece
    const inside = [...breaks.filter((place) => place >= piece.from && place < piece.to), piece.to]
    for (const [index, place] of inside.entries()) {
      const next = inside[index + 1] ?? place
      if (column + (place - from) + (next - place) <= lineLength && next > place) continue
      if (place > from) add({ from, to: place })
      from = place
      if (place < piece.to && column > 0) add({ text: '\n' })
    }
  }
  return broken
}

function listOf(body: Node['body']): readonly Node[] {
  return Array.isArray(body) ? (body as readonly Node[]) : []
}

function visit(node: Node, look: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  look(node, parent)
  for (const child of Object.values(node).flat()) if (isNode(child)) visit(child, look, node)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}
