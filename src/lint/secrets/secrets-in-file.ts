import { LineIndex, type Span } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import { walkLeaves } from '../../values/walk.ts'
import type { LintFile } from '../subject.ts'
import { isPlaceholder } from './placeholder.ts'
import { tokensIn } from './token-patterns.ts'
import { type SecretKind, secretKindOf } from './value-kind.ts'

/** A secret in a file. It says where and of which kind, and never what. */
export interface FoundSecret extends SecretKind {
  /** `undefined` for one outside of all values: in a comment. */
  readonly path: Path | undefined
  readonly span: Span
  /** The schema calls it secret. */
  readonly declared: boolean
}

const known = new WeakMap<LintFile, readonly FoundSecret[]>()

/** All secrets of a file in reading order: by the form of the value, by the name of the key, by the schema. */
export function secretsIn(file: LintFile): readonly FoundSecret[] {
  let found = known.get(file)
  if (found === undefined) {
    found = search(file)
    known.set(file, found)
  }
  return found
}

function search(file: LintFile): readonly FoundSecret[] {
  const found = [...inValues(file)]
  for (const secret of declaredIn(file)) if (!found.some((other) => overlaps(other.span, secret.span))) found.push(secret)
  for (const secret of outsideValues(file)) if (!found.some((other) => overlaps(other.span, secret.span))) found.push(secret)
  return found.sort((a, b) => a.span.start.offset - b.span.start.offset)
}

function* inValues(file: LintFile): Generator<FoundSecret> {
  for (const document of file.documents) {
    const found: { path: Path; kind: SecretKind }[] = []
    walkLeaves(document.value, (path, leaf) => {
      const kind = typeof leaf === 'string' ? secretKindOf(nameAt(path), leaf) : undefined
      if (kind !== undefined) found.push({ path, kind })
    })
    for (const { path, kind } of found) {
      const span = document.locate(path)
      if (span !== undefined) yield { ...kind, path, span, declared: false }
    }
  }
}

/** The nearest key: elements of a list are of the kind that the list's name says. */
function nameAt(path: Path): string | undefined {
  for (let index = path.length - 1; index >= 0; index--) {
    const part = path[index]
    if (typeof part === 'string') return part
  }
  return undefined
}

function* declaredIn(file: LintFile): Generator<FoundSecret> {
  for (const { path, value, span } of file.secrets) {
    if (span === undefined || typeof value !== 'string' || isPlaceholder(value.slice(0, 500))) continue
    yield { kind: 'value that the schema calls secret', length: value.length, certain: true, path, span, declared: true }
  }
}

/** Tokens in comments are leaked like any other. */
function* outsideValues(file: LintFile): Generator<FoundSecret> {
  const tokens = tokensIn(file.text)
  if (tokens.length === 0) return
  const lines = new LineIndex(file.text)
  for (const { kind, start, end } of tokens) {
    const span = lines.span(file.file, start, end)
    yield { kind, length: end - start, certain: true, path: undefined, span, declared: false }
  }
}

function overlaps(a: Span, b: Span): boolean {
  return a.file === b.file && a.start.offset < b.end.offset && b.start.offset < a.end.offset
}
