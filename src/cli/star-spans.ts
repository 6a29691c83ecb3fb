import type { Span } from '../text/position.ts'

/** A text with spans of it starred out. One without an end is the whole of its file: a value that was mounted. */
export function starSpans(text: string, spans: readonly Span[]): string {
  let shown = ''
  let done = 0
  for (const { start, end } of spans.toSorted((a, b) => a.start.offset - b.start.offset)) {
    const from = Math.max(done, start.offset)
    const to = Math.max(from, start.offset === end.offset ? text.length : end.offset)
    shown += text.slice(done, from) + text.slice(from, to).replace(/[^\r\n]/g, '*')
    done = to
  }
  return shown + text.slice(done)
}

/** A text with each of these contents starred out, longer ones first. */
export function starTexts(text: string, contents: readonly string[]): string {
  let shown = text
  for (const content of contents.filter((each) => each !== '').sort((a, b) => b.length - a.length)) {
    shown = shown.replaceAll(content, content.replace(/[^\r\n]/g, '*'))
  }
  return shown
}
