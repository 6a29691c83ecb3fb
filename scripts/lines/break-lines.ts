/** Gives the built files short lines: Node prints the whole line of an error that nobody catches. */
import { globSync, readFileSync } from 'node:fs'
import type { Piece } from './pieces.ts'
import { rewrite } from './rewrite.ts'
import { visitSyntax } from './syntax.ts'

const lineLength = 160

/** Rewrites the files of dist/ in place, each with its source map. */
export function breakLines(): void {
  for (const file of globSync('dist/**/*.js')) {
    if (readFileSync(file, 'utf8').startsWith('#!')) continue // the command: small, and its first line must stay first
    rewrite(file, (code) => brokenAt(code, lineLength))
  }
}

/** The code with line breaks before statements and members of classes, so that few lines are longer than `most`. */
export function brokenAt(code: string, most: number): readonly Piece[] {
  const places = [...placesOf(code), code.length]
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
function placesOf(code: string): readonly number[] {
  const places = new Set<number>()
  visitSyntax(code, (node) => {
    const hasParts = node.type === 'Program' || node.type === 'BlockStatement' || node.type === 'ClassBody'
    if (hasParts && Array.isArray(node.body)) for (const part of node.body) places.add(part.start)
  })
  return [...places].sort((left, right) => left - right)
}
