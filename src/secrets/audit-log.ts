import { ConfigError } from '../errors/config-error.ts'
import type { Clock } from '../runtime/clock.ts'
import { writeFailure } from '../runtime/file-errors.ts'
import { withFileLock } from '../runtime/file-lock.ts'
import { type FileSystem, nodeFileSystem } from '../runtime/file-system.ts'
import { makeFolderOf } from '../runtime/make-folder.ts'
import { readFileBytes } from '../runtime/read-file.ts'
import { type AuditEvent, type AuditRecord, beginning, hashOf, parseRecord, printRecord } from './audit-record.ts'

export interface AuditOptions {
  /** NDJSON, one record a line. Its folder is made if need be, for this user only. */
  readonly file: string
  /** User, process and program, for the records. */
  readonly by: string
  readonly clock: Clock
  /** Makes the chain unforgeable for who does not have it. The same for all who write the file. */
  readonly key?: string | undefined
}

/** How much of the end of the file is read to find the last record. */
const tailBytes = 65_536

/** Of a name in a record, so that a record is always shorter than what is read of the end. */
const longestName = 2_000

/**
 * Who read which secret when: appended only, each record chained to the one before, so that a change, an insertion or a
 * removal in the middle shows. What is cut from the end shows against a hash kept elsewhere.
 */
export class AuditLog {
  readonly #options: AuditOptions

  constructor(options: AuditOptions) {
    this.#options = options
  }

  /**
   * Writes records and returns when they are on the disk. Do what they say afterwards: then nothing happens unrecorded.
   * @throws ConfigError FILE_WRITE, FILE_LOCKED, AUDIT_BROKEN
   */
  append(...events: readonly [AuditEvent, ...AuditEvent[]]): Promise<AuditRecord> {
    const { file } = this.#options
    makeFolderOf(file, file)
    return withFileLock(file, () => this.#write(nodeFileSystem(), events))
  }

  /** @returns the last record */
  #write(fs: FileSystem, events: readonly [AuditEvent, ...AuditEvent[]]): AuditRecord {
    const { file } = this.#options
    try {
      const { O_RDWR, O_APPEND, O_CREAT } = fs.constants
      const descriptor = fs.openSync(file, O_RDWR | O_APPEND | O_CREAT, 0o600)
      try {
        const { last, torn } = lastRecord(fs, descriptor, file)
        const [first, ...others] = events
        const records = [this.#chained(first, last)]
        // There is one at least.
        for (const event of others) records.push(this.#chained(event, records.at(-1)))
        const lines = Buffer.from((torn ? '\n' : '') + records.map(printRecord).join(''))
        for (let offset = 0; offset < lines.length; ) offset += fs.writeSync(descriptor, lines, offset)
        fs.fsyncSync(descriptor)
        return records.at(-1) as AuditRecord
      } finally {
        fs.closeSync(descriptor)
      }
    } catch (error) {
      throw writeFailure(error, file)
    }
  }

  #chained({ action, subject, place, version }: AuditEvent, last: AuditRecord | undefined): AuditRecord {
    const { by, clock, key } = this.#options
    const unchained = {
      sequence: (last?.sequence ?? 0) + 1,
      at: new Date(clock.now()).toISOString(),
      by: by.slice(0, longestName),
      action,
      subject: subject.slice(0, longestName),
      ...(place !== undefined && { place: place.slice(0, longestName) }),
      ...(version !== undefined && { version: version.slice(0, longestName) }),
      previous: last?.hash ?? beginning,
    }
    return { ...unchained, hash: hashOf(unchained, key) }
  }
}

/** The records of a file as they stand there, without asking whether anybody changed them. None if there is no file. */
export function readAuditLog(file: string): readonly AuditRecord[] {
  return linesOf(file).flatMap((line) => parseRecord(line) ?? [])
}

/** How many lines of a log that holds are only begun, as by a writer that was killed, or by somebody who cut the end. */
export function linesCutShort(file: string): number {
  return linesOf(file).filter((line) => line !== '' && parseRecord(line) === undefined).length
}

function linesOf(file: string): readonly string[] {
  const bytes = readFileBytes(file, { maxBytes: Number.POSITIVE_INFINITY })?.bytes
  return bytes === undefined ? [] : Buffer.from(bytes).toString('utf8').split('\n')
}

/**
 * Checks every link of the chain.
 * @param expected the hash of a record that was kept elsewhere: it must be there still
 * @returns the records, oldest first; none if there is no file
 * @throws ConfigError AUDIT_BROKEN with every line that does not fit, SOURCE_UNREADABLE
 */
export function verifyAuditLog(file: string, key?: string, expected?: string): readonly AuditRecord[] {
  const lines = linesOf(file)
  const issues: { readonly line: number; readonly message: string }[] = []
  const records: AuditRecord[] = []
  for (const [index, line] of lines.entries()) {
    if (line === '' && index === lines.length - 1) break
    const record = parseRecord(line)
    const wrong =
      record === undefined ? notARecord(lines, index) : (misfit(record, records.at(-1), key) ?? misprint(record, line))
    if (wrong !== undefined) issues.push({ line: index + 1, message: wrong })
    if (record !== undefined) records.push(record)
  }
  if (expected !== undefined && !records.some(({ hash }) => hash === expected))
    issues.push({
      line: lines.length,
      message: 'the record with the expected hash is gone: the end was cut or the log rewritten',
    })
  const [first, ...others] = issues.map(({ line, message }) => broken(file, line, message))
  if (first !== undefined) throw new ConfigError([first, ...others])
  return records
}

/**
 * A writer that was killed leaves the beginning of a line: at the very end, or with the next writer's line behind it. That
 * is no tampering. A whole line end behind it was written by somebody else.
 */
function notARecord(lines: readonly string[], index: number): string | undefined {
  const isCutShort = lines[index]?.startsWith('{"sequence":') === true && !lines[index].endsWith('}')
  const isGoneOn = index === lines.length - 1 || lines[index + 1] !== ''
  return isCutShort && isGoneOn ? undefined : 'is not a record'
}

function misfit(record: AuditRecord, before: AuditRecord | undefined, key: string | undefined): string | undefined {
  if (record.sequence !== (before?.sequence ?? 0) + 1)
    return `has the number ${record.sequence}: records are missing or in disorder`
  if (record.previous !== (before?.hash ?? beginning)) return 'does not follow the record before it'
  return record.hash === hashOf(record, key) ? undefined : 'was changed, or written with another key'
}

/** The hash covers what is read from a line. A key that stands there twice, or an escape, would show people something else. */
function misprint(record: AuditRecord, line: string): string | undefined {
  return printRecord(record) === `${line}\n` ? undefined : 'is not written as records are: something was put into it'
}

/** The last record, and whether its writer, or one after it, did not come to the end of the line. */
function lastRecord(fs: FileSystem, descriptor: number, file: string): { last: AuditRecord | undefined; torn: boolean } {
  const { size } = fs.fstatSync(descriptor)
  const tail = Buffer.alloc(Math.min(size, tailBytes))
  const read = fs.readSync(descriptor, tail, 0, tail.length, size - tail.length)
  const lines = tail.subarray(0, read).toString('utf8').split('\n')
  const torn = lines.at(-1) !== ''
  if (!torn) lines.pop()
  for (let index = lines.length - 1; index >= 0; index--) {
    const last = parseRecord(lines[index] as string)
    if (last !== undefined) return { last, torn }
    if (notARecord(lines, index) !== undefined) break
    if (index === 0 && size < tailBytes) return { last: undefined, torn }
  }
  if (size === 0) return { last: undefined, torn: false }
  throw new ConfigError({
    code: 'AUDIT_BROKEN',
    severity: 'error',
    message: 'does not end with a record: nothing is added to it',
    file,
    hint: 'keep the file for who examines it, and begin a new one',
  })
}

function broken(file: string, line: number, message: string): ConfigError['issues'][number] {
  const start = { line, column: 1, offset: 0 }
  return {
    code: 'AUDIT_BROKEN',
    severity: 'error',
    message: `line ${line} ${message}`,
    span: { file, start, end: start },
    hint: 'keep the file for who examines it, and begin a new one; keep hashes of the last record elsewhere',
  }
}
