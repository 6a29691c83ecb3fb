import { resolve } from 'node:path'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { fileOf } from '../../errors/reading-order.ts'
import { findManifest } from '../../manifest/find-manifest.ts'
import { count } from '../../text/words.ts'
import type { Command, GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import type { Diagnosis } from '../doctor/diagnosis.ts'
import { drawDiagnosis } from '../doctor/draw-diagnosis.ts'
import { examineLayouts } from '../doctor/examine-layouts.ts'
import { examineManifest } from '../doctor/examine-manifest.ts'
import { nodeIssues } from '../doctor/node-version.ts'
import { exitCodes } from '../exit-code.ts'
import type { Findings } from '../findings.ts'
import { reportFindings } from '../report-findings.ts'
import type { ReportFlags } from '../report-flags.ts'
import { usageError } from '../usage-error.ts'
import { readVersion } from '../version.ts'

/** `doctor`: findings about what is there, with a manifest or without one. */
export const doctor: Command<ReportFlags> = async (context, _args, flags) => {
  if (flags.profile !== undefined) throw usageError('doctor looks at all profiles', 'leave --profile out')
  const hasManifest = flags.config !== undefined || findManifest(context.cwd) !== undefined
  const diagnosis = hasManifest ? await examineOrTell(context, flags) : await examineLayouts(context, flags)
  const versions = `configmanage ${readVersion()} · Node ${process.versions.node}`
  return reportFindings(context, flags, {
    kind: 'DoctorResult',
    check: async () => findingsOf(diagnosis),
    pretty: drawDiagnosis(diagnosis, versions),
    exitCodeOf: (issues) => (issues.some(({ severity }) => severity === 'error') ? exitCodes.findings : exitCodes.fine),
  })
}

/** A manifest that cannot be read is a finding like others. */
async function examineOrTell(context: CliContext, flags: GlobalFlags): Promise<Diagnosis> {
  try {
    return await examineManifest(context, flags)
  } catch (error) {
    if (!ConfigError.is(error) || error.code === 'CLI_USAGE' || error.code === 'SOURCE_MISSING') throw error
    const nothing = { found: [], sources: [], profiles: [], generated: [], files: [], next: [] }
    const file = flags.config ?? fileOf(error.issues[0] as Issue)
    return { ...nothing, root: context.cwd, manifest: file, definition: undefined, issues: error.issues }
  }
}

function findingsOf(diagnosis: Diagnosis): Findings {
  const { root, manifest, found, sources, profiles, generated, files, next } = diagnosis
  const issues = [...nodeIssues(process.versions.node), ...diagnosis.issues]
  const names = new Set([
    ...found.flatMap((each) => each.files.map(({ file }) => file)),
    ...sources.flatMap((each) => each.files),
  ])
  return {
    root,
    manifest,
    checked: [...names].map((name) => ({ name, issues: issues.filter((issue) => fileOf(issue) === name) })),
    others: issues.filter((issue) => !names.has(fileOf(issue) ?? '')),
    scope: count(names.size, 'file'),
    files,
    // A look at what is there says nothing about what else a comment may be for.
    covers: () => false,
    dataOf: () => ({
      version: readVersion(),
      node: process.versions.node,
      root: resolve(root),
      manifest: manifest ?? null,
      found: found.map(({ issues: own, ...rest }) => ({ ...rest, issues: own.length })),
      sources,
      profiles,
      generated: generated.map(({ file, current }) => ({ file, current })),
      next: next.map((command) => `configmanage ${command}`),
    }),
  }
}
