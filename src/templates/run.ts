import type { Issue } from '../errors/issue.ts'
import { getFilter } from './dialect.ts'
import { type Engine, type EngineOptions, type Filter, withEngine } from './engine.ts'
import { type Failure, failureOf, offsetIn } from './failure.ts'
import { FilterRefusal } from './filter-arguments.ts'
import { ownFilters } from './filters.ts'
import { IncludeStack, Parents } from './include-stack.ts'
import { type Additions, enterFilter, type Instrumented, instrument, leaveFilter } from './instrument.ts'
import { misspelt } from './misspelt.ts'
import { spanOf, type TemplateFile, type TemplateFiles } from './template-files.ts'
import type { TemplateLimits } from './template-options.ts'
import { late, withinTime } from './within-time.ts'

/** All that a rendering needs. */
export interface Job {
  readonly files: TemplateFiles
  readonly data: Readonly<Record<string, unknown>>
  readonly limits: TemplateLimits
  readonly trimBlocks: boolean
  readonly lstripBlocks: boolean
}

/** How one pass differs from the ordinary one. */
export interface Pass {
  readonly additions?: Additions
  readonly filters?: Readonly<Record<string, Filter>>
  readonly undefinedValues?: EngineOptions['undefinedValues']
  /** `undefined`: without a limit. Default: that of the job. */
  readonly fuel?: number | undefined
  readonly timeMs?: number
}

export type Outcome =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'failed'; readonly failure: Failure; readonly includes: IncludeStack }

/** A name that was computed may lead to files that were not known before. So many are found one after the other. */
const maxRounds = 50

/** Renders the main file, with all that it includes. */
export function run(job: Job, pass: Pass = {}): Outcome {
  const parents = new Parents()
  for (let round = 0; ; round++) {
    const includes = new IncludeStack(job.files, job.limits.includeDepth, parents)
    const outcome = attempt(job, pass, includes, parents)
    if ((includes.wanted.length === 0 && !includes.wantsParents) || round >= maxRounds) return outcome
    for (const { from, name } of includes.wanted) job.files.find(from, name)
    job.files.readNamed()
  }
}

function attempt(job: Job, pass: Pass, includes: IncludeStack, parents: Parents): Outcome {
  const instrumented = new Map<string, Instrumented>()
  let refused = false
  const guarded = (filter: Filter): Filter => {
    return (...args) => {
      try {
        return filter(...args)
      } catch (error) {
        // Whatever is thrown here ends the engine; that it was a filter is known by this.
        refused = true
        throw error
      }
    }
  }
  const filters = Object.fromEntries(
    Object.entries({ ...ownFilters, [getFilter]: getOf, ...pass.filters }).map(([name, filter]) => [name, guarded(filter)]),
  )
  const options: EngineOptions = {
    fuel: 'fuel' in pass ? pass.fuel : job.limits.fuel,
    undefinedValues: pass.undefinedValues ?? 'strict',
    trimBlocks: job.trimBlocks,
    lstripBlocks: job.lstripBlocks,
    filters: {
      ...filters,
      [enterFilter]: (...args) => includes.enter(args),
      [leaveFilter]: (id) => includes.leave(String(id)),
    },
  }
  try {
    const text = withinTime(pass.timeMs ?? job.limits.timeMs, () =>
      withEngine(options, (engine) => {
        for (const file of job.files.all) instrumented.set(file.id, addTo(engine, file, parents.idsOf(file), pass.additions))
        engine.add(includes.empty, '')
        if (job.files.main.broken !== undefined) includes.end(job.files.main.broken)
        return engine.render(job.files.main.id, job.data)
      }),
    )
    return text === late ? failed({ why: 'time' }, includes) : { kind: 'text', text }
  } catch (error) {
    if (includes.stop !== undefined) return failed({ why: 'known', issue: includes.stop }, includes)
    if (refused) return failed({ why: 'filter' }, includes)
    return failed(failureOf(error, job.files, instrumented), includes)
  }
}

/** `map.get(key, default)` of Python. */
function getOf(map: unknown, key: unknown, fallback: unknown = null): unknown {
  if (!(map instanceof Map)) throw new FilterRefusal('wants a map')
  return map.get(key) ?? fallback
}

function failed(failure: Failure, includes: IncludeStack): Outcome {
  return { kind: 'failed', failure, includes }
}

/** The engine judges the text as it was written first, so that its places are those of the file. */
function addTo(engine: Engine, file: TemplateFile, ids: readonly string[], additions: Additions | undefined): Instrumented {
  const instrumented = instrument(file, additions)
  file.broken ??= misspelt(file) ?? malformed(engine, file)
  if (file.broken === undefined) for (const id of ids) engine.add(id, instrumented.text)
  return instrumented
}

function malformed(engine: Engine, file: TemplateFile): Issue | undefined {
  // The report at the end would be taken for the rest of what is not closed.
  const plain = instrument(file, {}, { isReported: false })
  try {
    engine.add(file.id, plain.text)
    return undefined
  } catch (error) {
    const failure = failureOf(error, undefined, new Map())
    if (failure.why !== 'engine') throw error
    const { line = 1, column = 1, detail } = failure
    const start = plain.placeOf(offsetIn(plain.text, line, column))?.offset ?? file.source.length
    const end = Math.min(start + (failure.length ?? 1), file.source.length)
    return {
      code: 'TEMPLATE_SYNTAX',
      severity: 'error',
      message: detail.replace(/^unexpected end of input/, 'the template ends too early'),
      span: spanOf(file, { start, end }),
    }
  }
}
