/** True for a path that is a pattern: `*`, `?`, `[...]`, `{a,b}`. `[[]` is a literal `[`. */
export function isPattern(path: string): boolean {
  if (path.includes('*') || path.includes('?') || path.includes('[')) return true
  return path.includes('{') && /\{[^{}]*,[^{}]*\}/.test(path)
}
