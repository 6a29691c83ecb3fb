import { parentPort, workerData } from 'node:worker_threads'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { Span } from '../../text/position.ts'
import type { CliContext } from '../context.ts'
import type { SuppressionFile } from '../suppress/apply-suppressions.ts'
import { type CheckDepth, FileCheck } from './check-file.ts'
import type { Batch, HelperAnswer, HelperTask } from './helper-messages.ts'

/** The thread that helps with many files: checks batch after batch, until it is ended from outside. */
function help(task: HelperTask): void {
  const check = FileCheck.begin(contextOf(task), task.flags)
  parentPort?.on('message', (batch: Batch) => void answer(check, batch).then((message) => parentPort?.postMessage(message)))
}

async function answer(beginning: Promise<FileCheck>, batch: Batch): Promise<HelperAnswer> {
  try {
    return await checkBatch(await beginning, batch)
  } catch (error) {
    if (ConfigError.is(error)) return { kind: 'refused', issues: error.issues }
    throw error
  }
}

async function checkBatch(check: FileCheck, batch: Batch): Promise<HelperAnswer> {
  const depths: CheckDepth[] = []
  const issues = new Map<number, readonly Issue[]>()
  const suppressing = new Map<number, SuppressionFile>()
  const secrets = new Map<number, readonly Span[]>()
  for (const [place, name] of batch.entries()) {
    const result = await check.checkNamed(name)
    depths.push(result.depth)
    if (result.issues.length > 0) issues.set(place, result.issues)
    if (result.suppressing !== undefined) suppressing.set(place, result.suppressing)
    if (result.secrets !== undefined) secrets.set(place, result.secrets)
  }
  return { kind: 'checked', depths, issues, suppressing, secrets }
}

/** Files that need more of the world than their folder are never given to a helper. */
function contextOf({ cwd }: HelperTask): CliContext {
  const silent = { isTTY: false, columns: undefined, write: () => undefined }
  return {
    stdin: { isTTY: false, read: async () => new Uint8Array() },
    stdout: silent,
    stderr: silent,
    env: process.env,
    cwd,
    now: () => Date.now(),
    signal: new AbortController().signal,
    takeSignals: () => ({ [Symbol.dispose]: () => undefined }),
    frames: { texts: new Map(), root: undefined },
  }
}

// Whoever starts this thread hands it its task.
help(workerData as HelperTask)
