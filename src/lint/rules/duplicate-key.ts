import type { LintRule } from '../rule.ts'

/** What the readers of JSON, .env and .properties warn of; YAML, TOML and INI refuse such a file. */
export const duplicateKey: LintRule = {
  code: 'LINT_DUPLICATE_KEY',
  title: 'a key that is written twice',
  severity: 'error',
  needs: 'file',
  *check({ files }) {
    for (const file of files) {
      for (const { code, severity: _, ...issue } of file.documents.flatMap((document) => document.warnings)) {
        if (code === 'FORMAT_DUPLICATE_KEY') yield issue
      }
    }
  },
}
