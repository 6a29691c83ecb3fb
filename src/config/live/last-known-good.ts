import { type SealedFile, sealedFile } from '../../cache/sealed-file.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { nodeFileSystem } from '../../runtime/file-system.ts'
import type { Runtime } from '../../runtime/runtime.ts'
import { hasSecrets } from '../../values/mask.ts'
import type { FailedAnswer, StandIn } from '../build-generation.ts'
import type { Generation } from '../generation.ts'
import type { LastKnownGoodOptions, Plan } from '../plan.ts'
import { sealSecrets } from '../seal-secrets.ts'
import { answerOf, isStored, type StoredSource, storedSource } from './stored-sources.ts'
import { isUnavailable, unavailable } from './unavailable.ts'

/** A week: a long weekend and the days it takes to notice. */
const defaultMaxAgeMs = 7 * 24 * 60 * 60 * 1000

/**
 * What the sources said when all was well, in a file: the next start uses it for sources that cannot be reached then. Each
 * source is kept by itself, so the others are read fresh, and everything is merged and checked as always.
 */
export class LastKnownGood {
  readonly #runtime: Runtime
  readonly #maxAgeMs: number
  readonly #file: SealedFile
  readonly #isEncrypted: boolean
  #stored: ReadonlyMap<string, StoredSource> | undefined
  #versions: readonly string[] = []
  #writtenAt = 0
  #waiting: (() => void) | undefined

  /** @throws ConfigError OPTION_INVALID */
  constructor(name: string, runtime: Runtime, options: LastKnownGoodOptions) {
    const { file, maxAgeMs = defaultMaxAgeMs, keys, ...others } = options
    if (typeof file !== 'string' || file === '') throw wrong('lastKnownGood.file must name a file')
    if (!(typeof maxAgeMs === 'number' && maxAgeMs > 0)) throw wrong('lastKnownGood.maxAgeMs must be a positive number')
    const [unknown] = Object.keys(others)
    if (unknown !== undefined) throw wrong(`lastKnownGood has no option "${unknown}"`)
    const path = process.getBuiltinModule('node:path').resolve(runtime.cwd, file)
    this.#runtime = runtime
    this.#maxAgeMs = maxAgeMs
    this.#file = sealedFile(path, { purpose: `last-known-good:${name}`, keys, clock: runtime.clock })
    this.#isEncrypted = keys !== undefined && keys.length > 0
  }

  /** For the first load: what stands in for a source that cannot be reached. Too old is not used. */
  readonly standIn = ({ key, answer: { source, issues } }: FailedAnswer): StandIn | undefined => {
    if (!isUnavailable(issues)) return undefined
    const stored = this.#read().get(key)
    const now = this.#runtime.clock.now()
    if (stored === undefined) return undefined
    const code = issues[0]?.code
    const facts = { source: source.name, ...(code && { code }), readAt: new Date(stored.readAt).toISOString() }
    if (now - stored.readAt > this.#maxAgeMs) {
      const { logger } = this.#runtime
      logger.warn('a source cannot be reached, and what it said when it last could is older than lastKnownGood.maxAgeMs', facts)
      return undefined
    }
    this.#runtime.logger.warn('a source cannot be reached; what it said when it last could is in use', facts)
    return {
      answer: answerOf(source, stored),
      unavailable: unavailable(source, issues, { since: now, fromDisk: true }, stored.readAt),
    }
  }

  /**
   * For the first generation, before it is used.
   * @throws ConfigError SECRET_UNPROTECTED; OPTION_INVALID for the file of a source
   */
  begin(plan: Plan, generation: Generation): void {
    const problem = this.#ownSource(generation) ?? this.#unprotected(plan, generation)
    if (problem !== undefined) throw new ConfigError(problem)
    this.keep(plan, generation)
  }

  /** Writes what the sources said, soon: a reader of the new generation does not wait for the disk. */
  keep(plan: Plan, generation: Generation): void {
    const versions = generation.sources.map(({ key, answer }) => `${key} ${answer.reading?.version ?? ''}`)
    const isSame = versions.length === this.#versions.length && versions.every((text, index) => text === this.#versions[index])
    // What did not change is written again from time to time, or it would seem older than it is.
    if (isSame && this.#runtime.clock.now() - this.#writtenAt < this.#maxAgeMs / 20) return
    this.#versions = versions
    const isFirst = this.#waiting === undefined
    this.#waiting = () => this.#write(plan, generation)
    if (isFirst) setImmediate(() => this.flush())
  }

  /** Writes now what waits to be written. */
  flush(): void {
    const write = this.#waiting
    this.#waiting = undefined
    write?.()
  }

  #write(plan: Plan, generation: Generation): void {
    const { logger, clock } = this.#runtime
    const problem = this.#unprotected(plan, generation)
    if (problem !== undefined) {
      logger.error(`the last known good is not kept: ${problem.message}`, { code: problem.code })
      return
    }
    const isWaiting = generation.parts !== undefined && generation.parts.leftOut.length > 0
    const before = isWaiting ? this.#read() : this.#stored
    const read = generation.sources.filter(isStored).flatMap((loaded) => {
      // Of a source that could not be reached, what was known of it stays, as old as it is.
      const kept = loaded.unavailable?.fromDisk ? before?.get(loaded.key) : storedSource(loaded)
      return kept === undefined ? [] : [kept]
    })
    // What was said by a source that is not loaded yet stays, too.
    const others = isWaiting
      ? [...(before?.values() ?? [])].filter(({ key }) => !generation.sources.some((each) => each.key === key))
      : []
    try {
      this.#file.write(process.getBuiltinModule('node:v8').serialize([...read, ...others]))
      this.#writtenAt = clock.now()
    } catch (error) {
      if (!ConfigError.is(error)) throw error
      logger.error('the last known good could not be written', {
        code: error.code,
        path: this.#file.path,
        error: error.issues[0]?.message,
      })
      // The next reload tries again, also when it brings nothing new.
      this.#versions = []
    }
  }

  #read(): ReadonlyMap<string, StoredSource> {
    this.#stored ??= new Map(this.#readFile().map((source) => [source.key, source]))
    return this.#stored
  }

  #readFile(): readonly StoredSource[] {
    const found = this.#file.read()
    if (found.kind === 'content') {
      try {
        // The file was written by #write: its checksum, its purpose and its version were compared.
        return process.getBuiltinModule('node:v8').deserialize(found.bytes) as StoredSource[]
      } catch {
        this.#useless('CACHE_CORRUPT', 'is not used: a newer version of Node has written it')
      }
    }
    if (found.kind === 'unusable') this.#useless(found.issue.code, found.issue.message)
    return []
  }

  #useless(code: string, why: string): void {
    this.#runtime.logger.error(`the last known good ${why}`, { code, path: this.#file.path })
  }

  /** Writing would take the place of what somebody wrote. */
  #ownSource({ sources }: Generation): Issue | undefined {
    const { resolve } = process.getBuiltinModule('node:path')
    const target = realPath(this.#file.path)
    const own = sources.find(({ answer: { reading } }) => {
      return reading?.file && realPath(resolve(this.#runtime.cwd, reading.file)) === target
    })
    if (own === undefined) return undefined
    const { name } = own.answer.source
    const message = `lastKnownGood.file is what ${name} reads, and would be written over`
    return { code: 'OPTION_INVALID', severity: 'error', message, source: name, hint: 'name a file of its own' }
  }

  /** Without a key nothing is written that the schema calls secret. */
  #unprotected({ schema }: Plan, { sources }: Generation): Issue | undefined {
    if (this.#isEncrypted) return undefined
    const open = sources.find(
      (loaded) => isStored(loaded) && loaded.layers.some((layer) => hasSecrets(sealSecrets(layer.value, [], schema))),
    )
    if (open === undefined) return undefined
    return {
      code: 'SECRET_UNPROTECTED',
      severity: 'error',
      message: `${open.answer.source.name} holds secrets, and lastKnownGood has no key to encrypt its file with`,
      source: open.answer.source.name,
      hint: 'give lastKnownGood.keys: [{ id, key }] with a key of 32 bytes that is kept elsewhere',
    }
  }
}

/** Where the file is that a write to this path would replace. */
function realPath(path: string): string {
  try {
    return nodeFileSystem().realpathSync(path)
  } catch {
    return path // nothing is there that could be replaced
  }
}

function wrong(message: string): ConfigError {
  const hint = "lastKnownGood: { file: '/var/lib/shop/last-known-good', maxAgeMs: 86_400_000 }"
  return new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint })
}
