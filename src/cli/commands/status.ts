import type { SourceStatus } from '../../config/status.ts'
import { issueToJson } from '../../errors/render-json.ts'
import { alignColumns } from '../../text/columns.ts'
import { printByteSize } from '../../values/byte-size.ts'
import { printPath } from '../../values/path.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-code.ts'
import { openConfig } from '../open-config.ts'
import { writeEnvelope, writeWarnings } from '../output.ts'

interface StatusFlags {
  readonly file?: readonly string[]
  readonly from?: string
}

/** `status`: how each source is doing, lowest priority first, and which configuration they make. */
export const status: Command<StatusFlags> = async (context, _, flags) => {
  await using opened = await openConfig(context, flags)
  const { config, name } = opened
  const { generation, version, loadedAt, warnings } = config.current
  const sources = config.status()
  if (flags.format === 'json') {
    const data = { name, generation, version, loadedAt: new Date(loadedAt).toISOString(), sources: sources.map(statusToJson) }
    return writeEnvelope(context, { kind: 'StatusResult', issues: warnings, data })
  }
  const rows = sources.map((source) => [source.source, source.kind, ...factsOf(source)])
  context.stdout.write(`${name}, version ${version.slice(0, 12)}\n`)
  for (const line of alignColumns(rows)) context.stdout.write(`${line}\n`)
  writeWarnings(context, flags, warnings)
  return exitCodes.fine
}

function factsOf(status: SourceStatus): readonly string[] {
  if (status.kind === 'unloaded') return ['', printPath(status.part)]
  if (status.kind === 'failed') return ['', status.reason.code]
  const { version, sizeBytes, durationMs } = status
  const size = version === '' ? 'nothing there' : sizeBytes === 0 ? '' : printByteSize(sizeBytes)
  return [size, status.kind === 'stale' ? status.reason.code : `${Math.round(durationMs)} ms`]
}

function statusToJson(status: SourceStatus): Readonly<Record<string, unknown>> {
  if (status.kind === 'unloaded') return { ...status }
  if (status.kind === 'failed') return { ...status, reason: status.reason.issues.map(issueToJson) }
  const { loadedAt, version, ...rest } = status
  const reason = status.kind === 'stale' ? { reason: status.reason.issues.map(issueToJson) } : {}
  return { ...rest, ...reason, loadedAt: new Date(loadedAt).toISOString(), present: version !== '' }
}
