const start = 'Written from the schema by: configmanage '

/** The first line of a file of declarations. By it the file can be found and written again. */
export function typesHeading(command: string): string {
  return `${start}${command}`
}

/** The type that a file of declarations is about; `undefined` for a file that was not written by `types`. */
export function typeNameIn(text: string): { readonly name: string | undefined } | undefined {
  const found = /^\/\/ Written from the schema by: configmanage types(?: --name ([\w$]+))?\r?\n/.exec(text)
  return found === null ? undefined : { name: found[1] }
}
