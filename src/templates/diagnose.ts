import type { Issue } from '../errors/issue.ts'
import { closest } from '../text/closest.ts'
import { didYouMean } from '../text/words.ts'
import type { Failure, FailurePlace } from './failure.ts'
import { findPlace } from './find-place.ts'
import type { IncludeStack, MissingInclude } from './include-stack.ts'
import type { Job, Outcome } from './run.ts'
import { includesOf, spanOf, type TemplateFile, type TemplateFiles } from './template-files.ts'
import { findUndefined } from './undefined-names.ts'

type Failed = Extract<Outcome, { readonly kind: 'failed' }>

/** Finding out more may take a while again, but not as long as the rendering. */
const longestSearchMs = 1000

/** What to say of a rendering that failed. Renders again where the engine does not tell enough. */
export function diagnose(job: Job, { failure, includes }: Failed): Issue {
  if (failure.why === 'known') return failure.issue
  const { timeMs, fuel } = job.limits
  const quick = { ...job, limits: { ...job.limits, timeMs: Math.min(timeMs, longestSearchMs) } }
  if (failure.why === 'time') return limit(`it takes more than ${timeMs} ms`, 'timeMs', findPlace(quick).place)
  if (failure.why === 'trap') return limit('it needs more than 256 MiB of memory', undefined, findPlace(quick).place)
  const isInside = failure.why === 'filter' || failure.place === undefined || isWrapped(failure.kind)
  const traced = isInside ? findPlace(quick) : undefined
  const place = traced === undefined && failure.why === 'engine' ? failure.place : traced?.place
  const isFuel = failure.why === 'engine' && failure.kind === 'engine ran out of fuel'
  if (isFuel || (traced !== undefined && traced.ended !== 'failed'))
    return limit(`it takes more than ${fuel} steps`, 'fuel', place)
  const isCircle = failure.why === 'engine' && failure.detail.startsWith('cycle in template inheritance')
  if (isCircle) return includes.circle()
  return (
    missingInclude(job.files, place, includes.missing) ??
    findUndefined(quick, place) ??
    nameless(place, includes.missing) ??
    tooDeep(failure, place, includes) ??
    other(failure, place)
  )
}

/** So many levels of one file inside of itself, with macros between them, are what the engine takes at least. */
const levelsOfItself = 5

/**
 * The engine has a depth of its own, to which macros count as well as includes. What it says of it gets lost when it comes
 * out of an include; but an include or a call that could be computed has no other way to fail.
 */
function tooDeep(failure: Failure, place: FailurePlace | undefined, includes: IncludeStack): Issue | undefined {
  if (place === undefined || failure.why !== 'engine' || !isWrapped(failure.kind)) return undefined
  const { file, piece } = place
  const isInclude = includesOf(file).some((each) => each.piece === piece)
  const isCall = file.source.slice(piece.start, piece.end).includes('(')
  if (!isInclude && !isCall) return undefined
  const { file: nested, levels } = includes.mostNested
  if (levels >= levelsOfItself) return includes.circle(nested)
  const isLink = isInclude || (piece.kind === 'tag' && piece.name === 'call')
  return isLink ? limit('includes and macros are nested too deeply', undefined, place) : undefined
}

function isWrapped(kind: string): boolean {
  return kind === 'could not render include' || kind.startsWith('error in')
}

function limit(what: string, name: string | undefined, place: FailurePlace | undefined): Issue {
  const hint = 'look for a loop or macro that does not end'
  return {
    code: 'TEMPLATE_LIMIT',
    severity: 'error',
    message: `the template was stopped: ${what}`,
    ...whereOf(place),
    hint: name === undefined ? hint : `${hint}, or raise limits.${name}`,
  }
}

function missingInclude(
  files: TemplateFiles,
  place: FailurePlace | undefined,
  missing: readonly MissingInclude[],
): Issue | undefined {
  if (place === undefined || !includesOf(place.file).some(({ piece }) => piece === place.piece)) return undefined
  const found = missing.findLast(({ from, offset }) => from === place.file && offset === place.piece.start)
  // Without a text for a name, what the name is made of is undefined, or no text.
  return found && found.names.length > 0 ? noFile(files, place, found) : undefined
}

/** A name that is no text. */
function nameless(place: FailurePlace | undefined, missing: readonly MissingInclude[]): Issue | undefined {
  const found = place && missing.findLast(({ from, offset }) => from === place.file && offset === place.piece.start)
  if (place === undefined || found === undefined) return undefined
  const message = 'the name of a template must be a text'
  return { code: 'TEMPLATE_INCLUDE_MISSING', severity: 'error', message, span: spanOf(place.file, place.piece) }
}

function noFile(files: TemplateFiles, { file, piece }: FailurePlace, { from, names }: MissingInclude): Issue {
  const message = `there is no template ${names.map((each) => JSON.stringify(each)).join(' or ')}`
  return {
    code: 'TEMPLATE_INCLUDE_MISSING',
    severity: 'error',
    message,
    span: spanOf(file, piece),
    hint: hintFor(files, from, String(names[0])),
  }
}

function hintFor(files: TemplateFiles, from: TemplateFile, name: string): string {
  const near = closest(name, files.namesNear(from, name))
  return didYouMean(near) ?? `names are relative to ${JSON.stringify(from.file)}; "ignore missing" allows an absent one`
}

/** What the engine says and holds no values: kinds of values, names of the template. */
const harmless: readonly RegExp[] = [
  /^tried to use . operator on unsupported types \w+ and \w+$/,
  /^\w+ is not iterable$/,
  /^cannot join value of type \w+$/,
  /^\w+ has no method named \w+$/,
  /^\w+ is unknown$/,
  /^invalid (?:float|integer) literal$/,
  /^range has too many elements$/,
  /^recursion limit exceeded$/,
  /^cannot unpack: .{0,20}sequence of wrong length .{0,40}$/,
]

function other(failure: Failure, place: FailurePlace | undefined): Issue {
  const detail = failure.why === 'engine' && harmless.some((pattern) => pattern.test(failure.detail)) ? failure.detail : undefined
  if (detail === 'recursion limit exceeded') return limit('macros call each other too deeply', undefined, place)
  const why = detail === undefined ? '' : `: ${detail}`
  return {
    code: 'TEMPLATE_FAILED',
    severity: 'error',
    message: `this cannot be computed${why}`,
    ...whereOf(place),
    hint: 'a filter or operator got a kind of value it has no answer for',
  }
}

function whereOf(place: FailurePlace | undefined): Pick<Issue, 'span'> {
  return place === undefined ? {} : { span: spanOf(place.file, place.piece) }
}
