import { ConfigError } from '../../errors/config-error.ts'
import { writeFileAtomically } from '../../runtime/atomic-write.ts'
import { withFileLock } from '../../runtime/file-lock.ts'
import { makeFolderOf } from '../../runtime/make-folder.ts'
import { type FileContent, readFileBytes } from '../../runtime/read-file.ts'
import type { CallContext } from '../../runtime/runtime.ts'
import { Secret } from '../../values/secret.ts'
import { checkOverlap } from '../rotate-secret.ts'
import type { SecretReading, SecretStore, SecretSummary, WriteOptions } from '../secret-provider.ts'
import { printSecretRef, type SecretRef } from '../secret-ref.ts'
import { versionsOf, without, withVersion } from './change-content.ts'
import { newValue } from './new-value.ts'
import { newContent, openContent, type StoreKeys, sealContent } from './sealed-content.ts'
import type { StoreContent, StoredVersion } from './store-content.ts'

export interface LocalStoreOptions {
  /** Absolute, or relative to the working directory of the call; or what names it, when the world is known. */
  readonly file: string | ((context: CallContext) => string)
  /** The keys, or where they come from: asked at the first call. */
  readonly keys: StoreKeys | ((context: CallContext) => Promise<StoreKeys>)
  /** Default: `local`. */
  readonly name?: string
}

/**
 * Secrets in one file on this machine, sealed as a whole by age (its recipients, or a passphrase), for this user only.
 * Each secret keeps its last versions. Of several processes that write at once, none loses its change.
 */
export class LocalStore implements SecretStore {
  readonly name: string
  readonly #options: LocalStoreOptions
  #keys: Promise<StoreKeys> | undefined
  #latest: { readonly bytes: Uint8Array; readonly content: StoreContent; readonly file?: FileContent } | undefined

  constructor(options: LocalStoreOptions) {
    this.#options = options
    this.name = options.name ?? 'local'
  }

  /** @throws ConfigError CRYPTO_NO_KEY, CRYPTO_TAMPERED, SECRET_EXPIRED, SOURCE_UNREADABLE */
  async read(ref: SecretRef, context: CallContext): Promise<SecretReading | undefined> {
    const { name, version } = ref
    const versions = versionsOf(await this.#content(context), name)
    const found = version === undefined ? versions.at(-1) : versions.find((each) => each.version === version)
    return found && readingOf(found, ref, context.clock.now())
  }

  /** The current version and those before it that are still good: newest first. For whoever checks what others send. */
  async readValid(ref: SecretRef, context: CallContext): Promise<readonly SecretReading[]> {
    const now = context.clock.now()
    const versions = versionsOf(await this.#content(context), ref.name)
    const isGood = ({ validUntil, expiresAt }: StoredVersion): boolean =>
      (validUntil ?? now + 1) > now && (expiresAt ?? now + 1) > now
    return versions
      .filter(isGood)
      .map((each) => readingOf(each, ref, now))
      .reverse()
  }

  /** @throws ConfigError CRYPTO_NO_KEY, SECRET_CHANGED, SECRET_MALFORMED, SECRET_REFERENCE, OPTION_INVALID, FILE_WRITE, FILE_LOCKED */
  async write(
    ref: SecretRef,
    value: Secret<string | Readonly<Record<string, unknown>>>,
    context: CallContext,
    options: WriteOptions = {},
  ): Promise<string> {
    const { ifVersion, ...rest } = options
    checkTimes(rest)
    const changed = await this.#change(context, (before) => {
      const current = versionsOf(before, ref.name).at(-1)
      if (ifVersion !== undefined && ifVersion !== (current?.version ?? 'none')) throw changedMeanwhile(ref)
      return withVersion(before, ref.name, { value: newValue(ref, value, current), now: context.clock.now(), ...rest })
    })
    return versionsOf(changed, ref.name).at(-1)?.version ?? '1'
  }

  async remove({ name, version }: SecretRef, context: CallContext): Promise<boolean> {
    let existed = false
    await this.#change(context, (before) => {
      const after = without(before, name, version)
      existed = after !== before
      return after
    })
    return existed
  }

  async *list(prefix: string, context: CallContext): AsyncIterable<SecretSummary> {
    for (const [name, versions] of Object.entries((await this.#content(context)).secrets)) {
      const last = versions.at(-1)
      if (last === undefined || !name.startsWith(prefix)) continue
      const { version, createdAt, expiresAt } = last
      yield { name, version, changedAt: createdAt, ...(expiresAt !== undefined && { expiresAt }) }
    }
  }

  /** Seals the store for these recipients from now on. Whoever had a key before may have kept a copy of the file. */
  async sealFor(recipients: readonly string[], context: CallContext): Promise<void> {
    await this.#change(context, (before) => ({ ...before, recipients: [...new Set(recipients)] }))
  }

  /** Opened once for as long as the file is as it was. */
  async #content(context: CallContext): Promise<StoreContent> {
    const name = this.#name(context)
    const previous = this.#latest?.file
    const file = readFileBytes(pathIn(context, name), { file: name, ...(previous && { previous }) })
    if (file === undefined) return newContent(await this.#readKeys(context), name)
    if (previous === file && this.#latest !== undefined) return this.#latest.content
    const content = await this.#open(file.bytes, await this.#readKeys(context), name)
    this.#latest = { bytes: file.bytes, content, file }
    return content
  }

  async #change(context: CallContext, change: (before: StoreContent) => StoreContent): Promise<StoreContent> {
    const file = this.#name(context)
    const path = pathIn(context, file)
    const keys = await this.#readKeys(context)
    makeFolderOf(path, file)
    const work = async (): Promise<StoreContent> => {
      const there = readFileBytes(path, { file })
      const before = there === undefined ? await newContent(keys, file) : await this.#open(there.bytes, keys, file)
      const after = change(before)
      if (after === before) return after
      const sealed = await sealContent(after, keys, file)
      writeFileAtomically(path, sealed, { file, mode: 0o600, expected: there?.version ?? 'absent' })
      this.#latest = { bytes: sealed, content: after }
      return after
    }
    return withFileLock(path, work, { file, signal: context.signal })
  }

  /** A change must build on what is there, so the bytes are compared: times and sizes can be the same by chance. */
  async #open(bytes: Uint8Array, keys: StoreKeys, file: string): Promise<StoreContent> {
    const latest = this.#latest
    return latest !== undefined && Buffer.compare(latest.bytes, bytes) === 0 ? latest.content : openContent(bytes, keys, file)
  }

  #name(context: CallContext): string {
    const { file } = this.#options
    return typeof file === 'function' ? file(context) : file
  }

  /** Asked once; again after a failure, which may have been a key file that was not there yet. */
  #readKeys(context: CallContext): Promise<StoreKeys> {
    const { keys } = this.#options
    this.#keys ??= (typeof keys === 'function' ? keys(context) : Promise.resolve(keys)).catch((error: unknown) => {
      this.#keys = undefined
      throw error
    })
    return this.#keys
  }
}

/** What is no time becomes `null` or a text in the file, which is then no store any more. */
function checkTimes({ expiresAt, overlapMs = 0 }: WriteOptions): void {
  checkOverlap(overlapMs)
  if (expiresAt === undefined || (Number.isSafeInteger(expiresAt) && expiresAt >= 0)) return
  const message = '"expiresAt" of a secret is a whole number of milliseconds since 1970'
  throw new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message })
}

function pathIn({ cwd }: CallContext, file: string): string {
  return process.getBuiltinModule('node:path').resolve(cwd, file)
}

function readingOf({ value, version, createdAt, expiresAt }: StoredVersion, ref: SecretRef, now: number): SecretReading {
  if (expiresAt !== undefined && expiresAt <= now) throw expired(ref, expiresAt)
  const reading = { value: new Secret(value), version }
  return expiresAt === undefined
    ? reading
    : { ...reading, lease: { kind: 'fixed', startedAt: createdAt, durationMs: expiresAt - createdAt } }
}

function changedMeanwhile(ref: SecretRef): ConfigError {
  const message = `the secret ${JSON.stringify(printSecretRef(ref))} was changed meanwhile`
  return new ConfigError({ code: 'SECRET_CHANGED', severity: 'error', message, hint: 'look at it, and try again' })
}

function expired(ref: SecretRef, at: number): ConfigError {
  return new ConfigError({
    code: 'SECRET_EXPIRED',
    severity: 'error',
    message: `the secret ${JSON.stringify(printSecretRef(ref))} ended on ${new Date(at).toISOString()}`,
    hint: 'give it a new value: "configmanage secrets set", or "secrets rotate"',
  })
}
