/** The system calls that watching needs: handed in, so that a test can make each of them fail. */
export type WatchedDisk = Pick<
  typeof import('node:fs'),
  'lstatSync' | 'readFileSync' | 'readlinkSync' | 'statSync' | 'statfsSync' | 'watch'
>

/** The real one. */
export function nodeDisk(): WatchedDisk {
  return process.getBuiltinModule('node:fs')
}

export type Stats = import('node:fs').BigIntStats
