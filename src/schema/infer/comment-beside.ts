/** How formats begin a comment that takes the rest of the line. */
const marks: Readonly<Record<string, readonly string[]>> = {
  yaml: ['#'],
  toml: ['#'],
  dotenv: ['#'],
  ini: ['#', ';'],
  properties: ['#', '!'],
  jsonc: ['//'],
  json5: ['//'],
}

/** Longer comments explain more than one key. */
const mostLines = 5

/**
 * What the comment above a line says, as one text: the lines directly above it, if they belong to it alone. Lines that
 * are commented-out settings, or instructions to tools, say nothing of a key.
 */
export function commentAbove(lines: readonly string[], line: number, format: string): string | undefined {
  const own = marks[format]
  if (own === undefined) return undefined
  const found: string[] = []
  for (let at = line - 2; at >= 0; at--) {
    const text = lines[at]?.trim() ?? ''
    const mark = own.find((each) => text.startsWith(each))
    if (mark === undefined) break
    found.unshift(
      text
        .slice(mark.length)
        .replace(/^[#;/!]+/, '')
        .trim(),
    )
    if (found.length > mostLines) return undefined
  }
  const said = found.filter((text) => /\p{L}/u.test(text))
  if (said.length === 0 || said.some(isNoSentence)) return undefined
  return said.join(' ')
}

function isNoSentence(text: string): boolean {
  return /^[\w.-]+\s*[:=]|^\$schema|yaml-language-server|configmanage-ignore|^:schema|^[-=*]{3}/.test(text)
}
