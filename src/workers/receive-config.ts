import { isMainThread } from 'node:worker_threads'
import { ConfigError } from '../errors/config-error.ts'
import type { Logger } from '../runtime/logger.ts'
import type { Channel } from './channel.ts'
import { ConfigMirror, type MirroredSnapshot } from './config-mirror.ts'
import { type Message, treeOf } from './message.ts'
import { type ProcessEnd, processChannel } from './process-channel.ts'
import { threadChannel } from './thread-channel.ts'

export interface ReceiveOptions {
  /** The name under which it is shared. Default: `config`. */
  readonly name?: string
  /** Give up after this long if nobody shares it. Default: 10 seconds. */
  readonly timeoutMs?: number
  /** Ends the wait. */
  readonly signal?: AbortSignal
  /** Hears of listeners that fail. Default: nobody does. */
  readonly logger?: Logger
}

/**
 * The configuration that another thread, or the parent process, shares with `shareConfig`. Give the type of its shape:
 * `receiveConfig<Shop>()`.
 * @throws ConfigError CONFIG_NOT_SHARED if nobody does
 */
export async function receiveConfig<Shape = unknown>(options: ReceiveOptions = {}): Promise<ConfigMirror<Shape>> {
  const { name = 'config', timeoutMs = 10_000, signal, logger } = options
  const channels = openChannels(name)
  const close = (): void => {
    for (const channel of channels) channel.close()
  }
  let mirror: ConfigMirror<Shape> | undefined
  const first = new Promise<ConfigMirror<Shape>>((resolve) => {
    const heard = (message: Message): void => {
      const snapshot = snapshotIn(message)
      if (snapshot === undefined) return
      mirror?.show(snapshot)
      mirror ??= new ConfigMirror<Shape>(snapshot, close, logger)
      resolve(mirror)
    }
    for (const channel of channels) channel.listen(heard)
  })
  for (const channel of channels) channel.post({ kind: 'hello' })
  try {
    return await firstOf(first, timeoutMs, signal, name)
  } catch (error) {
    close()
    throw error
  }
}

/** The other threads, and in a child process its parent. */
function openChannels(name: string): readonly Channel[] {
  const child: ProcessEnd = process
  const threads = threadChannel(name)
  return isMainThread && child.send !== undefined ? [threads, processChannel(child, name)] : [threads]
}

function snapshotIn(message: Message): MirroredSnapshot<unknown> | undefined {
  if (message.kind !== 'snapshot') return undefined
  const { generation, loadedAt, bytes } = message
  return { generation, loadedAt, value: treeOf(bytes) }
}

function firstOf<T>(first: Promise<T>, timeoutMs: number, signal: AbortSignal | undefined, name: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(notShared(name, timeoutMs))), timeoutMs)
    const aborted = (): void => end(() => reject(signal?.reason))
    signal?.addEventListener('abort', aborted, { once: true })
    if (signal?.aborted) return aborted()
    void first.then((value) => end(() => resolve(value))) // it never rejects
    function end(settle: () => void): void {
      clearTimeout(timer)
      signal?.removeEventListener('abort', aborted)
      settle()
    }
  })
}

function notShared(name: string, timeoutMs: number): ConfigError {
  return new ConfigError({
    code: 'CONFIG_NOT_SHARED',
    severity: 'error',
    message: `nobody shares a configuration named "${name}" within ${timeoutMs} ms`,
    hint: 'call shareConfig(config) in the main thread; for a child process also attach(child)',
  })
}
