import type { WatchedDisk } from './disk.ts'

/**
 * File systems on which the kernel does not tell of every change, by the number that `statfs` answers on Linux. Others write
 * to a network drive; the layers below an overlay may be changed underneath.
 */
const silentKinds: ReadonlyMap<number, string> = new Map([
  [0x6969, 'NFS'],
  [0x517b, 'SMB'],
  [0xfe534d42, 'SMB'],
  [0xff534d42, 'CIFS'],
  [0x564c, 'NCP'],
  [0x65735546, 'FUSE'],
  [0x01021997, '9P'],
  [0x794c7630, 'overlay'],
  [0x5346414f, 'AFS'],
  [0x6b414653, 'AFS'],
  [0x73757245, 'Coda'],
  [0x00c36400, 'Ceph'],
  [0x01161970, 'GFS2'],
  [0x7461636f, 'OCFS2'],
  [0x0bd00bd0, 'Lustre'],
  [0x47504653, 'GPFS'],
  [0xaad7aaea, 'PanFS'],
  [0x786f4256, 'vboxsf'],
  [0xbacbacbc, 'VMware shared folder'],
])

/** The kind of a file system that cannot be relied on to tell of changes; `undefined` for the others. */
export function silentKindOf(folder: string, disk: WatchedDisk): string | undefined {
  try {
    // Numbers above 2^31 come with a sign on some platforms.
    return silentKinds.get(disk.statfsSync(folder).type >>> 0)
  } catch {
    // Gone again, or a platform without statfs: the slow look remains.
    return undefined
  }
}
