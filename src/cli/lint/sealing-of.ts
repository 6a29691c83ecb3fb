import { basename } from 'node:path'
import { type FoundRules, ruleForFile } from '../../crypto/sops/find-rules.ts'
import { storeForFile } from '../../crypto/sops/stores/choose-store.ts'
import { unsealedValues } from '../../crypto/sops/unsealed-values.ts'
import { ConfigError } from '../../errors/config-error.ts'
import type { LintFile } from '../../lint/subject.ts'
import { manifestNames } from '../../manifest/find-manifest.ts'
import { LineIndex } from '../../text/position.ts'
import type { ReadFile } from './lint-file.ts'

/**
 * What of a file is in plain text and should be sealed: by the rule in its own metadata, or by a creation rule that fits its
 * path. `undefined` where no rule holds, and for a file that cannot be sealed or opened, of which its commands tell.
 */
export function sealingOf({ file, path, text }: ReadFile, rules: FoundRules | undefined): LintFile['sealing'] {
  const store = storeForFile(file)
  if (store.name === 'binary') return undefined
  const creation = path === undefined || rules === undefined || isSettings(path) ? undefined : ruleForFile(rules, path)
  try {
    // A rule for all files says for whom to seal, and not which files are to be sealed.
    const found = unsealedValues(text, store, file, creation?.fits('\0') === false ? creation.rule : undefined)
    if (found === undefined) return undefined
    const lines = new LineIndex(text)
    const unsealed = found.values.map(({ keys, text: value, start }) => ({
      path: keys,
      value,
      span: lines.span(file, start, start + tokenLength(text, start)),
    }))
    return { isSealed: found.isSealed, unsealed }
  } catch (error) {
    if (ConfigError.is(error)) return undefined
    throw error
  }
}

function isSettings(path: string): boolean {
  return basename(path) === '.sops.yaml' || manifestNames.includes(basename(path))
}

/** To the end of the line, without what JSON puts behind a value. */
function tokenLength(text: string, start: number): number {
  const line = /[^\r\n]*/.exec(text.slice(start, start + 2_000))?.[0] ?? ''
  return Math.max(1, line.replace(/[\s,}\]]+$/, '').length)
}
