import { askStore } from '../../secrets/ask-store.ts'
import type { SecretSummary } from '../../secrets/secret-provider.ts'
import { printSecretRef } from '../../secrets/secret-ref.ts'
import { alignColumns } from '../../text/columns.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { paintFor, writeEnvelope } from '../output.ts'
import { listable, type OpenStore, openStore, type StoreFlags } from '../secrets/store.ts'

/** `secrets list [prefix]`: names, versions and times; never values. */
export const secretsList: Command<StoreFlags> = async (context, [prefix = ''], flags) => {
  const opened = await openStore(context, flags, prefix)
  const { place } = opened
  const found = await askStore(opened.text, () => namesIn(opened))
  if (flags.format === 'json')
    return writeEnvelope(context, { kind: 'SecretList', issues: [], data: { store: place, secrets: found.map(jsonOf) } })

  const paint = paintFor(context, flags, context.stdout)
  const rows = found.map(({ name, version, changedAt, expiresAt }) => [
    printSecretRef({ name }),
    `version ${version}`,
    paint.dim(timeText(changedAt)),
    expiresAt === undefined ? '' : expiresAt > context.now() ? `until ${timeText(expiresAt)}` : paint.error('expired'),
  ])
  for (const line of alignColumns(rows)) context.stdout.write(`${line}\n`)
  if (found.length === 0 && !flags.quiet) context.stderr.write(`no secrets in ${place}\n`)
  return exitCodes.fine
}

async function namesIn(opened: OpenStore): Promise<readonly SecretSummary[]> {
  const found: SecretSummary[] = []
  for await (const summary of listable(opened).list(opened.text, opened.call)) found.push(summary)
  return found
}

function jsonOf({ name, version, changedAt, expiresAt }: SecretSummary): Readonly<Record<string, unknown>> {
  return { name, version, changedAt: timeText(changedAt), expiresAt: expiresAt === undefined ? null : timeText(expiresAt) }
}

function timeText(at: number): string {
  return new Date(at).toISOString()
}
