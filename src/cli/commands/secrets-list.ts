import type { SecretSummary } from '../../secrets/secret-provider.ts'
import { printSecretRef } from '../../secrets/secret-ref.ts'
import { alignColumns } from '../../text/columns.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { paintFor, writeEnvelope } from '../output.ts'
import { openStore, type StoreFlags } from '../secrets/store.ts'

/** `secrets list [prefix]`: names, versions and times; never values. */
export const secretsList: Command<StoreFlags> = async (context, [prefix = ''], flags) => {
  const { store, file, call } = openStore(context, flags)
  const found: SecretSummary[] = []
  for await (const summary of store.list(prefix, call)) found.push(summary)
  if (flags.format === 'json')
    return writeEnvelope(context, { kind: 'SecretList', issues: [], data: { store: file, secrets: found.map(jsonOf) } })

  const paint = paintFor(context, flags, context.stdout)
  const rows = found.map(({ name, version, changedAt, expiresAt }) => [
    printSecretRef({ name }),
    `version ${version}`,
    paint.dim(timeText(changedAt)),
    expiresAt === undefined ? '' : expiresAt > context.now() ? `until ${timeText(expiresAt)}` : paint.error('expired'),
  ])
  for (const line of alignColumns(rows)) context.stdout.write(`${line}\n`)
  if (found.length === 0 && !flags.quiet) context.stderr.write(`no secrets in ${file}\n`)
  return exitCodes.fine
}

function jsonOf({ name, version, changedAt, expiresAt }: SecretSummary): Readonly<Record<string, unknown>> {
  return { name, version, changedAt: timeText(changedAt), expiresAt: expiresAt === undefined ? null : timeText(expiresAt) }
}

function timeText(at: number): string {
  return new Date(at).toISOString()
}
