/** `poolSize`, `pool-size`, `POOL_SIZE`: all `poolsize`. */
export function canonical(name: string): string {
  let word = name.toLowerCase()
  for (const mark of marks) word = word.replaceAll(mark, '')
  return word
}

const marks = ['_', '-', '.', ' ', '\t']
