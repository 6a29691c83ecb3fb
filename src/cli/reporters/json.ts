import { issueToJson } from '../../errors/render-json.ts'
import { exitCodes } from '../exit-code.ts'
import type { Reporter } from './report.ts'

/** The envelope that every command of ours prints for programs. */
export const json: Reporter = ({ kind, exitCode, issues, data }) => {
  const envelope = {
    apiVersion: 'configmanage/v1',
    kind,
    ok: exitCode === exitCodes.fine,
    exitCode,
    issues: issues.map(issueToJson),
    data,
  }
  return `${JSON.stringify(envelope, null, 2)}\n`
}
