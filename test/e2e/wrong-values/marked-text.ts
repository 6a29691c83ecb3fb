import { hostsText, type Language } from './templates.ts'

/** What a layer of the example configuration says: values and names of keys by the path they usually have. */
export interface Content {
  readonly values: Readonly<Record<string, string | number>>
  readonly keys: Readonly<Record<string, string>>
}

export interface LineColumn {
  readonly line: number
  readonly column: number
}

/** A text, and where the marked things begin in it: `v:server.port` for a value, `k:server.port` for a key. */
export interface MarkedText {
  readonly text: string
  readonly places: ReadonlyMap<string, LineColumn>
}

/** Fills `⟦v:path⟧` and `⟦k:path⟧` of a template in, and notes where each came to stand. Columns count UTF-16 units. */
export function fillIn({ values, keys }: Content, language: Language): MarkedText {
  const places = new Map<string, LineColumn>()
  let text = ''
  for (const [index, part] of language.template.split(/⟦([^⟧]*)⟧/).entries()) {
    if (index % 2 === 0) {
      text += part
      continue
    }
    const lines = text.split('\n')
    places.set(part, { line: lines.length, column: (lines.at(-1) as string).length + 1 })
    const path = part.slice(2)
    const name = keys[path] ?? path.slice(path.lastIndexOf('.') + 1)
    if (part.startsWith('k:')) text += language.key(language.fullKeys ? path.replace(/[^.]+$/, name) : name)
    else text += language.print(path === 'hosts' ? hostsText(values) : (values[path] as string | number))
  }
  return { text, places }
}

/** A mark, or that of the text it is part of: lists are one text where the language has none. */
export function placeIn(places: ReadonlyMap<string, LineColumn>, mark: string): LineColumn {
  for (let at = mark; at.length > 2; at = at.replace(/(\[\d+\]|\.?[^.[\]:]+)$/, '')) {
    const place = places.get(at)
    if (place !== undefined) return place
  }
  throw new Error(`no mark ${mark}`)
}
