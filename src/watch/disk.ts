/** The system calls that watching needs: handed in, so that a test can make each of them fail. */
export type WatchedDisk = Pick<
  typeof import('node:fs'),
  'lstatSync' | 'readFileSync' | 'readlinkSync' | 'statSync' | 'statfsSync' | 'watch'
>

/** The real one. */
export function nodeDisk(): WatchedDisk {
  return process.getBuiltinModule('node:fs')
}

/** The system's short word for what went wrong. Repeated here, so that watching loads nothing that only reading needs. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

export type Stats = import('node:fs').BigIntStats
