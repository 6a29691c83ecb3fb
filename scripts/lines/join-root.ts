/** Makes the root entry one file: importing a second one costs a start-up more than the rest of the import. */
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { SourceMap } from './pieces.ts'

/** The name of the chunk that becomes the root entry. Longer than its new name, so that nothing behind it moves. */
export const rootChunk = 'root-entry'

const chunkFile = `dist/chunks/${rootChunk}.js`
const entryFile = 'dist/index.js'

/**
 * The chunk of all that the root entry needs takes the place of `index.js`, which only passes its names on. Beside the
 * public names it then exports, as letters, what the other files share with it.
 */
export function joinRoot(): void {
  const entry = joinedCode(readFileSync(chunkFile, 'utf8'), readFileSync(entryFile, 'utf8'))
  const map = JSON.parse(readFileSync(`${chunkFile}.map`, 'utf8')) as SourceMap & { readonly sources: readonly string[] }
  const sources = map.sources.map((source) => source.replace(/^\.\.\//, ''))
  for (const file of [chunkFile, `${chunkFile}.map`]) rmSync(file)
  for (const file of globSync('dist/**/*.js')) {
    const code = readFileSync(file, 'utf8')
    const pointed = pointedAt(code, file)
    if (pointed !== code) writeFileSync(file, pointed)
  }
  writeFileSync(entryFile, entry)
  writeFileSync(`${entryFile}.map`, JSON.stringify({ ...map, file: 'index.js', sources }))
}

/** The code of the chunk, which exports what it did and, by their public names, what the entry passes on. */
export function joinedCode(chunk: string, entry: string): string {
  const [shared, list = ''] = /export\{([^}]*)\};?\s*\/\/# sourceMappingURL=.*\s*$/.exec(chunk) ?? fail('the root chunk')
  const [, passedOn = ''] = /^export\{([^}]*)\}from["'`][^"'`]*["'`];?\s*$/.exec(entry) ?? fail('the root entry')
  const locals = new Map(list.split(',').map((item) => namesOf(item)))
  const names = passedOn.split(',').map((item) => {
    const [exported, from] = namesOf(item)
    return `${locals.get(from) ?? fail(from)} as ${exported}`
  })
  const body = chunk.slice(0, chunk.length - shared.length)
  if (/^import[^(]/m.test(body)) fail('the root chunk, which imports something,')
  return `${body}export{${list},${names.join(',')}};\n//# sourceMappingURL=index.js.map`
}

/** `a as b`: what is exported, and what that is on the other side. */
function namesOf(item: string): readonly [string, string] {
  const [inside = '', outside = inside] = item.trim().split(' as ')
  return [outside, inside]
}

function pointedAt(code: string, file: string): string {
  const path = relative(dirname(file), entryFile).replaceAll('\\', '/')
  const specifier = path.startsWith('.') ? path : `./${path}`
  return code.replace(new RegExp(`(["'\`])\\.{1,2}/(?:chunks/)?${rootChunk}\\.js\\1`, 'g'), (before, quote: string) =>
    `${quote}${specifier}${quote}`.padEnd(before.length),
  )
}

function fail(what: string): never {
  throw new Error(`cannot join the root entry: ${what} is not as expected`)
}
