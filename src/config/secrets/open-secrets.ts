import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { CallContext, Runtime } from '../../runtime/runtime.ts'
import { AuditLog } from '../../secrets/audit-log.ts'
import type { AuditEvent } from '../../secrets/audit-record.ts'
import { type LocalSecretsOptions, localSecrets } from '../../secrets/local/local-secrets.ts'
import type { SecretProvider } from '../../secrets/secret-provider.ts'
import { SecretReader } from '../../secrets/secret-reader.ts'
import { printSecretRef } from '../../secrets/secret-ref.ts'
import { type SecretsSourceOptions, secrets } from '../../secrets/secrets-source.ts'
import { whoAmI } from '../../secrets/who.ts'
import type { Source } from '../../sources/source.ts'
import { closest } from '../../text/closest.ts'
import { didYouMean } from '../../text/words.ts'
import { isMap, type ValueMap } from '../../values/value.ts'
import type { ConfigDefinition, SecretReadingOptions } from '../definition.ts'
import { SecretAnswers } from './answers.ts'

/**
 * The secrets of a definition that has stores. Nothing is read and no key is looked for before a reference asks.
 * @throws ConfigError OPTION_INVALID
 */
export function openSecrets(definition: ConfigDefinition, runtime: Runtime, signal: AbortSignal | undefined): SecretAnswers {
  const context: CallContext = { ...runtime, signal: signal ?? new AbortController().signal }
  const stores = storesOf(definition)
  const record = recorder(definition, runtime)
  const reader = new SecretReader({
    ...timesOf(definition),
    stores,
    record: ({ store, ref, version }) => record({ action: 'read', subject: printSecretRef(ref), place: store, version }),
  })
  return new SecretAnswers(reader, context, (subject) => record({ action: 'denied', subject }))
}

/** The stores of a definition by name, those written as options made. @throws ConfigError OPTION_INVALID */
export function storesOf({ secretStores }: Pick<ConfigDefinition, 'secretStores'>): Readonly<Record<string, SecretProvider>> {
  const issues: Issue[] = []
  const stores = Object.entries(secretStores ?? {}).map(([name, given]) => {
    if (!/^[A-Za-z][\w.-]*$/.test(name)) issues.push(invalid(`${JSON.stringify(name)} can be no name of a store`))
    if (typeof given !== 'object' || given === null) {
      issues.push(invalid(`the store ${JSON.stringify(name)} must be a provider, or options such as { file: "secrets.age" }`))
      return undefined
    }
    return [name, 'read' in given ? given : localSecrets({ name, ...given })] as const
  })
  const [first, ...others] = issues
  if (first !== undefined) throw new ConfigError([first, ...others])
  return Object.fromEntries(stores.filter((store) => store !== undefined))
}

/**
 * The source that a manifest writes as `secrets: { store: local, prefix: shop/ }`.
 * @throws ConfigError OPTION_INVALID
 */
export function secretsOfStore({ store: name, ...options }: ValueMap, stores: ValueMap): Source {
  const { mapping } = options
  if (isMap(mapping) && !Object.values(mapping).every((text) => typeof text === 'string'))
    throw new ConfigError(invalid('a mapping names a secret for each path', 'mapping: { db.password: shop/db#password }'))
  const given = Object.hasOwn(stores, String(name)) ? stores[String(name)] : undefined
  if (!isMap(given)) {
    const hint =
      didYouMean(closest(String(name), Object.keys(stores))) ?? 'declare it: secretStores: { local: { file: secrets.age } }'
    throw new ConfigError(invalid(`the manifest declares no store ${JSON.stringify(name)}`, hint))
  }
  // The manifest is read by its shapes: these are options of the store, and those of the source.
  const store = localSecrets({ name: String(name), ...(given as LocalSecretsOptions) })
  return secrets({ ...(options as Omit<SecretsSourceOptions, 'store'>), store })
}

function invalid(message: string, hint = 'secretStores: { local: localSecrets({ file: "secrets.age" }) }'): Issue {
  return {
    code: 'OPTION_INVALID',
    severity: 'error',
    message,
    hint,
  }
}

function timesOf({ secretReading = {} }: ConfigDefinition): SecretReadingOptions {
  const { maxAgeMs, maxStaleMs, ...others } = secretReading
  const [unknown] = Object.keys(others)
  const hint = 'secretReading: { maxAgeMs: 60_000, maxStaleMs: 0 }'
  const refusal = (message: string): ConfigError => new ConfigError({ code: 'OPTION_INVALID', severity: 'error', message, hint })
  if (unknown !== undefined) throw refusal(`"secretReading" has no option ${JSON.stringify(unknown)}`)
  for (const [name, value] of Object.entries({ maxAgeMs, maxStaleMs }))
    if (value !== undefined && !(typeof value === 'number' && value >= 0))
      throw refusal(`secretReading.${name} must be a number of milliseconds, 0 or more`)
  return { ...(maxAgeMs !== undefined && { maxAgeMs }), ...(maxStaleMs !== undefined && { maxStaleMs }) }
}

/** Writes to the log that the definition names, if it names one. */
export function recorder(
  { secretAudit, name }: ConfigDefinition,
  { clock, cwd, env }: Runtime,
): (event: AuditEvent) => Promise<void> {
  if (secretAudit === undefined) return async () => undefined
  const { resolve } = process.getBuiltinModule('node:path')
  const log = new AuditLog({
    file: resolve(cwd, secretAudit.file),
    by: whoAmI(name ?? 'config'),
    clock,
    key: secretAudit.key ?? (env.CONFIGMANAGE_AUDIT_KEY || undefined),
  })
  return async (event) => void (await log.append(event))
}
