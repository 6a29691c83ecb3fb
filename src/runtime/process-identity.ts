import { errnoOf } from './file-errors.ts'
import { type FileSystem, nodeFileSystem } from './file-system.ts'

/** What identifies a process among all that may share a folder: written into locks and names of temporary files. */
export interface ProcessIdentity {
  readonly pid: number
  /** When the process started, in the system's own count; `0` where the system does not tell. A pid alone is reused. */
  readonly startedAt: string
  /** The machine, its boot and its pid namespace: a pid of another container says nothing here. */
  readonly place: string
}

let own: ProcessIdentity | undefined

/** This process. */
export function ownIdentity(): ProcessIdentity {
  own ??= { pid: process.pid, startedAt: statusOf(process.pid)?.startedAt ?? '0', place: placeOfThisMachine() }
  return own
}

/** `1234.8f3a1.k3x9q2`: letters, digits and dots only, fit for a file name. */
export function printIdentity(identity: ProcessIdentity): string {
  return `${identity.pid}.${identity.startedAt}.${identity.place}`
}

export function parseIdentity(text: string): ProcessIdentity | undefined {
  const match = /^(\d{1,10})\.([0-9a-z]+)\.([0-9a-z]+)$/.exec(text)
  if (!match) return undefined
  const [, pid, startedAt, place] = match as unknown as readonly [string, string, string, string]
  return { pid: Number(pid), startedAt, place }
}

/** Whether a process lives; `undefined` when it belongs to another machine or container, so that nobody here can know. */
export function isAlive(identity: ProcessIdentity): boolean | undefined {
  const self = ownIdentity()
  if (identity.place !== self.place) return undefined
  if (identity.pid === self.pid) return identity.startedAt === self.startedAt
  if (!respondsToSignal(identity.pid)) return false
  const status = statusOf(identity.pid)
  if (status === undefined || identity.startedAt === '0') return true
  return status.startedAt === identity.startedAt && !status.ended
}

function respondsToSignal(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it lives, under another user.
    return errnoOf(error) === 'EPERM'
  }
}

/** From /proc/<pid>/stat (proc_pid_stat(5)), whose second field, a name in brackets, may hold spaces. */
function statusOf(pid: number): { readonly startedAt: string; readonly ended: boolean } | undefined {
  const text = readText(nodeFileSystem(), `/proc/${pid}/stat`)
  if (text === undefined) return undefined
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  // Z: killed, but its parent has not asked for its exit code yet.
  return { startedAt: Number(fields[19]).toString(36), ended: fields[0] === 'Z' || fields[0] === 'X' }
}

function placeOfThisMachine(): string {
  const fs = nodeFileSystem()
  const boot = readText(fs, '/proc/sys/kernel/random/boot_id') ?? ''
  const host = process.getBuiltinModule('node:os').hostname()
  return shortHash(`${host} ${boot} ${pidNamespace(fs)}`)
}

function pidNamespace(fs: FileSystem): string {
  try {
    return fs.readlinkSync('/proc/self/ns/pid')
  } catch {
    return '' // Not Linux: one namespace.
  }
}

function readText(fs: FileSystem, path: string): string | undefined {
  try {
    return fs.readFileSync(path, 'utf8')
  } catch {
    return undefined // Not Linux, or the process has just ended.
  }
}

/** FNV-1a, 32 bits: tells machines apart, nothing more. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0
  return hash.toString(36)
}
