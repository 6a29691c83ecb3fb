/** What the documentation says of a code; `docs/errors.md` is kept equal to it by a test. */
export interface CodeEntry {
  readonly title: string
  readonly cause: string
  readonly remedy: string
}
