import type { ConfigDefinition } from '../../config/definition.ts'
import type { Issue } from '../../errors/issue.ts'
import { lintRules } from '../../lint/rules.ts'
import { runRules } from '../../lint/run-rules.ts'
import { readSettings } from '../../lint/settings.ts'
import type { LintProject } from '../../lint/subject.ts'
import { printPath } from '../../values/path.ts'
import { walkLeaves } from '../../values/walk.ts'
import type { GlobalFlags } from '../command.ts'
import type { CliContext } from '../context.ts'
import { collectProject } from '../lint/lint-project.ts'
import { maskedText } from '../lint/masked-text.ts'
import type { Diagnosis, SourceLine } from './diagnosis.ts'
import { generatedFiles, staleIssues } from './generated-files.ts'

/** Of all that lint finds: what is wrong with the project as it stands on this machine. */
const worthTelling = new Set([
  'LINT_PLAINTEXT_SECRET',
  'LINT_ENV_IN_GIT',
  'LINT_SECRET_FILE_MODE',
  'LINT_DUPLICATE_KEY',
  'LINT_UNUSED_VARIABLE',
  'LINT_NEAR_MISS',
  'LINT_TYPE_DRIFT',
  'LINT_UNREACHABLE_FILE',
])

/** A project with a manifest: whether everything that it names is there and can be used. */
export async function examineManifest(context: CliContext, flags: GlobalFlags): Promise<Diagnosis> {
  const { subject, failures, definition, manifest } = await collectProject(context, flags)
  const root = definition?.root ?? context.cwd
  const rules = lintRules.filter(({ code }) => worthTelling.has(code))
  for (const file of subject.files) context.frames.texts.set(file.file, maskedText(file))
  const generated = definition === undefined ? [] : await generatedFiles(definition, root)
  const issues = [...failures, ...runRules(rules, subject, readSettings(definition?.lint, [])), ...staleIssues(generated)]
  return {
    root,
    manifest,
    definition,
    found: [],
    sources: definition === undefined ? [] : sourceLines(definition, subject.project, failures),
    profiles: Object.keys(definition?.profiles ?? {}),
    generated,
    issues,
    files: subject.files,
    next: nextSteps(definition, issues.length > 0),
  }
}

function sourceLines(
  { sources }: ConfigDefinition,
  project: LintProject | undefined,
  failures: readonly Issue[],
): readonly SourceLine[] {
  const layers = (project?.profiles ?? []).flatMap(({ name, layers: own }) => own.map((layer) => ({ name: name ?? '', layer })))
  const names = new Set(sources.map(({ name }) => name))
  return sources.map(({ name, kind, optional = false }) => {
    const own = layers.filter(({ layer }) => (names.has(layer.source) ? layer.source === name : isMadeFrom(layer.source, name)))
    const keys = new Set<string>()
    for (const { layer } of own)
      walkLeaves(layer.value, (path) => {
        if (path.length > 0) keys.add(printPath(path))
      })
    const failed = failures.some(({ source }) => source !== undefined && (source === name || isMadeFrom(source, name)))
    return {
      name,
      kind,
      optional,
      state: failed ? 'failed' : own.length === 0 && failures.length > 0 ? 'not read' : 'read',
      files: [...new Set(own.flatMap(({ layer }) => layer.file ?? []))],
      keys: keys.size,
      profiles: [...new Set(own.flatMap(({ name: profile }) => (profile === '' ? [] : [profile])))],
    }
  })
}

/** `file:config/prod.yaml` comes of `file:config/{profile}.yaml`. */
function isMadeFrom(layer: string, source: string): boolean {
  if (!/[{*]/.test(source)) return false
  const parts = source.split(/\{[^{}]*\}|\*+/)
  if (!layer.startsWith(parts[0] ?? '') || !layer.endsWith(parts.at(-1) ?? '')) return false
  let at = 0
  return parts.every((part) => {
    const found = layer.indexOf(part, at)
    at = found + part.length
    return found >= 0
  })
}

function nextSteps(definition: ConfigDefinition | undefined, hasIssues: boolean): readonly string[] {
  if (definition?.schema === undefined) return ['schema infer --out schema.json', 'lint']
  return hasIssues ? ['validate --all-profiles', 'lint'] : ['validate --all-profiles']
}
