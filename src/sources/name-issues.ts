import type { Issue } from '../errors/issue.ts'
import { count, didYouMean, listOf } from '../text/words.ts'
import { type Path, printPath } from '../values/path.ts'
import { mostLevels, type NamedText } from './text-values.ts'

/** A name that means several keys. */
export function ambiguous(name: string, paths: readonly Path[], separator: string): Issue {
  const words = paths.map((path) => wordsOf(path, separator))
  const message = `${JSON.stringify(name)} could mean ${listOf(paths.map(printPath), 'or')}`
  const hint = new Set(words).size > 1 ? `write ${listOf(words, 'or')} behind the prefix` : 'rename one of the keys'
  return { code: 'SOURCE_AMBIGUOUS', severity: 'error', message, name, hint }
}

/** A variable that names a file which is not there. */
export function absent(name: string, file: string): Issue {
  const message = `there is no ${JSON.stringify(file)}, which ${name} names`
  return { code: 'SOURCE_MISSING', severity: 'error', message, file, name, hint: 'create the file, or correct the variable' }
}

/** An entry of `map` that leads nowhere. */
export function noPath(name: string, text: string): Issue {
  const message = `${JSON.stringify(text)}, given for ${name}, is no path`
  return { code: 'OPTION_INVALID', severity: 'error', message, name, hint: 'write it like server.port' }
}

/** `did you mean "SHOP_DB__PORT"?`: paths as a variable would be called. */
export function namesLike(prefix: string, near: readonly Path[], separator: string): string | undefined {
  return didYouMean(near.map((path) => prefix + wordsOf(path, separator)))
}

function wordsOf(path: Path, separator: string): string {
  return path.map((part) => variableWord(String(part))).join(separator)
}

/** `poolSize` as `POOL_SIZE`. */
function variableWord(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[-.\s]/g, '_')
    .toUpperCase()
}

/** A name that would reach a prototype. */
export function unsafeName({ name, path }: NamedText): Issue {
  const message = `${name} names the key ${printPath(path)}, which could reach a prototype`
  return { code: 'MERGE_UNSAFE_KEY', severity: 'error', message, path, name, hint: 'remove it, or rename the key' }
}

/** The name itself is as long as it is deep, so it is shown by its beginning. */
export function tooDeep({ name, path }: NamedText): Issue {
  const message = `${JSON.stringify(`${name.slice(0, 40)}…`)} names a key nested deeper than ${mostLevels} levels`
  return { code: 'FORMAT_TOO_DEEP', severity: 'error', message, path: path.slice(0, 20), hint: 'shorten the name' }
}

/** Two names for one path, or one for a value and one for something inside it. */
export function collision(first: NamedText, second: NamedText, path: Path): Issue {
  const same = first.path.length === second.path.length
  const message = same
    ? `${first.name} and ${second.name} both set ${printPath(path)}`
    : `${first.name} sets ${printPath(first.path)} and ${second.name} sets ${printPath(second.path)}, one inside the other`
  return { code: 'SOURCE_AMBIGUOUS', severity: 'error', message, path, name: second.name, hint: 'remove one of the two' }
}

/** A number that leaves a gap in a list. */
export function behindEnd(path: Path, name: string | undefined, length: number): Issue {
  const message = `${printPath(path)} is behind the end of the list, which has ${count(length, 'element')}`
  return { code: 'SOURCE_INDEX', severity: 'error', message, path, name, hint: `the next free index is ${length}` }
}
