/** `1 file`, `2 files`. */
export function count(amount: number, noun: string, plural: string = `${noun}s`): string {
  return `${amount} ${amount === 1 ? noun : plural}`
}

/** `a`, `a and b`, `a, b and c`. */
export function listOf(words: readonly string[], joint: 'and' | 'or' = 'and'): string {
  if (words.length < 2) return words[0] ?? ''
  return `${words.slice(0, -1).join(', ')} ${joint} ${words.at(-1)}`
}

/** `did you mean "port" or "host"?`, or `undefined` when there is nothing to suggest. */
export function didYouMean(names: readonly string[]): string | undefined {
  if (names.length === 0) return undefined
  return `did you mean ${listOf(
    names.map((name) => JSON.stringify(name)),
    'or',
  )}?`
}
