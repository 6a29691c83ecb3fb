/** A long option. Without a value it was given alone. */
export interface Argument {
  /** Without the two dashes. */
  readonly name: string
  readonly value: string | undefined
}

const booleanWord = /^(true|false|yes|no|on|off|1|0)$/i

/**
 * The long options among arguments. What stands behind an option is its value, also a negative number, unless it
 * is an option itself; `isSwitch` names those that take no other value than a word for true or false.
 */
export function splitArguments(list: readonly string[], isSwitch: (name: string) => boolean): readonly Argument[] {
  const found: Argument[] = []
  for (let index = 0; index < list.length; index++) {
    const text = list[index] as string
    if (text === '--') break
    if (!text.startsWith('--') || text.startsWith('---')) continue

    const equals = text.indexOf('=')
    if (equals >= 0) {
      found.push({ name: text.slice(2, equals), value: text.slice(equals + 1) })
      continue
    }
    const name = text.slice(2)
    const next = list[index + 1]
    const takesNext = next !== undefined && isValue(next) && !isNegation(name) && (!isSwitch(name) || booleanWord.test(next))
    found.push({ name, value: takesNext ? next : undefined })
    if (takesNext) index++
  }
  return found
}

/** `-5` is a value, `-v` is a short option. `-` alone stands for standard input. */
function isValue(text: string): boolean {
  return !text.startsWith('-') || text === '-' || /^-\.?\d/.test(text)
}

function isNegation(name: string): boolean {
  return /^(.*\.)?no-[^.]+$/.test(name)
}
