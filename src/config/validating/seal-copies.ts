import { type Replacement, replaceValues } from '../../references/replace-values.ts'
import { getAt } from '../../values/get.ts'
import { Secret } from '../../values/secret.ts'
import { secretContents } from '../../values/secret-contents.ts'
import { isList, isMap, type Value } from '../../values/value.ts'
import { walkLeaves } from '../../values/walk.ts'

/** Shorter contents turn up by chance in everything. */
const shortest = 4

/**
 * What a schema made, in which every new value that holds the content of a secret is one as well: a transformation gets
 * contents, and may put them anywhere. Values that stood there before are what they were.
 */
export function sealCopies(made: Value, given: Value): Value {
  const contents = [...new Set(secretContents(given))].filter((content) => content.length >= shortest)
  if (contents.length === 0) return made
  const replacements: Replacement[] = []
  walkLeaves(made, (path, leaf) => {
    if (!holdsOne(leaf, contents) || getAt(given, path) === leaf) return
    replacements.push({ path: [...path], value: new Secret(leaf) as Value }) // a secret holds any value
  })
  return replacements.length === 0 ? made : replaceValues(made, replacements, undefined)
}

function holdsOne(leaf: Value, contents: readonly string[]): boolean {
  if (leaf === null || leaf instanceof Secret || isMap(leaf) || isList(leaf)) return false
  if (typeof leaf === 'string') return contents.some((content) => leaf.includes(content))
  return contents.includes(String(leaf))
}
