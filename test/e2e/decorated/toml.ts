import { isList, isMap, Leaf, type Tree, type TreeMap } from './tree.ts'
import type { Writer } from './writer.ts'

type Path = readonly (string | number)[]

/** Writes TOML 1.0 with dotted keys, inline tables, tables, arrays of tables and comments that look like keys. */
export function writeToml(out: Writer, tree: TreeMap): void {
  table(out, tree, [], [])
}

const keyOf = (out: Writer, key: string): string => {
  if (/^[\w-]+$/.test(key) && !out.chance(4)) return key
  return out.chance(2) && !/['\t]/.test(key) ? `'${key}'` : JSON.stringify(key)
}
const dotted = (out: Writer, keys: readonly string[]): string =>
  keys.map((key) => keyOf(out, key)).join(out.random.pick(['.', ' . ', '.']))

function comment(out: Writer): void {
  if (out.chance(3)) out.one('\n', '# port = 😀\n', '\t# [host]\n', '#\n', '  \n')
}

function lineEnd(out: Writer): void {
  out.one('', '', ' ', '\t# 😀 = "x', ' # c')
  out.put('\n')
}

/** `header` names the table for people, `path` where it is in the tree. */
function table(out: Writer, map: TreeMap, header: readonly string[], path: Path): void {
  const later: (() => void)[] = []
  for (const [key, value] of Object.entries(map)) {
    const dice = out.random.below(4)
    if (isMap(value) && dice < 2) later.push(() => tableBelow(out, value, [...header, key], [...path, key]))
    else if (isList(value) && value.length > 0 && value.every(isMap) && dice < 2)
      later.push(() => arrayOfTables(out, value, [...header, key], [...path, key]))
    else if (isMap(value) && dice === 2) dottedKeys(out, value, [key], [...path, key])
    else assignment(out, [key], value, [...path, key])
  }
  for (const write of later) write()
}

function tableBelow(out: Writer, map: TreeMap, header: readonly string[], path: Path): void {
  comment(out)
  out.one('', '', '  ')
  out.put('[', dotted(out, header), ']')
  lineEnd(out)
  table(out, map, header, path)
}

function arrayOfTables(out: Writer, list: readonly TreeMap[], header: readonly string[], path: Path): void {
  list.forEach((item, index) => {
    comment(out)
    out.put('[[', dotted(out, header), ']]')
    lineEnd(out)
    table(out, item, header, [...path, index])
  })
}

function dottedKeys(out: Writer, map: TreeMap, keys: readonly string[], path: Path): void {
  for (const [key, value] of Object.entries(map)) {
    if (isMap(value) && out.chance(2)) dottedKeys(out, value, [...keys, key], [...path, key])
    else assignment(out, [...keys, key], value, [...path, key])
  }
}

function assignment(out: Writer, keys: readonly string[], value: Tree, path: Path): void {
  comment(out)
  out.one('', '', '\t', '  ')
  out.put(dotted(out, keys), out.random.pick([' = ', '=', '\t=\t', '   =']))
  inline(out, value, path, false)
  lineEnd(out)
}

function inline(out: Writer, value: Tree, path: Path, oneLine: boolean): void {
  if (value instanceof Leaf) scalar(out, value, path, oneLine)
  else if (isMap(value)) inlineTable(out, value, path)
  else inlineList(out, value, path, oneLine)
}

function scalar(out: Writer, leaf: Leaf, path: Path, oneLine: boolean): void {
  out.mark(path, leaf)
  const { content, isNumber } = leaf
  const several = oneLine ? [] : [`"""\n${content}"""`, `'''\n${content}'''`, `"""\\\n   ${content}"""`]
  if (isNumber) out.one(content, `+${content}`, `${content.slice(0, 1)}_${content.slice(1)}`)
  else out.one(`"${content}"`, `'${content}'`, `"""${content}"""`, ...several)
}

function inlineTable(out: Writer, map: TreeMap, path: Path): void {
  out.put('{ ')
  Object.entries(map).forEach(([key, item], index) => {
    if (index > 0) out.one(', ', ',', ' , ')
    out.put(keyOf(out, key), out.random.pick([' = ', '=']))
    inline(out, item, [...path, key], true)
  })
  out.put(' }')
}

function inlineList(out: Writer, list: readonly Tree[], path: Path, oneLine: boolean): void {
  const gap = (): void => (oneLine ? out.one('', ' ') : out.one('', ' ', '\n', '\n\t', ' # [😀 = 1\n  '))
  out.put('[')
  list.forEach((item, index) => {
    gap()
    inline(out, item, [...path, index], oneLine)
    gap()
    if (index < list.length - 1 || out.chance(2)) out.put(',')
  })
  gap()
  out.put(']')
}
