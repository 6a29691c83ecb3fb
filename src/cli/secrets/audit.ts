import { resolve } from 'node:path'
import { ConfigError } from '../../errors/config-error.ts'
import { nodeRuntime } from '../../runtime/node-runtime.ts'
import { AuditLog } from '../../secrets/audit-log.ts'
import type { AuditEvent } from '../../secrets/audit-record.ts'
import { defaultAuditFile } from '../../secrets/user-files.ts'
import { whoAmI } from '../../secrets/who.ts'
import type { CliContext } from '../context.ts'

/** Instead of a file: nothing is to be written down, as in a container that keeps nothing. */
const off = 'off'

/**
 * Writes down what is about to happen, and returns when that is on the disk. What cannot be written down must not happen.
 * @throws ConfigError FILE_WRITE, FILE_LOCKED, AUDIT_BROKEN
 */
export async function record(context: CliContext, ...events: readonly AuditEvent[]): Promise<void> {
  const [first, ...others] = events
  if (first === undefined || context.env.CONFIGMANAGE_AUDIT_LOG === off) return
  const { sleep } = nodeRuntime().clock
  const log = new AuditLog({
    file: auditFile(context),
    by: whoAmI('configmanage'),
    clock: { now: context.now, sleep },
    key: auditKey(context),
  })
  await log.append(first, ...others)
}

/** Absolute. @throws ConfigError FILE_WRITE where there is no place for it */
export function auditFile({ env, cwd }: CliContext): string {
  const file = defaultAuditFile(env)
  if (file !== undefined && file !== off) return resolve(cwd, file)
  throw new ConfigError({
    code: 'FILE_WRITE',
    severity: 'error',
    message: file === off ? 'the audit log is off' : 'there is no place for the audit log, so no secret is shown or changed',
    hint: `set CONFIGMANAGE_AUDIT_LOG to a file${file === off ? '' : ', or to "off" to do without, or HOME to a folder'}`,
  })
}

export function auditKey({ env }: CliContext): string | undefined {
  return env.CONFIGMANAGE_AUDIT_KEY || undefined
}
