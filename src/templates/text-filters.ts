import { amountOf, argumentsOf, textOf } from './filter-arguments.ts'

/** As Jinja2 does it: not before the first line, nor before blank ones, unless that is asked for. */
export function indent(value: unknown, ...args: readonly unknown[]): string {
  const [width, first, blank] = argumentsOf(args, ['width', 'first', 'blank'])
  const before = typeof width === 'string' ? width : ' '.repeat(amountOf(width, 4))
  const [head = '', ...rest] = textOf(value).split('\n')
  const indented = rest.map((line) => (line === '' && blank !== true ? line : before + line))
  return [first === true ? before + head : head, ...indented].join('\n')
}

export function truncate(value: unknown, ...args: readonly unknown[]): string {
  const [length, killWords, end, leeway] = argumentsOf(args, ['length', 'killwords', 'end', 'leeway'])
  const letters = [...textOf(value)]
  const most = amountOf(length, 255)
  const tail = end === undefined ? '...' : textOf(end)
  if (letters.length <= most + amountOf(leeway, 5)) return letters.join('')
  const kept = letters.slice(0, Math.max(0, most - tail.length)).join('')
  const space = kept.lastIndexOf(' ')
  return (killWords === true || space < 0 ? kept : kept.slice(0, space)) + tail
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&#34;', "'": '&#39;' }

/** For HTML and XML. */
export function escaped(value: unknown): string {
  return textOf(value).replace(/[&<>"']/g, (letter) => String(escapes[letter]))
}

/** All of them, or the first `count`. */
export function replace(value: unknown, ...args: readonly unknown[]): string {
  const [before, after, count] = argumentsOf(args, ['old', 'new', 'count'])
  const parts = textOf(value).split(textOf(before))
  const most = count === undefined || count === null ? parts.length : amountOf(count, 0)
  return parts.reduce((text, part, index) => text + textOf(index <= most ? after : before) + part)
}

export function center(value: unknown, ...args: readonly unknown[]): string {
  const text = textOf(value)
  const width = amountOf(argumentsOf(args, ['width'])[0], 80)
  const missing = width - text.length
  if (missing <= 0) return text
  // Python puts the odd space before the text when the width is odd.
  const before = Math.floor(missing / 2) + (missing & width & 1)
  return `${' '.repeat(before)}${text}${' '.repeat(missing - before)}`
}

export function wordwrap(value: unknown, ...args: readonly unknown[]): string {
  const most = Math.max(1, amountOf(argumentsOf(args, ['width'])[0], 79))
  return textOf(value)
    .split('\n')
    .map((line) => wrapped(line, most))
    .join('\n')
}

function wrapped(line: string, most: number): string {
  const lines: string[] = []
  let current = ''
  for (const word of line.split(/ +/)) {
    if (current !== '' && current.length + 1 + word.length <= most) {
      current += ` ${word}`
      continue
    }
    if (current !== '') lines.push(current)
    let rest = word
    for (; rest.length > most; rest = rest.slice(most)) lines.push(rest.slice(0, most))
    current = rest
  }
  return [...lines, current].join('\n')
}
