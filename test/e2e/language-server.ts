import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'

interface Message {
  readonly id?: number
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
}

/** An editor's side of the Language Server Protocol, over standard input and output. */
export class LanguageServer implements Disposable {
  readonly #child: ChildProcessWithoutNullStreams
  readonly #answers = new Map<number, (result: unknown) => void>()
  readonly #notices: Message[] = []
  #listeners: ((message: Message) => void)[] = []
  #buffer = Buffer.alloc(0)
  #last = 0

  constructor(script: string, cwd: string) {
    this.#child = spawn(process.execPath, [script, '--stdio'], { cwd })
    this.#child.stdout.on('data', (chunk: Buffer) => this.#read(chunk))
  }

  request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#last
    this.#send({ id, method, params })
    return new Promise((answer) => this.#answers.set(id, answer))
  }

  notify(method: string, params: unknown): void {
    this.#send({ method, params })
  }

  /** The first notice that fits, be it past or to come. */
  notice<T>(method: string, fits: (params: T) => boolean): Promise<T> {
    return new Promise((answer) => {
      const look = (message: Message): void => {
        // The protocol says what the parameters of a method are.
        if (message.method === method && fits(message.params as T)) answer(message.params as T)
      }
      for (const message of this.#notices) look(message)
      this.#listeners.push(look)
    })
  }

  [Symbol.dispose](): void {
    this.#child.kill()
  }

  #send(message: object): void {
    const text = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`)
  }

  #read(chunk: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, chunk])
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n')
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.subarray(0, Math.max(end, 0)).toString())?.[1])
      if (end < 0 || this.#buffer.length < end + 4 + length) return
      const message = JSON.parse(this.#buffer.subarray(end + 4, end + 4 + length).toString()) as Message
      this.#buffer = this.#buffer.subarray(end + 4 + length)
      this.#take(message)
    }
  }

  #take(message: Message): void {
    if (message.method === undefined) {
      if (message.id !== undefined) this.#answers.get(message.id)?.(message.result)
      return
    }
    // The server asks for settings and the like; the answers are all "nothing special".
    if (message.id !== undefined)
      this.#send({ id: message.id, result: message.method === 'workspace/configuration' ? [{}, {}, {}, {}, {}] : null })
    this.#notices.push(message)
    for (const listener of this.#listeners) listener(message)
  }
}
