import { ConfigError } from '../errors/config-error.ts'
import type { Clock } from './clock.ts'
import { errnoOf, writeFailure } from './file-errors.ts'
import { type FileSystem, nodeFileSystem, nodePath } from './file-system.ts'
import { linkTarget } from './link-target.ts'
import { nodeRuntime, systemNow } from './node-runtime.ts'
import { isAlive, ownIdentity, parseIdentity, printIdentity } from './process-identity.ts'
import { helperName, randomLetters, removeIfAllowed } from './temporary-files.ts'

export interface LockOptions {
  /** The file as people write it, for messages. Default: the path. */
  readonly file?: string | undefined
  /** Give up when the lock is held by others for so long, in milliseconds. Default: 30,000. */
  readonly waitMs?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly clock?: Clock | undefined
  readonly fileSystem?: FileSystem | undefined
}

/** A lock whose owner cannot be asked (another machine, a lock cut short by a crash) counts as left behind after this. */
const foreignLifetimeMs = 30_000
const emptyLifetimeMs = 1_000

/**
 * Runs `work` while no other process that asks for the lock of `path` runs its own. The lock is `.<name>.lock`
 * beside the file; it says who holds it, and is taken over at once when that process is dead.
 * @throws ConfigError FILE_LOCKED when others hold it for too long, FILE_WRITE when it cannot be made
 */
export async function withFileLock<T>(path: string, work: () => T | Promise<T>, options: LockOptions = {}): Promise<T> {
  const fs = options.fileSystem ?? nodeFileSystem()
  const file = options.file ?? path
  const lock = attempt(file, () => helperName(linkTarget(path, fs), 'lock'))
  const token = await acquire(fs, lock, file, options)
  try {
    attempt(file, () => removeOldGuards(fs, lock))
    return await work()
  } finally {
    release(fs, lock, token)
  }
}

async function acquire(fs: FileSystem, lock: string, file: string, options: LockOptions): Promise<string> {
  const clock = options.clock ?? nodeRuntime().clock
  const waitMs = options.waitMs ?? 30_000
  let waited = 0
  for (let pause = 1; ; pause = Math.min(pause * 2, 50)) {
    options.signal?.throwIfAborted()
    const token = attempt(file, () => tryLock(fs, lock))
    if (token !== undefined) return token
    if (waited >= waitMs) throw locked(fs, lock, file, waitMs)
    // Chance keeps many waiters from asking in step.
    const ms = pause * (0.5 + Math.random())
    await clock.sleep(ms, options.signal)
    waited += ms
  }
}

/** Takes the lock if it is free, or left behind by a dead process. The token is the proof of having it. */
function tryLock(fs: FileSystem, lock: string): string | undefined {
  const token = `${printIdentity(ownIdentity())}.${randomLetters()}`
  if (create(fs, lock, token)) return token
  const holder = holderOf(fs, lock)
  if (holder === undefined) return create(fs, lock, token) ? token : undefined
  if (!isLeftBehind(holder)) return undefined
  removeLeftBehind(fs, lock, holder.token)
  return create(fs, lock, token) ? token : undefined
}

/**
 * Of several that see the same dead holder only one may remove its lock, or the second would remove the lock of
 * the first. So the removal has a lock of its own, named after the holder; it may be left behind in its turn.
 */
function removeLeftBehind(fs: FileSystem, lock: string, deadToken: string): void {
  const guard = `${lock}.${deadToken.slice(-8)}`
  const token = tryLock(fs, guard)
  if (token === undefined) return
  try {
    if (holderOf(fs, lock)?.token === deadToken) fs.unlinkSync(lock)
  } finally {
    release(fs, guard, token)
  }
}

/**
 * Guards of processes that died just after the removal. Whoever has the lock may remove them: each is about an
 * earlier holder, whose lock is gone.
 */
function removeOldGuards(fs: FileSystem, lock: string): void {
  const { dirname, basename, join } = nodePath()
  const start = `${basename(lock)}.`
  for (const name of fs.readdirSync(dirname(lock))) {
    if (!name.startsWith(start)) continue
    const guard = join(dirname(lock), name)
    const holder = holderOf(fs, guard)
    if (holder !== undefined && isLeftBehind(holder)) removeIfAllowed(guard, fs)
  }
}

/** A link that points to its owner's name comes into being with its content; a file could be met while empty. */
function create(fs: FileSystem, lock: string, token: string): boolean {
  try {
    fs.symlinkSync(token, lock)
    return true
  } catch (error) {
    const code = errnoOf(error) ?? ''
    if (code === 'EEXIST') return false
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'].includes(code)) throw error
    return createAsFile(fs, lock, token)
  }
}

/** Where links are not allowed: Windows without developer mode, FAT. */
function createAsFile(fs: FileSystem, lock: string, token: string): boolean {
  try {
    const descriptor = fs.openSync(lock, 'wx', 0o600)
    try {
      fs.writeSync(descriptor, token)
      return true
    } catch (error) {
      fs.unlinkSync(lock)
      throw error
    } finally {
      fs.closeSync(descriptor)
    }
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return false
    throw error
  }
}

interface Holder {
  readonly token: string
  readonly ageMs: number
}

function holderOf(fs: FileSystem, lock: string): Holder | undefined {
  try {
    const stats = fs.lstatSync(lock)
    const token = stats.isSymbolicLink() ? fs.readlinkSync(lock) : fs.readFileSync(lock, 'utf8')
    // An empty lock has no owner's name; its own identity serves to recognise it.
    return { token: token === '' ? `empty${stats.ino.toString(36).padStart(8, '0')}` : token, ageMs: systemNow() - stats.mtimeMs }
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined
    throw error
  }
}

function isLeftBehind(holder: Holder): boolean {
  const identity = parseIdentity(holder.token.slice(0, -'.00000000'.length))
  if (identity === undefined) return holder.ageMs > emptyLifetimeMs
  const alive = isAlive(identity)
  return alive === undefined ? holder.ageMs > foreignLifetimeMs : !alive
}

function release(fs: FileSystem, lock: string, token: string): void {
  for (let tries = 0; tries < 3; tries++) {
    try {
      if (holderOf(fs, lock)?.token === token) fs.unlinkSync(lock)
      return
    } catch {
      // What was done is done. If it fails for good, others take the lock over when this process has ended.
    }
  }
}

function attempt<T>(file: string, action: () => T): T {
  try {
    return action()
  } catch (error) {
    throw writeFailure(error, file)
  }
}

function locked(fs: FileSystem, lock: string, file: string, waitMs: number): ConfigError {
  const pid = parseIdentity(holderOf(fs, lock)?.token.slice(0, -9) ?? '')?.pid
  const holder = pid === undefined ? 'another process' : `process ${pid}`
  return new ConfigError({
    code: 'FILE_LOCKED',
    severity: 'error',
    message: `${holder} has been writing this file for more than ${Math.round(waitMs / 1000)} seconds`,
    file,
    hint: `wait for it or stop it; if it has ended on another machine, remove ${JSON.stringify(lock)}`,
  })
}
