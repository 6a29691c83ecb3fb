import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { joined, joinedMap, type Piece, type SourceMap } from './pieces.ts'

/** Puts a built file together anew, and its source map with it. */
export function rewrite(file: string, piecesOf: (code: string) => readonly Piece[]): void {
  const code = readFileSync(file, 'utf8')
  const pieces = piecesOf(code)
  writeFileSync(file, joined(pieces, code))
  const mapFile = `${file}.map`
  if (!existsSync(mapFile)) return
  const map = JSON.parse(readFileSync(mapFile, 'utf8')) as SourceMap
  writeFileSync(mapFile, JSON.stringify(joinedMap(pieces, code, map)))
}
