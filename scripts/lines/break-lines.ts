/** Gives the built files short lines: Node prints the whole line of an error that nobody catches. */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { parseAst } from 'rolldown/parseAst'
import { joined, joinedMap, type Piece, type SourceMap } from './pieces.ts'

/** The parts of a syntax tree that are looked at here. */
interface Node {
  readonly type: string
  readonly start: number
  readonly body?: Node | readonly Node[]
  readonly [field: string]: unknown
}

const lineLength = 160

/** Rewrites the files of dist/ in place, each with its source map. */
export function breakLines(): void {
  for (const file of globSync('dist/**/*.js')) {
    const code = readFileSync(file, 'utf8')
    if (code.startsWith('#!')) continue // the command: small, and its first line must stay first
    const pieces = brokenAt(code, lineLength)
    writeFileSync(file, joined(pieces, code))
    const mapFile = `${file}.map`
    if (!existsSync(mapFile)) continue
    const map = JSON.parse(readFileSync(mapFile, 'utf8')) as SourceMap
    writeFileSync(mapFile, JSON.stringify(joinedMap(pieces, code, map)))
  }
}

/** The code with line breaks before statements and members of classes, so that few lines are longer than `most`. */
export function brokenAt(code: string, most: number): readonly Piece[] {
  const places = [...placesOf(parseAst(code) as unknown as Node), code.length]
  const pieces: Piece[] = []
  let from = 0
  let lineStart = 0
  for (const [index, place] of places.entries()) {
    const newline = code.lastIndexOf('\n', place - 1)
    if (newline >= lineStart) lineStart = newline + 1
    if ((places[index + 1] ?? place) - lineStart <= most || place === lineStart || place === code.length) continue
    pieces.push({ from, to: place }, { text: '\n' })
    from = place
    lineStart = place
  }
  return [...pieces, { from, to: code.length }]
}

/** Where a line may end. */
function placesOf(program: Node): readonly number[] {
  const places = new Set<number>()
  visit(program, (node) => {
    const hasParts = node.type === 'Program' || node.type === 'BlockStatement' || node.type === 'ClassBody'
    if (hasParts && Array.isArray(node.body)) for (const part of node.body as readonly Node[]) places.add(part.start)
  })
  return [...places].sort((left, right) => left - right)
}

function visit(node: Node, look: (node: Node) => void): void {
  look(node)
  for (const child of Object.values(node).flat()) if (isNode(child)) visit(child, look)
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value
}
