import { RE2JS } from 're2js'

/**
 * Whether a pattern of RE2 is found anywhere in a text.
 * @throws what the library says of a pattern that does not compile
 */
export function rulePattern(pattern: string): (text: string) => boolean {
  const expression = RE2JS.compile(pattern)
  return (text) => expression.matcher(text).find()
}
