import { isList, isMap, Leaf, type Tree, type TreeMap } from './tree.ts'
import type { Writer } from './writer.ts'

type Path = readonly (string | number)[]

/** Writes an INI file: sections by dotted names, quotes where a key needs them. */
export function writeIni(out: Writer, tree: TreeMap): void {
  const noise = (): void => {
    if (out.chance(3)) out.one('\n', '; port = 😀\n', '# [host]\n', ';\n')
  }
  const name = (key: string): string => (/^[\w-]+$/.test(key) && !out.chance(4) ? key : `"${key.replaceAll('"', '\\"')}"`)
  const section = (map: TreeMap, path: readonly string[]): void => {
    const maps: [string, TreeMap][] = []
    for (const [key, item] of Object.entries(map)) {
      if (isMap(item)) maps.push([key, item])
      if (!(item instanceof Leaf)) continue
      noise()
      out.put(name(key), out.random.pick([' = ', '=', ': ', '\t:\t', ' =']))
      out.mark([...path, key], item)
      out.put(out.chance(3) ? `"${item.content}"` : item.content, out.random.pick(['', ' ', ' ; 😀 = 1', '\t# c']), '\n')
    }
    for (const [key, item] of maps) {
      noise()
      out.put('[', [...path, key].map(name).join('.'), ']', out.random.pick(['', '  ', ' ; x']), '\n')
      section(item, [...path, key])
    }
  }
  section(tree, [])
}

/** Writes a flat .env file. */
export function writeDotenv(out: Writer, tree: TreeMap): void {
  for (const [key, item] of Object.entries(tree)) {
    if (!(item instanceof Leaf)) continue
    if (out.chance(3)) out.one('\n', '# PORT=😀\n', '   # x\n', '\t\n')
    out.one('', '', 'export ', '  ')
    out.put(key, out.random.pick(['=', ' = ', '= ']))
    out.mark([key], item)
    const { content } = item
    out.one(
      content,
      `"${content}"`,
      `'${content}'`,
      `\`${content}\``,
      `"${content}\nB=2"`,
      `${content} # 😀`,
      `"${content}" # "x"`,
    )
    out.put('\n')
  }
}

/** Writes a .properties file. */
export function writeProperties(out: Writer, tree: TreeMap): void {
  const leaf = (item: Leaf, name: string, path: Path): void => {
    if (out.chance(3)) out.one('\n', '# port = 😀\n', '! host: x \\\n', '\t\n')
    out.one('', '', '  ', '\t')
    out.put(name, out.random.pick(['=', ' = ', ': ', ' ', '\t', ' \\\n   = \\\n\t', '=\\\n    ']))
    out.mark(path, item)
    out.put(item.content.slice(0, 2), out.chance(3) ? '\\\n  ' : '', item.content.slice(2), '\n')
  }
  const below = (name: string, key: string): string => (name === '' ? '' : `${name}.`) + escapedKey(out, key)
  const walk = (item: Tree, name: string, path: Path): void => {
    if (item instanceof Leaf) leaf(item, name, path)
    else if (isList(item)) for (const [index, one] of item.entries()) walk(one, `${name}[${index}]`, [...path, index])
    else for (const [key, one] of Object.entries(item)) walk(one, below(name, key), [...path, key])
  }
  walk(tree, '', [])
}

function escapedKey(out: Writer, key: string): string {
  return key
    .replace(/[\\.[:=\s#!]/g, (sign) => (sign === '\t' ? '\\t' : `\\${sign}`))
    .replace(/[^ -~]+/g, (chars) => (out.chance(2) ? chars : unicodeEscapes(chars)))
}

const unicodeEscapes = (text: string): string =>
  Array.from({ length: text.length }, (_unit, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`).join('')
