import type { CodeEntry } from './codes/code-entry.ts'
import { cryptoCodes } from './codes/crypto.ts'
import { formatCodes } from './codes/format.ts'
import { lintCodes } from './codes/lint.ts'
import { mergeCodes } from './codes/merge.ts'
import { projectCodes } from './codes/project.ts'
import { reportCodes } from './codes/report.ts'
import { secretCodes } from './codes/secret.ts'
import { sourceCodes } from './codes/source.ts'
import { systemCodes } from './codes/system.ts'
import { templateCodes } from './codes/template.ts'
import { valueCodes } from './codes/value.ts'

/** The codes of all issues. Words, not numbers: they need no look-up, and they can be searched for. */
export type IssueCode =
  | keyof typeof sourceCodes
  | keyof typeof formatCodes
  | keyof typeof mergeCodes
  | keyof typeof templateCodes
  | keyof typeof valueCodes
  | keyof typeof systemCodes
  | keyof typeof reportCodes
  | keyof typeof projectCodes
  | keyof typeof lintCodes
  | keyof typeof cryptoCodes
  | keyof typeof secretCodes

/** Every code with its title, cause and remedy. */
export const catalogue: Readonly<Record<IssueCode, CodeEntry>> = {
  ...sourceCodes,
  ...formatCodes,
  ...mergeCodes,
  ...templateCodes,
  ...valueCodes,
  ...systemCodes,
  ...reportCodes,
  ...projectCodes,
  ...lintCodes,
  ...cryptoCodes,
  ...secretCodes,
}
