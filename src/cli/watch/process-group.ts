import type { ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** Sends a signal to a program and to all that it has started: the shell between us would not pass it on. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, signal)
  } catch {
    // It ended between our look and the signal.
  }
}

/** Whether anything of it still runs: a shell may end before the program that it has started. */
export function isGroupAlive({ pid, exitCode, signalCode }: ChildProcess): boolean {
  if (pid === undefined) return false
  const hasEnded = exitCode !== null || signalCode !== null
  if (process.platform === 'win32' || !hasEnded) return !hasEnded
  try {
    process.kill(-pid, 0)
  } catch {
    return false
  }
  return process.platform !== 'linux' || hasLiveMember(pid)
}

/** Who has ended counts as a member until somebody asks how; in a container there may be nobody who does. */
function hasLiveMember(group: number): boolean {
  return readdirSync('/proc').some((name) => {
    if (!/^\d+$/.test(name)) return false
    try {
      // `pid (name) state parent group …`; the name may hold anything.
      const [state = '', , itsGroup] = readFileSync(`/proc/${name}/stat`, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      return Number(itsGroup) === group && !'ZX'.includes(state)
    } catch {
      return false // it has ended meanwhile
    }
  })
}
