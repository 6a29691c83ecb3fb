import { ConfigError } from '../errors/config-error.ts'
import type { CallContext } from '../runtime/runtime.ts'
import type { Lease, SecretReading, SecretStore, SecretSummary, WriteOptions } from '../secrets/secret-provider.ts'
import type { SecretRef } from '../secrets/secret-ref.ts'
import { Secret } from '../values/secret.ts'

/** A store of secrets for tests: it forgets all, counts readings, and fails when told to. */
export interface MemorySecrets extends SecretStore {
  /** How often each secret was read. */
  readonly readings: ReadonlyMap<string, number>
  /** From now on, every call fails with this code; `undefined`: none does. */
  fail(code: 'SECRET_DENIED' | 'SECRET_STORE_UNAVAILABLE' | undefined): void
  /** From now on, readings are leased. */
  lease(kind: Lease['kind'], durationMs: number): void
}

type Content = string | Readonly<Record<string, unknown>>
interface Version {
  readonly value: Content
  readonly version: string
  readonly at: number
}

export function memorySecrets(secrets: Readonly<Record<string, Content>> = {}, name = 'memory'): MemorySecrets {
  const stored = new Map<string, readonly Version[]>()
  for (const [key, value] of Object.entries(secrets)) stored.set(key, [{ value, version: '1', at: 0 }])
  const readings = new Map<string, number>()
  let failure: 'SECRET_DENIED' | 'SECRET_STORE_UNAVAILABLE' | undefined
  let lease: Pick<Lease, 'kind' | 'durationMs'> | undefined

  const answer = (): void => {
    if (failure !== undefined) throw new ConfigError({ code: failure, severity: 'error', message: `the store ${name} fails` })
  }
  const found = ({ name: key, version }: SecretRef): Version | undefined => {
    const versions = stored.get(key) ?? []
    return version === undefined ? versions.at(-1) : versions.find((each) => each.version === version)
  }
  return {
    name,
    readings,
    fail(code) {
      failure = code
    },
    lease(kind, durationMs) {
      lease = { kind, durationMs }
    },
    async read(ref, { clock }): Promise<SecretReading | undefined> {
      answer()
      readings.set(ref.name, (readings.get(ref.name) ?? 0) + 1)
      const version = found(ref)
      return (
        version && {
          value: new Secret(version.value),
          version: version.version,
          ...(lease !== undefined && { lease: { ...lease, startedAt: clock.now() } }),
        }
      )
    },
    async write({ name: key, field, version }, value: Secret<Content>, { clock }, { ifVersion }: WriteOptions = {}) {
      answer()
      const before = stored.get(key) ?? []
      const current = before.at(-1)
      if (version !== undefined) throw problem('SECRET_REFERENCE', key)
      if (ifVersion !== undefined && ifVersion !== (current?.version ?? 'none')) throw problem('SECRET_CHANGED', key)
      if (field !== undefined && typeof current?.value === 'string') throw problem('SECRET_MALFORMED', key)
      const fields = typeof current?.value === 'object' ? current.value : {}
      const content = field === undefined ? value.reveal() : { ...fields, [field]: value.reveal() }
      const next = String(Number(current?.version ?? 0) + 1)
      stored.set(key, [...before, { value: content, version: next, at: clock.now() }])
      return next
    },
    async remove({ name: key, version }) {
      answer()
      const before = stored.get(key) ?? []
      const left = version === undefined ? [] : before.filter((each) => each.version !== version)
      if (left.length === 0) stored.delete(key)
      else stored.set(key, left)
      return left.length < before.length
    },
    async *list(prefix: string, _context: CallContext): AsyncIterable<SecretSummary> {
      answer()
      for (const [key, versions] of stored) {
        const last = versions.at(-1)
        if (last !== undefined && key.startsWith(prefix)) yield { name: key, version: last.version, changedAt: last.at }
      }
    },
  }
}

function problem(code: 'SECRET_REFERENCE' | 'SECRET_CHANGED' | 'SECRET_MALFORMED', name: string): ConfigError {
  return new ConfigError({ code, severity: 'error', message: `the secret ${JSON.stringify(name)} cannot be written so` })
}
