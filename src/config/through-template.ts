import { ConfigError } from '../errors/config-error.ts'
import type { Issue, RelatedPlace } from '../errors/issue.ts'
import type { Document } from '../formats/format.ts'
import type { RenderedText } from '../sources/source.ts'
import type { Span } from '../text/position.ts'
import type { FormatReader } from './formats.ts'

/** A format whose places are those of the template, not of the text that was rendered from it. */
export function throughTemplate(format: FormatReader, rendered: RenderedText): FormatReader {
  const documentsOf = (text: string, file: string): readonly Document[] =>
    format.parseAll?.(text, file) ?? [format.parse(text, file)]
  const parseAll = (text: string, file: string): readonly Document[] => {
    try {
      return documentsOf(text, file).map((document) => inTemplate(document, rendered))
    } catch (error) {
      if (!ConfigError.is(error)) throw error
      throw new ConfigError(
        error.issues.map((issue) => advised(issueInTemplate(issue, rendered), file)),
        { cause: error },
      )
    }
  }
  // What reads many reads one, or refuses the text.
  return { textOnly: format.textOnly, parseAll, parse: (text, file) => parseAll(text, file)[0] as Document }
}

function inTemplate(document: Document, rendered: RenderedText): Document {
  return {
    value: document.value,
    get warnings() {
      return document.warnings.map((issue) => issueInTemplate(issue, rendered))
    },
    locate: (path, part) => placeIn(document.locate(path, part), rendered),
  }
}

function placeIn(span: Span | undefined, rendered: RenderedText): Span | undefined {
  return span && rendered.lines()?.origin(span)
}

/** A fix would change the rendered text, which is in no file. */
function issueInTemplate({ fix: _fix, ...issue }: Issue, rendered: RenderedText): Issue {
  if (issue.span === undefined) return issue
  const span = placeIn(issue.span, rendered)
  const related = issue.related?.flatMap((place) => relatedIn(place, rendered))
  return { ...issue, span, related, ...(span === undefined && { file: issue.span.file }) }
}

function relatedIn(place: RelatedPlace, rendered: RenderedText): readonly RelatedPlace[] {
  const span = placeIn(place.span, rendered)
  return span === undefined ? [] : [{ ...place, span }]
}

function advised(issue: Issue, file: string): Issue {
  return { ...issue, hint: issue.hint ?? `see what the template gives: configmanage render ${file}` }
}
