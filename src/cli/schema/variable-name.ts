/** True for what the name of a variable may begin with. */
export function isLegalName(text: string): boolean {
  return /^(?:[A-Za-z_][A-Za-z0-9_]*)?$/.test(text)
}
