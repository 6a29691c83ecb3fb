import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'
import { ConfigError } from '../../errors/config-error.ts'
import type { CliContext } from '../context.ts'
import type { FileFlags, FileResult } from './check-file.ts'
import type { Batch, BatchAnswer, HelperAnswer, HelperTask } from './helper-messages.ts'

/** Files that are being checked elsewhere: their places, and what takes their results. */
interface Errand {
  readonly places: readonly number[]
}

export interface HelpersOptions {
  readonly context: CliContext
  readonly flags: FileFlags
  readonly nameAt: (place: number) => string
  readonly take: (place: number, result: FileResult) => void
  /** The code of a helper. Default: `helper.ts`. */
  readonly script?: string | URL | undefined
}

/** One batch to work at and one in the letter box, so that no helper waits for the main thread. */
const mostErrands = 2

/** A helper reads small texts in quick succession: a large nursery for objects would only be memory. */
const memory = { maxYoungGenerationSizeMb: 16 }

/**
 * Threads that check files beside the main one. Whatever becomes of them, no file is lost: a helper that ends
 * before it has answered is an error of the whole run.
 */
export class Helpers {
  readonly #options: HelpersOptions
  readonly #errands = new Map<Worker, Errand[]>()
  #failure: ConfigError | undefined
  #wake: (() => void) | undefined
  #isClosed = false

  constructor(options: HelpersOptions) {
    this.#options = options
  }

  get count(): number {
    return this.#errands.size
  }

  add(): void {
    const { context, flags, script } = this.#options
    const worker = new Worker(script ?? createRequire(import.meta.url).resolve('#cli/helper'), {
      workerData: { cwd: context.cwd, flags } satisfies HelperTask,
      env: { ...context.env },
      resourceLimits: memory,
    })
    this.#errands.set(worker, [])
    worker.on('message', (answer: HelperAnswer) => this.#receive(worker, answer))
    worker.on('error', (error) => this.#fail(ended(error)))
    worker.on('exit', () => this.#fail(ended(undefined)))
  }

  /** Gives files to whoever has room. `next` hands out the places of some, or of none when all are taken. */
  share(next: () => readonly number[]): void {
    for (const [worker, errands] of this.#errands) {
      while (errands.length < mostErrands) {
        const places = next()
        if (places.length === 0) return
        errands.push({ places })
        worker.postMessage(places.map(this.#options.nameAt) satisfies Batch)
      }
    }
  }

  /** Resolves when every errand is answered. @throws ConfigError if one never will be */
  async finish(signal: AbortSignal): Promise<void> {
    const wake = (): void => this.#wake?.()
    signal.addEventListener('abort', wake)
    try {
      while (this.#isWaiting()) {
        signal.throwIfAborted()
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    } finally {
      signal.removeEventListener('abort', wake)
    }
  }

  /** @throws ConfigError if a helper could not do what it was given */
  throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure
  }

  /** Ends all threads, whatever they are at. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#errands.keys()].map((worker) => worker.terminate()))
  }

  #isWaiting(): boolean {
    this.throwIfFailed()
    return [...this.#errands.values()].some((errands) => errands.length > 0)
  }

  #receive(worker: Worker, answer: HelperAnswer): void {
    const errand = this.#errands.get(worker)?.shift()
    if (answer.kind === 'refused') this.#fail(new ConfigError(answer.issues))
    else if (errand === undefined || errand.places.length !== answer.depths.length) this.#fail(ended(undefined))
    else this.#takeAll(errand, answer)
    this.#wake?.()
  }

  #takeAll({ places }: Errand, { depths, issues, suppressing, secrets }: BatchAnswer): void {
    for (const [at, place] of places.entries()) {
      const depth = depths[at] as BatchAnswer['depths'][number]
      const text = suppressing.get(at)
      const spans = secrets.get(at)
      const result = { issues: issues.get(at) ?? [], depth }
      this.#options.take(place, { ...result, ...(text && { suppressing: text }), ...(spans && { secrets: spans }) })
    }
  }

  /** The first failure is the cause of others. A thread that ends because it was closed has not failed. */
  #fail(error: ConfigError): void {
    if (this.#isClosed) return
    this.#failure ??= error
    this.#wake?.()
  }
}

/** What strangers' errors say may quote a value, so only their kind is said. */
function ended(cause: unknown): ConfigError {
  const kind = cause instanceof Error ? ` (${'code' in cause ? String(cause.code) : cause.name})` : ''
  return new ConfigError(
    {
      code: 'INTERNAL',
      severity: 'error',
      message: `a thread that checked files ended before its time${kind}`,
      hint: 'check them with --jobs 1, and please report this',
    },
    { cause },
  )
}
