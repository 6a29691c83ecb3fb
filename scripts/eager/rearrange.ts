/** Rewrites the files of dist/ in place, each with its source map. */
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseAst } from 'rolldown/parseAst'
import { arrange } from './arrange.ts'
import { joined, joinedMap, type SourceMap } from './pieces.ts'
import { startFunctions } from './start-functions.ts'

export function rearrange(): void {
  const ran = startFunctions()
  for (const file of globSync('dist/**/*.js')) {
    const code = readFileSync(file, 'utf8')
    if (code.startsWith('#!')) continue // the command: small, and its first line must stay first
    const starts = ran.get(resolve(file))
    const pieces = arrange(code, (start) => starts?.has(start) === true)
    const text = joined(pieces, code)
    parseAst(text) // it throws for what is no program any more
    writeFileSync(file, text)
    const mapFile = `${file}.map`
    if (!existsSync(mapFile)) continue
    const map = JSON.parse(readFileSync(mapFile, 'utf8')) as SourceMap
    writeFileSync(mapFile, JSON.stringify(joinedMap(pieces, code, map)))
  }
}
