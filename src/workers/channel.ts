import type { Message } from './message.ts'

/** A way to the others. */
export interface Channel {
  post(message: Message): void
  /** One listener. */
  listen(listener: (message: Message) => void): void
  close(): void
}
