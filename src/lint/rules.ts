import type { LintRule } from './rule.ts'
import { absolutePath } from './rules/absolute-path.ts'
import { caseTwins } from './rules/case-twins.ts'
import { controlCharacter } from './rules/control-character.ts'
import { duplicateKey } from './rules/duplicate-key.ts'
import { emptyOverride } from './rules/empty-override.ts'
import { envInGit } from './rules/env-in-git.ts'
import { localhostInProd } from './rules/localhost-in-prod.ts'
import { nearMiss } from './rules/near-miss.ts'
import { numericText } from './rules/numeric-text.ts'
import { plaintextSecret } from './rules/plaintext-secret.ts'
import { portClash } from './rules/port-clash.ts'
import { sameAsBelow } from './rules/same-as-below.ts'
import { sealedPlaintext } from './rules/sealed-plaintext.ts'
import { secretFileMode } from './rules/secret-file-mode.ts'
import { shadowedTwice } from './rules/shadowed-twice.ts'
import { trailingSpaceValue } from './rules/trailing-space-value.ts'
import { typeDrift } from './rules/type-drift.ts'
import { unreachableFile } from './rules/unreachable-file.ts'
import { unusedKey } from './rules/unused-key.ts'
import { unusedVariable } from './rules/unused-variable.ts'
import { yamlSurprise } from './rules/yaml-surprise.ts'

/** All rules, in the order of the documentation: what leaks, what is mistyped, what has no effect, what differs. */
export const lintRules: readonly LintRule[] = [
  plaintextSecret,
  envInGit,
  sealedPlaintext,
  secretFileMode,
  duplicateKey,
  caseTwins,
  nearMiss,
  unusedKey,
  unusedVariable,
  shadowedTwice,
  sameAsBelow,
  emptyOverride,
  typeDrift,
  numericText,
  portClash,
  localhostInProd,
  absolutePath,
  yamlSurprise,
  trailingSpaceValue,
  controlCharacter,
  unreachableFile,
]
