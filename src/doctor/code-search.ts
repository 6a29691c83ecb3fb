import type { ProjectFiles } from './project-files.ts'

const codeFile = /\.[cm]?[jt]sx?$/
const mostFiles = 5000

/** A file of code that uses a package. */
export interface Usage {
  readonly file: string
  readonly text: string
  /** Without comments, so that nothing in them is taken for code. Lines stay where they are. */
  readonly code: string
}

/** The files of code that import or require a package. Tests and declarations are not the program. */
export function filesUsing(project: ProjectFiles, name: string): readonly Usage[] {
  const imports = new RegExp(`(?:from\\s*|require\\s*\\(\\s*|import\\s*\\(?\\s*)(['"])${name}(?:/[\\w./-]*)?\\1`)
  const files = project.matching(codeFile).filter((file) => !/\.d\.[cm]?ts$|(?:^|[./])(?:tests?|spec|__tests__)[./]/.test(file))
  return files.slice(0, mostFiles).flatMap((file) => {
    const text = project.textOf(file)
    // Looking for the name first leaves most files unread by the expression.
    if (text === undefined || !text.includes(name)) return []
    const code = withoutComments(text)
    return imports.test(code) ? [{ file, text, code }] : []
  })
}

/** The line of the first match, counted from 1. */
export function lineOf(code: string, pattern: RegExp): number | undefined {
  const at = code.search(pattern)
  return at < 0 ? undefined : code.slice(0, at).split('\n').length
}

/** A string may look like a comment (`'https://…'`), so strings are read too. */
function withoutComments(text: string): string {
  return text.replace(
    /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g,
    (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found),
  )
}
