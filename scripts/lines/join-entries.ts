/** Makes an entry and the chunk of all that it needs one file: a second file costs a start-up half a millisecond. */
import { globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { SourceMap } from './pieces.ts'

/** The name of the chunk that becomes an entry. Longer than the entry's own, so that nothing behind it moves. */
export function chunkOf(entry: string): string {
  return `${entry.replaceAll('/', '-')}-entry`
}

/**
 * The chunk of all that an entry needs takes the place of the entry's file, which only passes its names on. Beside the
 * public names it then exports, as letters, what the other files share with it.
 */
export function joinEntries(entries: readonly string[]): void {
  for (const entry of entries) joinEntry(entry)
  for (const file of globSync('dist/**/*.js')) {
    const code = readFileSync(file, 'utf8')
    const pointed = entries.reduce((before, entry) => pointedAt(entry, before, file), code)
    if (pointed !== code) writeFileSync(file, pointed)
  }
}

function joinEntry(entry: string): void {
  const chunkFile = `dist/chunks/${chunkOf(entry)}.js`
  const entryFile = `dist/${entry}.js`
  const map = JSON.parse(readFileSync(`${chunkFile}.map`, 'utf8')) as SourceMap & { readonly sources: readonly string[] }
  const sources = map.sources.map((source) => relative(dirname(entryFile), `dist/chunks/${source}`).replaceAll('\\', '/'))
  writeFileSync(entryFile, joinedCode(readFileSync(chunkFile, 'utf8'), readFileSync(entryFile, 'utf8'), entry))
  writeFileSync(`${entryFile}.map`, JSON.stringify({ ...map, file: `${nameOf(entry)}.js`, sources }))
  for (const file of [chunkFile, `${chunkFile}.map`]) rmSync(file)
}

/** The code of the chunk, which exports what it did and, by their public names, what the entry passes on. */
export function joinedCode(chunk: string, passing: string, entry: string): string {
  const [shared, list = ''] = /export\{([^}]*)\};?\s*\/\/# sourceMappingURL=.*\s*$/.exec(chunk) ?? fail(entry)
  const [, passedOn = ''] = /^export\{([^}]*)\}from["'`][^"'`]*["'`];?\s*$/.exec(passing) ?? fail(entry)
  const locals = new Map(list.split(',').map((item) => namesOf(item)))
  const names = passedOn.split(',').map((item) => {
    const [exported, from] = namesOf(item)
    return `${locals.get(from) ?? fail(entry)} as ${exported}`
  })
  const body = chunk.slice(0, chunk.length - shared.length)
  return `${body}export{${list},${names.join(',')}};\n//# sourceMappingURL=${nameOf(entry)}.js.map`
}

/** `a as b`: what is exported, and what that is on the other side. */
function namesOf(item: string): readonly [string, string] {
  const [inside = '', outside = inside] = item.trim().split(' as ')
  return [outside, inside]
}

function nameOf(entry: string): string {
  return entry.slice(entry.lastIndexOf('/') + 1)
}

function pointedAt(entry: string, code: string, file: string): string {
  const path = relative(dirname(file), `dist/${entry}.js`).replaceAll('\\', '/')
  const specifier = path.startsWith('.') ? path : `./${path}`
  return code.replace(new RegExp(`(["'\`])\\.{1,2}/(?:chunks/)?${chunkOf(entry)}\\.js\\1`, 'g'), (before, quote: string) =>
    `${quote}${specifier}${quote}`.padEnd(before.length),
  )
}

function fail(entry: string): never {
  throw new Error(`cannot join ${entry}: it is not as expected`)
}
