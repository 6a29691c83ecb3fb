import type { IssueCode } from './catalogue.ts'

/** Where a code is explained: a page of the repository and of the package, so it can be read without a network. */
export function docsLink(code: IssueCode): string {
  return `docs/errors.md#${code.toLowerCase()}`
}

/** The same page of that version of the package, for programs that are somewhere else. */
export function docsUrl(code: IssueCode, version: string): string {
  return `https://unpkg.com/configmanage@${version}/${docsLink(code)}`
}

/** The first page of that version of the package. */
export function homeUrl(version: string): string {
  return `https://unpkg.com/configmanage@${version}/README.md`
}
