import { resolve } from 'node:path'
import { cacheFolder } from '../../cache/cache-folder.ts'
import type { CacheStore, PruneReport, StoreStatistics } from '../../cache/cache-store.ts'
import { fileStore } from '../../cache/file-store.ts'
import { nodeRuntime } from '../../runtime/node-runtime.ts'
import { alignColumns } from '../../text/columns.ts'
import { count } from '../../text/words.ts'
import { parseByteSize } from '../../values/byte-size.ts'
import { printDuration } from '../../values/duration.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { exitCodes } from '../exit-code.ts'
import { writeEnvelope } from '../output.ts'
import { usageError } from '../usage-error.ts'

interface CacheFlags {
  readonly dir?: string
  readonly maxSize?: string
}

interface OpenCache {
  readonly dir: string
  readonly store: CacheStore
}

/** `cache stats`: what lies in the folder of a cache. */
export const cacheStats: Command<CacheFlags> = async (context, _args, flags) => {
  const { dir, store } = open(context, flags)
  const { entries, bytes, corrupt, oldestAt, newestAt } = await store.statistics()
  if (flags.format === 'json') {
    const data = { dir, entries, bytes, damaged: corrupt, oldestAt: isoTime(oldestAt), newestAt: isoTime(newestAt) }
    return writeEnvelope(context, { kind: 'CacheResult', issues: [], data })
  }
  const rows = [
    ['folder', dir],
    ['entries', String(entries)],
    ['size', inBytes(bytes)],
    ...(corrupt > 0 ? [['damaged', String(corrupt)]] : []),
    ...timeRow(context, 'oldest', oldestAt),
    ...timeRow(context, 'newest', newestAt),
  ]
  for (const line of alignColumns(rows)) context.stdout.write(`${line}\n`)
  return exitCodes.fine
}

/** `cache prune`: removes what is out of date, damaged, left behind, or over the limit. */
export const cachePrune: Command<CacheFlags> = async (context, _args, flags) => {
  const { dir, store } = open(context, flags)
  return report(context, flags, dir, await store.prune())
}

/** `cache clear`: removes every entry. Other files in the folder stay. */
export const cacheClear: Command<CacheFlags> = async (context, _args, flags) => {
  const { dir, store } = open(context, flags)
  const before = await store.statistics()
  await store.clear()
  return report(context, flags, dir, removedSince(before, await store.statistics()))
}

function removedSince(before: StoreStatistics, after: StoreStatistics): PruneReport {
  const files = ({ entries, corrupt }: StoreStatistics): number => entries + corrupt
  return { removed: files(before) - files(after), bytes: before.bytes - after.bytes }
}

function report(context: CliContext, flags: GlobalFlags, dir: string, { removed, bytes }: PruneReport): number {
  if (flags.format === 'json') return writeEnvelope(context, { kind: 'CacheResult', issues: [], data: { dir, removed, bytes } })
  if (!flags.quiet) context.stderr.write(`removed ${count(removed, 'entry', 'entries')}, ${inBytes(bytes)}, from ${dir}\n`)
  return exitCodes.fine
}

function open(context: CliContext, flags: CacheFlags): OpenCache {
  // As of a variable that is not set: it would stand for the folder one is in, and "clear" removes things.
  if (flags.dir === '') throw usageError('--dir names no folder', 'name the folder of the cache, or leave it out')
  const dir = flags.dir === undefined ? cacheFolder(context.env, 'configmanage') : resolve(context.cwd, flags.dir)
  const clock = { ...nodeRuntime().clock, now: context.now }
  return { dir, store: fileStore({ folder: dir, clock, maxBytes: sizeOf(flags.maxSize) }) }
}

function sizeOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const bytes = parseByteSize(text)
  if (bytes === undefined || bytes < 1) throw usageError(`"${text}" is no size`, 'write it like 100MB or 1GiB')
  return bytes
}

function isoTime(time: number | undefined): string | null {
  return time === undefined ? null : new Date(time).toISOString()
}

function timeRow(context: CliContext, name: string, time: number | undefined): readonly (readonly string[])[] {
  if (time === undefined) return []
  const seconds = Math.max(0, Math.round((context.now() - time) / 1000))
  return [[name, `${isoTime(time)}, ${seconds === 0 ? 'now' : `${printDuration(seconds * 1000)} ago`}`]]
}

function inBytes(bytes: number): string {
  return `${bytes.toLocaleString('en-US')} ${bytes === 1 ? 'byte' : 'bytes'}`
}
