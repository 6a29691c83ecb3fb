import { isMap, Leaf, type Tree, type TreeMap } from './tree.ts'
import type { Writer } from './writer.ts'

type Path = readonly (string | number)[]

/** Writes YAML with comments, empty lines, flow in block, anchors, tags and every kind of quotes. */
export function writeYaml(out: Writer, tree: TreeMap): void {
  if (out.chance(4)) out.put('%YAML 1.2\n---\n')
  else out.one('', '', '---\n', '--- # start\n', '---   \n')
  blockMap(out, tree, [], 0)
  if (out.chance(5)) out.put('...\n')
}

function comments(out: Writer, indent: number): void {
  if (!out.chance(3)) return
  out.one('\n', `${' '.repeat(indent)}# port: 😀\n`, '# host: "x\n', '   \n', `\n${' '.repeat(indent + 3)}# - a\n\n`)
}

function lineEnd(out: Writer): void {
  out.one('', '', ' ', '\t', ' # 😀 port: 1', '   # x')
  out.put('\n')
}

function blockMap(out: Writer, map: TreeMap, path: Path, indent: number, first = true): void {
  for (const [key, value] of Object.entries(map)) {
    if (!first || path.length === 0) {
      comments(out, indent)
      out.put(' '.repeat(indent))
    }
    first = false
    out.put(yamlKey(out, key))
    out.one('', '', ' ')
    out.put(':')
    blockValue(out, value, [...path, key], indent, false)
  }
}

function blockValue(out: Writer, value: Tree, path: Path, indent: number, inList: boolean): void {
  if (value instanceof Leaf || out.chance(4)) {
    out.one(' ', ' ', '  ', ' \t')
    if (out.chance(6)) out.put(`&a${out.text.length} `)
    if (value instanceof Leaf) scalar(out, value, path, indent + 1)
    else flow(out, value, path, indent + 1)
    lineEnd(out)
    return
  }
  const deeper = indent + 1 + out.random.below(3)
  if (inList && isMap(value)) {
    // "- key: value": the map begins on the line of the dash.
    out.put(' '.repeat(deeper - indent - 1))
    if (deeper === indent + 1) out.put(' ')
    blockMap(out, value, path, Math.max(deeper, indent + 2))
    return
  }
  if (out.chance(6)) out.put(` &b${out.text.length}`)
  lineEnd(out)
  if (isMap(value)) {
    comments(out, deeper)
    out.put(' '.repeat(deeper))
    blockMap(out, value, path, deeper)
    return
  }
  // Dashes may stand below the first character of their key, but a list in a list goes further in.
  blockList(out, value, path, !inList && out.chance(2) ? indent : deeper)
}

function blockList(out: Writer, list: readonly Tree[], path: Path, indent: number): void {
  list.forEach((item, index) => {
    comments(out, indent)
    out.put(' '.repeat(indent), '-')
    blockValue(out, item, [...path, index], indent, true)
  })
}

function scalar(out: Writer, { content, isNumber }: Leaf, path: Path, indent: number): void {
  const leaf = new Leaf(content, isNumber)
  if (isNumber) {
    if (out.chance(5)) out.put('!!int ')
    out.mark(path, leaf)
    out.put(content)
    return
  }
  if (out.chance(6)) out.put('!!str ')
  if (out.chance(8)) out.put(`\n${' '.repeat(indent)}`)
  out.mark(path, leaf)
  const pad = ' '.repeat(indent)
  out.put(
    ...out.random.pick([
      [content],
      [`"${content}"`],
      [`'${content}'`],
      [`"${content}\\\n${pad}"`],
      [`|-\n${pad}${content}`],
      [`>-\n\n${pad}${content}`.replace('\n\n', '\n')],
    ]),
  )
}

function flow(out: Writer, value: Tree, path: Path, indent: number): void {
  const gap = (): void => out.one('', ' ', '  ', `\n${' '.repeat(indent)}`, ` # 😀 {\n${' '.repeat(indent)}`)
  if (value instanceof Leaf) {
    out.mark(path, value)
    out.put(value.isNumber ? value.content : out.random.pick([value.content, `"${value.content}"`, `'${value.content}'`]))
    return
  }
  const entries = isMap(value) ? Object.entries(value) : value.map((item, index) => [index, item] as const)
  out.put(isMap(value) ? '{' : '[')
  entries.forEach(([key, item], index) => {
    if (index > 0) out.put(',')
    gap()
    if (typeof key === 'string') out.put(JSON.stringify(key), ':', out.random.pick(['', ' ', '  ']))
    flow(out, item, [...path, key], indent)
    gap()
  })
  if (entries.length > 0 && out.chance(3)) out.put(',')
  gap()
  out.put(isMap(value) ? '}' : ']')
}

function yamlKey(out: Writer, key: string): string {
  if (/^[a-zA-Zü😀][\w-]*$/u.test(key) && !/^(true|null|yes|on)$/.test(key) && !out.chance(4)) return key
  return out.chance(2) && !key.includes('\t') ? `'${key.replaceAll("'", "''")}'` : JSON.stringify(key)
}
