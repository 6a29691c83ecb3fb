import { availableParallelism } from 'node:os'
import { usageError } from '../usage-error.ts'

/** How much of the machine is used. */
export interface Jobs {
  /** With the main one. */
  readonly threads: number
  /** Another thread is started for every so many. */
  readonly filesEach: number
}

/** More of them wait for the same disk. */
const mostThreads = 8
/** A new thread needs the time of 3000 small files to start and to get up to speed. */
const filesWorthAThread = 5000
/** Nobody has more processors, and a slip must not start a thousand threads. */
const mostAsked = 64

/** What `--jobs` asks for, or else what pays. @throws ConfigError CLI_USAGE */
export function readJobs(text: string | undefined): Jobs {
  if (text === undefined) return { threads: Math.min(mostThreads, availableParallelism()), filesEach: filesWorthAThread }
  const threads = /^\d{1,4}$/.test(text) ? Number(text) : 0
  if (threads < 1 || threads > mostAsked)
    throw usageError(`--jobs takes a whole number from 1 to ${mostAsked}, not ${JSON.stringify(text)}`)
  return { threads, filesEach: 1 }
}
