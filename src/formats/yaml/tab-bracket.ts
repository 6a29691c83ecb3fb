/** What stands between an indicator and the bracket or brace of its value, if there is a tab in it. */
export interface TabbedBracket {
  readonly from: number
  readonly opening: number
}

/**
 * Finds what YAML allows and the parser takes for an indentation: `ports:⇥[80]`. It is told from the line alone, so it
 * may lie in a text or a comment: whoever uses the answer compares it with what is read.
 */
export function tabbedBrackets(text: string): readonly TabbedBracket[] {
  if (!text.includes('\t')) return []
  // An anchor and a tag may stand there too.
  const gaps = [...text.matchAll(/(?<=[-?:])[ \t]+(?:[&!]\S*[ \t]+){0,2}(?=[[{])/g)]
  return gaps
    .filter(({ 0: gap }) => gap.includes('\t'))
    .map(({ index, 0: gap }) => ({ from: index, opening: index + gap.length }))
}

/** The text for the parser: as long as the original, with blanks for the tabs in front of these brackets. */
export function withoutTabs(text: string, brackets: readonly TabbedBracket[]): string {
  const parts: string[] = []
  let at = 0
  for (const { from, opening } of brackets) {
    parts.push(text.slice(at, from), text.slice(from, opening).replaceAll('\t', ' '))
    at = opening
  }
  return parts.join('') + text.slice(at)
}
