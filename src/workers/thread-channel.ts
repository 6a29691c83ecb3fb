import { BroadcastChannel } from 'node:worker_threads'
import type { Channel } from './channel.ts'
import type { Message } from './message.ts'

/** All threads of this process, by the name under which a configuration is shared. */
export function threadChannel(name: string): Channel {
  const channel = new BroadcastChannel(`configmanage:${name}`)
  // It ends with the program, and does not keep it alive.
  channel.unref()
  return {
    post: (message) => channel.postMessage(message),
    listen: (listener) => {
      channel.onmessage = ({ data }: { readonly data: Message }) => listener(data) // only we post there
    },
    close: () => channel.close(),
  }
}
