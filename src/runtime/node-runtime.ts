import type { Clock } from './clock.ts'
import { silentLogger } from './logger.ts'
import type { Runtime } from './runtime.ts'

/** The real world, of which any part can be replaced. The only place that touches the process. */
export function nodeRuntime(parts: Partial<Runtime> = {}): Runtime {
  return {
    env: parts.env ?? process.env,
    cwd: parts.cwd ?? process.cwd(),
    args: parts.args ?? process.argv.slice(2),
    stdin: parts.stdin ?? readStandardInput,
    clock: parts.clock ?? systemClock,
    logger: parts.logger ?? silentLogger,
  }
}

async function readStandardInput(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks)
}

/** The machine's own time, for what can only be compared with it: time stamps of files. */
export function systemNow(): number {
  return Date.now()
}

/** The time of the machine. */
export const systemClock: Clock = {
  now: systemNow,
  sleep: (ms, signal, options) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(signal.reason)
      const timer = setTimeout(done, ms)
      if (options?.background) timer.unref()
      signal?.addEventListener('abort', stopped, { once: true })
      function done(): void {
        signal?.removeEventListener('abort', stopped)
        resolve()
      }
      function stopped(): void {
        clearTimeout(timer)
        reject(signal?.reason)
      }
    }),
}
