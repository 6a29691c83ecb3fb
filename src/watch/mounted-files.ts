import type { WatchedDisk } from './disk.ts'

/** The list of the kernel of what is mounted where; empty where there is no such list. */
export function mountList(disk: WatchedDisk): string {
  try {
    return disk.readFileSync('/proc/self/mountinfo', 'utf8')
  } catch {
    return '' // not Linux
  }
}

/**
 * Whether something is mounted on a path. A single file that is mounted keeps leading to the same inode: whoever replaces
 * the file outside is not seen inside.
 */
export function isMountPoint(path: string, list: string): boolean {
  const written = path.replaceAll(/[ \t\n\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)
  // Hardly ever there, so the lines are not looked at one by one.
  return list.includes(` ${written} `) && list.split('\n').some((line) => line.split(' ', 5)[4] === written)
}
