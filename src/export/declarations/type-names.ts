/** Names for declared types, each given once. */
export class TypeNames {
  /** What the declarations import must not be declared again. */
  readonly #taken = new Set<string>(['Secret', 'DateTime'])

  /** A name that is still free, as near to the wanted one as can be. */
  take(wanted: string): string {
    let name = wanted
    for (let number = 2; this.#taken.has(name); number++) name = `${wanted}${number}`
    this.#taken.add(name)
    return name
  }
}

/** `pool-size`, `pool_size`, `poolSize`: `PoolSize`. What holds no letter becomes `Part`. */
export function pascalCase(text: string): string {
  const words = text.split(/[^\p{L}\p{N}]+/u).filter((part) => part !== '')
  const joined = words.map((part) => (part[0] as string).toUpperCase() + part.slice(1)).join('')
  if (joined === '') return 'Part'
  return /^\p{L}/u.test(joined) ? joined : `Part${joined}`
}

/** True for a text that may stand in code as a name of its own. */
export function isTypeName(text: string): boolean {
  return /^[A-Z_$][\w$]{0,100}$/.test(text)
}
