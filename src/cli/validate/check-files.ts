import { resolve } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'
import { formatOfFile } from '../../formats/choose.ts'
import type { CliContext } from '../context.ts'
import type { Findings } from '../findings.ts'
import { type Input, readContent } from '../read-input.ts'
import { type StagedFile, stagedFiles } from '../staged-files.ts'
import { FileCheck, type FileFlags } from './check-file.ts'
import { Collected } from './collected.ts'
import { Helpers } from './helpers.ts'
import { readJobs } from './jobs.ts'
import { namedFiles } from './named-files.ts'

type Flags = FileFlags & { readonly jobs?: string }

/**
 * Each file that was named, on its own. Of many files, helper threads take a part.
 * @param script the code of a helper, if it is another one
 */
export async function checkFiles(
  context: CliContext,
  names: readonly string[],
  flags: Flags,
  script?: string | URL,
): Promise<Findings> {
  const jobs = readJobs(flags.jobs)
  const check = await FileCheck.begin(context, flags)
  const collected = new Collected(context)
  const helpers = new Helpers({
    context,
    flags,
    nameAt: (place) => collected.nameAt(place),
    take: (place, result) => collected.take(place, result),
    script,
  })
  try {
    const plain: number[] = []
    for (const { name, found, problem } of namedFiles(context, names)) {
      if (found && check.isSchema(name)) continue
      const place = collected.expect(name)
      if (problem !== undefined) collected.take(place, await check.check(() => Promise.reject(problem)))
      else if (!check.isPlain(name)) collected.take(place, await check.checkNamed(name))
      else if (plain.push(place) >= jobs.filesEach * (helpers.count + 1) && helpers.count + 1 < jobs.threads) helpers.add()
    }
    await checkPlain({ context, check, collected, helpers }, plain)
    return collected.findings()
  } finally {
    await helpers.close()
  }
}

interface Run {
  readonly context: CliContext
  readonly check: FileCheck
  readonly collected: Collected
  readonly helpers: Helpers
}

/** Files between two looks at whether somebody pressed Ctrl-C, or a helper has become free. */
const mostAtOnce = 50
const mostInBatch = 100

/** The main thread works as well: it takes few files at a time, and gives many. */
async function checkPlain({ context, check, collected, helpers }: Run, places: readonly number[]): Promise<void> {
  let next = 0
  const take = (most: number): readonly number[] => {
    // Towards the end the parts get smaller, so that all threads are done at the same time.
    const fair = Math.ceil((places.length - next) / (4 * (helpers.count + 1)))
    const some = places.slice(next, next + Math.min(most, fair))
    next += some.length
    return some
  }
  while (next < places.length) {
    helpers.share(() => take(mostInBatch))
    for (const place of take(mostAtOnce)) collected.take(place, await check.checkNamed(collected.nameAt(place)))
    await turn()
    context.signal.throwIfAborted()
    helpers.throwIfFailed()
  }
  await helpers.finish(context.signal)
}

/** What would be committed: each staged file in a format that is known, or those of them that are named. */
export async function checkStaged(context: CliContext, names: readonly string[], flags: Flags): Promise<Findings> {
  const wanted = new Set(names.map((name) => resolve(context.cwd, name)))
  const isWanted = (file: string): boolean =>
    wanted.size > 0 ? wanted.has(resolve(context.cwd, file)) : formatOfFile(file) !== undefined
  const check = await FileCheck.begin(context, flags)
  const collected = new Collected(context)
  for (const staged of await stagedFiles(context, isWanted)) {
    const place = collected.expect(staged.file)
    collected.take(place, await check.check(() => readStaged(context, staged, flags)))
  }
  return collected.findings()
}

/** Pictures of lines show what is staged, not what stands in the folder. */
async function readStaged(context: CliContext, { file, bytes }: StagedFile, flags: Flags): Promise<Input> {
  context.frames.texts.set(file, new TextDecoder().decode(bytes))
  return readContent(context, file, bytes, flags)
}
