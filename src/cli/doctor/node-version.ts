import type { Issue } from '../../errors/issue.ts'

/** The oldest version that we are tested on. */
const oldest = [22, 13] as const

/** NODE_UNSUPPORTED for a version of Node that is too old. */
export function nodeIssues(version: string): readonly Issue[] {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return []
  return [
    {
      code: 'NODE_UNSUPPORTED',
      severity: 'error',
      message: `this is Node ${version}, which is too old`,
      expected: `Node ${oldest.join('.')} or later`,
      hint: `install Node ${oldest[0]} or later`,
    },
  ]
}
