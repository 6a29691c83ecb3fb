import type { Config } from '../config/config.ts'
import { isMapOf } from '../config/option-shapes.ts'
import { checkOptions } from '../errors/check-options.ts'
import { ConfigError } from '../errors/config-error.ts'
import type { Value } from '../values/value.ts'
import type { Channel } from './channel.ts'
import { bytesOf, type Message } from './message.ts'
import { type ProcessEnd, processChannel } from './process-channel.ts'
import { threadChannel } from './thread-channel.ts'

export interface ShareOptions {
  /** What the readers ask for, if there are several configurations. Default: `config`. */
  readonly name?: string
}

/** A configuration that other threads and processes can read. */
export interface SharedConfig extends Disposable {
  /**
   * Shares it with a child process too: what `fork()` returned, or `worker.process` of `node:cluster`. Threads need no such call.
   * Secrets go along, as contents, through the channel between the two processes.
   * @throws ConfigError OPTION_INVALID
   */
  attach(child: ProcessEnd): Disposable
  /** Ends sharing. The readers keep what they have. */
  close(): void
}

/**
 * Lets other threads of this process read a configuration, by `receiveConfig` there: each generation is serialised once, and
 * replaces the one before in each reader at once.
 * @throws ConfigError OPTION_INVALID
 */
export function shareConfig<Shape>(config: Config<Shape>, options: ShareOptions = {}): SharedConfig {
  // From JavaScript they may be anything.
  if (!isMapOf(config, { on: isFunction })) throw wrong('shareConfig needs a configuration', 'give what createConfig() returned')
  checkOptions(options, ['name'], 'shareConfig')
  const { name = 'config' } = options
  if (typeof name !== 'string') throw wrong('the name of a shared configuration must be a text', 'leave it out for one')
  let shared: { readonly generation: number; readonly message: Message } | undefined
  const sharedAt = performance.timeOrigin + performance.now()
  const current = (): Message => {
    // All of it, lazy parts too: the readers have no way to load them.
    const { value } = config
    const { generation, loadedAt } = config.current
    if (shared?.generation !== generation) {
      // What a configuration holds are values.
      const bytes = bytesOf(value as Value)
      shared = { generation, message: { kind: 'snapshot', sharedAt, generation, loadedAt, bytes } }
    }
    return shared.message
  }
  // What cannot be loaded is refused here, not when a reader asks.
  void config.value
  const channels = new Set<Channel>()
  const open = (channel: Channel): Disposable => {
    channels.add(channel)
    channel.listen((message) => {
      if (message.kind === 'hello') channel.post(current())
    })
    // The configuration itself is only made ready when somebody wants it.
    channel.post({ kind: 'shared' })
    return {
      [Symbol.dispose]: () => {
        channels.delete(channel)
        channel.close()
      },
    }
  }
  const listening = config.on('changed', () => {
    for (const channel of channels) channel.post(current())
  })
  const close = (): void => {
    listening[Symbol.dispose]()
    for (const channel of channels) channel.close()
    channels.clear()
  }
  const attach = (child: ProcessEnd): Disposable => {
    if (!isMapOf(child, { on: isFunction, send: isFunction }))
      throw wrong('attach needs a child process with a channel', 'give what fork() returned, or worker.process of node:cluster')
    const opened = open(processChannel(child, name))
    const end = (): void => {
      child.off('disconnect', end)
      opened[Symbol.dispose]()
    }
    child.on('disconnect', end)
    return { [Symbol.dispose]: end }
  }
  open(threadChannel(name))
  return { attach, close, [Symbol.dispose]: close }
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

function wrong(message: string, hint: string): ConfigError {
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint })
}
