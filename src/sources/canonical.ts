const marks = /[-_. \t]/g

/** `poolSize`, `pool-size`, `POOL_SIZE`: all `poolsize`. */
export function canonical(name: string): string {
  return name.toLowerCase().replace(marks, '')
}
