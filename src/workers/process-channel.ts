import type { Channel } from './channel.ts'
import { asText, type Message } from './message.ts'

/** One end of the channel between a process and its child: `process` in the child, what `fork` returned in the parent. */
export interface ProcessEnd {
  readonly connected?: boolean | undefined
  readonly send?: ((message: object, callback: (error: Error | null) => void) => unknown) | undefined
  on(event: 'message' | 'disconnect', listener: (message?: unknown) => void): unknown
  off(event: 'message' | 'disconnect', listener: (message?: unknown) => void): unknown
}

/** Other messages pass through the same channel, so ours carry a name. */
export function processChannel(end: ProcessEnd, name: string): Channel {
  let stop = (): void => undefined
  return {
    post: (message) => {
      // A child that is gone needs nothing any more; its end is told to whoever started it.
      if (end.connected) end.send?.({ configmanage: name, ...withText(message) }, () => undefined)
    },
    listen: (listener) => {
      const heard = (message?: unknown): void => {
        if (isOurs(message, name)) listener(message)
      }
      end.on('message', heard)
      stop = () => void end.off('message', heard)
    },
    close: () => stop(),
  }
}

function withText(message: Message): Message {
  return message.kind !== 'snapshot' || typeof message.bytes === 'string' ? message : { ...message, bytes: asText(message.bytes) }
}

function isOurs(message: unknown, name: string): message is Message {
  return typeof message === 'object' && message !== null && 'configmanage' in message && message.configmanage === name
}
