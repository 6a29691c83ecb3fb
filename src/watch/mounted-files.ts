import type { WatchedDisk } from './disk.ts'

/**
 * The paths that something is mounted on, as the kernel lists them; empty where there is no such list. A single file that
 * is mounted keeps leading to the same inode: whoever replaces the file outside is not seen inside.
 */
export function mountPoints(disk: WatchedDisk): ReadonlySet<string> {
  try {
    const lines = disk.readFileSync('/proc/self/mountinfo', 'utf8').split('\n')
    return new Set(lines.map((line) => decoded(line.split(' ', 5)[4] ?? '')))
  } catch {
    return new Set() // not Linux
  }
}

/** Spaces and the like are written as octal numbers: `\040`. */
function decoded(path: string): string {
  return path.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
}
