import type { Document } from '../../formats/format.ts'
import { getAt } from '../../values/get.ts'
import { type Path, printPath } from '../../values/path.ts'
import { walkLeaves } from '../../values/walk.ts'
import { quoting } from '../fixes.ts'
import type { Finding, LintRule } from '../rule.ts'
import { wordsOf } from '../secrets/secret-names.ts'
import type { LintFile } from '../subject.ts'

/** What the YAML reader warns of, and versions that lose their last zero. */
export const yamlSurprise: LintRule = {
  code: 'LINT_YAML_SURPRISE',
  title: 'a plain YAML value that is read in two ways',
  severity: 'warning',
  needs: 'file',
  *check({ files }) {
    for (const file of files) {
      if (file.format !== 'yaml') continue
      for (const document of file.documents) {
        yield* ofReader(document)
        yield* versions(file, document)
      }
    }
  },
}

/** Quotes are put where the value stays what it is here: a text. */
function* ofReader(document: Document): Generator<Finding> {
  for (const { code, severity: _, ...issue } of document.warnings) {
    if (code !== 'FORMAT_SURPRISE') continue
    const isText = issue.path !== undefined && typeof getAt(document.value, issue.path) === 'string'
    const message =
      issue.path === undefined ? issue.message : issue.message.replace(/^this(?: word| number)?/, printPath(issue.path))
    yield { ...issue, message, fix: isText && issue.span ? quoting(issue.span, 'put it in quotes') : undefined }
  }
}

/** A number with a zero at its end is a version if its key says so; `49.0` is a price. */
function* versions(file: LintFile, document: Document): Generator<Finding> {
  const paths: Path[] = []
  walkLeaves(document.value, (path, leaf) => {
    if (typeof leaf === 'number' && isVersionName(path)) paths.push(path)
  })
  for (const path of paths) {
    const span = document.locate(path)
    const written = span && file.text.slice(span.start.offset, span.end.offset)
    if (written === undefined || !/^\d+\.\d*0$/.test(written)) continue
    const message = `${printPath(path)} is written ${written} and read as the number ${Number(written)}`
    yield { message, path, span, hint: 'put a version in quotes' }
  }
}

const versionWords = new Set(['version', 'versions', 'release', 'tag', 'node', 'python', 'ruby', 'go', 'php', 'java'])

function isVersionName(path: Path): boolean {
  const name = path.findLast((part) => typeof part === 'string')
  return typeof name === 'string' && wordsOf(name).some((word) => versionWords.has(word))
}
