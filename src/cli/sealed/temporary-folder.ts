import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const start = 'configmanage-edit-'

/**
 * Runs `work` with a folder that only this user can look into, and removes it whatever happens: also when the process is
 * asked to end. What a process that was killed left behind goes with the next call.
 */
export async function withPrivateFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const parent = tmpdir()
  removeLeftBehind(parent)
  const folder = mkdtempSync(join(parent, `${start}${process.pid}-`)) // 0700
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  const undo = onEnd(remove)
  try {
    return await work(folder)
  } finally {
    undo()
    remove()
  }
}

/** An interrupt from the keyboard is meant for the editor, which gets it too; other signals end both. */
function onEnd(remove: () => void): () => void {
  const interrupts = process.listeners('SIGINT')
  const ignore = (): void => undefined
  const endings = (['SIGTERM', 'SIGHUP'] as const).map((signal) => {
    const end = (): void => {
      remove()
      process.exit(signal === 'SIGTERM' ? 143 : 129)
    }
    return { signal, end }
  })
  process.removeAllListeners('SIGINT')
  process.on('SIGINT', ignore)
  process.on('exit', remove)
  for (const { signal, end } of endings) process.on(signal, end)
  return () => {
    process.off('SIGINT', ignore)
    for (const listener of interrupts) process.on('SIGINT', listener)
    process.off('exit', remove)
    for (const { signal, end } of endings) process.off(signal, end)
  }
}

function removeLeftBehind(parent: string): void {
  for (const name of readdirSync(parent)) {
    const pid = name.startsWith(start) ? Number.parseInt(name.slice(start.length), 10) : Number.NaN
    if (Number.isNaN(pid) || isAlive(pid)) continue
    const folder = join(parent, name)
    if (statSync(folder, { throwIfNoEntry: false })?.uid === process.getuid?.()) rmSync(folder, { recursive: true, force: true })
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // Somebody else's process is alive as well.
    return (error as NodeJS.ErrnoException).code === 'EPERM' // what kill throws
  }
}
