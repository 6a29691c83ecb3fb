/** The system calls that reading and writing files need: handed in, so that a test can make each of them fail. */
export type FileSystem = Pick<
  typeof import('node:fs'),
  | 'closeSync'
  | 'fchmodSync'
  | 'fchownSync'
  | 'fstatSync'
  | 'fsyncSync'
  | 'lstatSync'
  | 'openSync'
  | 'readdirSync'
  | 'readFileSync'
  | 'readlinkSync'
  | 'readSync'
  | 'realpathSync'
  | 'renameSync'
  | 'statSync'
  | 'symlinkSync'
  | 'unlinkSync'
  | 'writeSync'
  | 'constants'
>

/** The real one. Not an `import` of `node:fs`: that makes a module of all its names first, which costs 1 to 2 ms. */
export function nodeFileSystem(): FileSystem {
  return process.getBuiltinModule('node:fs')
}

/** Paths as the platform writes them. */
export function nodePath(): typeof import('node:path') {
  return process.getBuiltinModule('node:path')
}
