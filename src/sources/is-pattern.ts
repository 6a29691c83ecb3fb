/** True for a path that is a pattern: `*`, `?`, `[...]`, `{a,b}`. `[[]` is a literal `[`. */
export function isPattern(path: string): boolean {
  return /[*?[]|\{[^{}]*,[^{}]*\}/.test(path)
}
