import type { Paint } from '../../text/color.ts'

/** Lines around a difference that are shown. */
const around = 3

/**
 * The lines that differ, as in a patch: the stretch between what both texts begin and end with. Rendered files mostly
 * differ in one place, and then no smaller answer exists.
 */
export function lineDiff(file: string, before: string, after: string, paint: Paint): string {
  const old = linesOf(before)
  const now = linesOf(after)
  const same = commonLength(old, now)
  const tail = commonLength(old.slice(same).reverse(), now.slice(same).reverse())
  const first = Math.max(0, same - around)
  const removed = old.slice(same, old.length - tail)
  const added = now.slice(same, now.length - tail)
  const behind = old.slice(old.length - tail, old.length - tail + around)
  const context = same - first + behind.length
  const lines = [
    `--- ${file}`,
    `+++ ${file} (rendered)`,
    `@@ -${first + 1},${removed.length + context} +${first + 1},${added.length + context} @@`,
    ...old.slice(first, same).map((line) => ` ${line}`),
    ...removed.map((line) => paint.error(`-${line}`)),
    ...added.map((line) => paint.good(`+${line}`)),
    ...behind.map((line) => ` ${line}`),
  ]
  return `${lines.join('\n')}\n`
}

function linesOf(text: string): readonly string[] {
  return text === '' ? [] : text.replace(/\n$/, '').split('\n')
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length++
  return length
}
