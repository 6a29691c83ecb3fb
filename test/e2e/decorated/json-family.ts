import { isList, isMap, Leaf, type Tree, type TreeMap } from './tree.ts'
import type { Writer } from './writer.ts'

type Path = readonly (string | number)[]

/** Writes JSON, JSONC or JSON5 the way careless people do. */
export function writeJson(kind: 'json' | 'jsonc' | 'json5', out: Writer, tree: TreeMap): void {
  const gap = (): void => {
    out.one('', ' ', '\n', '\t', '\n\t', '  ')
    if (kind === 'json' || !out.chance(4)) return
    out.one('/* "port": 😀 */', '// { "host": 1, ] }\n', '/**\n * x: y\n */ ', '//\n')
  }
  const key = (text: string): void => {
    if (kind === 'json5' && /^[a-zA-Z]\w*$/.test(text) && out.chance(2)) out.put(text)
    else if (kind === 'json5' && out.chance(2)) out.put(singleQuoted(text))
    else out.put(out.chance(3) ? escaped(text) : JSON.stringify(text))
  }
  const value = (item: Tree, path: Path): void => {
    if (item instanceof Leaf) {
      leaf(item, path)
      return
    }
    const entries = isList(item) ? item.map((one) => ['', one] as const) : Object.entries(item)
    out.put(isMap(item) ? '{' : '[')
    entries.forEach(([name, one], index) => {
      if (index > 0) out.put(',')
      gap()
      if (isMap(item)) {
        key(name)
        gap()
        out.put(':')
        gap()
      }
      value(one, [...path, isMap(item) ? name : index])
      gap()
    })
    if (kind !== 'json' && entries.length > 0 && out.chance(3)) out.put(',')
    gap()
    out.put(isMap(item) ? '}' : ']')
  }
  const leaf = (item: Leaf, path: Path): void => {
    out.mark(path, item)
    if (item.isNumber) out.put(kind === 'json5' && out.chance(3) ? `+${item.content}` : item.content)
    else out.put(kind === 'json5' && out.chance(2) ? `'${item.content}'` : `"${item.content}"`)
  }
  gap()
  value(tree, [])
  gap()
}

const escaped = (text: string): string =>
  `"${Array.from({ length: text.length }, (_unit, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, '0')}`).join('')}"`

const singleQuoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\t', '\\t')}'`
