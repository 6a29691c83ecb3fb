import { isMainThread } from 'node:worker_threads'
import { checkOptions } from '../errors/check-options.ts'
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

type SnapshotMessage = Extract<Message, { kind: 'snapshot' }>

const hello: Message = { kind: 'hello' }

/** The longest wait of a timer: 24 days. One that is longer would be over at once. */
const longestMs = 2 ** 31 - 1

/**
 * The configuration that another thread, or the parent process, shares with `shareConfig`. Give the type of its shape:
 * `receiveConfig<Shop>()`.
 * @throws ConfigError CONFIG_NOT_SHARED if nobody does, OPTION_INVALID
 */
export async function receiveConfig<Shape = unknown>(options: ReceiveOptions = {}): Promise<ConfigMirror<Shape>> {
  checkOptions(options, ['name', 'timeoutMs', 'signal', 'logger'], 'receiveConfig')
  const { name = 'config', timeoutMs = 10_000, signal, logger } = options
  check(name, timeoutMs, signal)
  const channels = openChannels(name)
  const close = (): void => {
    for (const channel of channels) channel.close()
  }
  let mirror: ConfigMirror<Shape> | undefined
  const first = new Promise<ConfigMirror<Shape>>((resolve) => {
    const heard = (message: Message, channel: Channel): void => {
      if (message.kind === 'shared') channel.post(hello)
      if (message.kind !== 'snapshot') return
      mirror?.show(message.sharedAt, snapshotIn(message))
      mirror ??= new ConfigMirror<Shape>(message.sharedAt, snapshotIn(message), close, logger)
      resolve(mirror)
    }
    for (const channel of channels) channel.listen((message) => heard(message, channel))
  })
  for (const channel of channels) channel.post(hello)
  try {
    return await firstOf(first, timeoutMs, signal, name)
  } catch (error) {
    close()
    throw error
  }
}

/** From JavaScript they may be anything. */
function check(name: unknown, timeoutMs: unknown, signal: unknown): void {
  const wrong = (message: string, hint: string): ConfigError =>
    new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint })
  if (typeof name !== 'string') throw wrong('the name of a shared configuration must be a text', 'leave it out for one')
  if (!(typeof timeoutMs === 'number' && timeoutMs >= 0))
    throw wrong('timeoutMs of receiveConfig must be a positive number', 'write milliseconds, or Infinity')
  if (signal !== undefined && !(signal instanceof AbortSignal))
    throw wrong('signal must be an AbortSignal', 'give the signal of an AbortController')
}

/** The other threads, and in a child process its parent. */
function openChannels(name: string): readonly Channel[] {
  const child: ProcessEnd = process
  const threads = threadChannel(name)
  return isMainThread && child.send !== undefined ? [threads, processChannel(child, name)] : [threads]
}

function snapshotIn({ generation, loadedAt, bytes }: SnapshotMessage): MirroredSnapshot<unknown> {
  return { generation, loadedAt, value: treeOf(bytes) }
}

function firstOf<T>(first: Promise<T>, timeoutMs: number, signal: AbortSignal | undefined, name: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(notShared(name, timeoutMs))), Math.min(timeoutMs, longestMs))
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
