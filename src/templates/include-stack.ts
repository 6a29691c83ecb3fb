import type { Issue, RelatedPlace } from '../errors/issue.ts'
import { spanOf, type TemplateFile, type TemplateFiles } from './template-files.ts'

/** A tag that led from one file to another. */
export interface IncludeStep {
  readonly from: TemplateFile
  readonly to: TemplateFile
  /** Of the tag, in `from`. */
  readonly offset: number
}

/** A name for which no file was found. */
export interface MissingInclude {
  readonly from: TemplateFile
  readonly offset: number
  readonly names: readonly string[]
}

/** Ends the engine: what is wrong is in {@link IncludeStack.stop}. */
export class Stop extends Error {}

/** Which files are being rendered, and which were asked for. */
export class IncludeStack {
  /** A template with nothing in it, in place of one that has to be read first. */
  readonly empty = 'empty'
  readonly wanted: { readonly from: TemplateFile; readonly name: string }[] = []
  readonly missing: MissingInclude[] = []
  stop: Issue | undefined
  readonly #files: TemplateFiles
  readonly #maxDepth: number
  readonly #steps: IncludeStep[] = []

  constructor(files: TemplateFiles, maxDepth: number) {
    this.#files = files
    this.#maxDepth = maxDepth
  }

  /** The engine's name of the file that is asked for; of several, the first that exists. */
  enter([asked, id, , offset]: readonly unknown[]): string {
    const from = this.#files.byId(String(id)) ?? this.#files.main
    const names = Array.isArray(asked) ? asked : [asked]
    for (const name of names) {
      const found = this.#look(from, name, Number(offset))
      if (found !== undefined) return found
    }
    this.missing.push({ from, offset: Number(offset), names: names.filter((name) => typeof name === 'string') })
    return 'missing'
  }

  leave(id: string): boolean {
    const last = this.#steps.findLastIndex(({ to }) => to.id === id)
    if (last >= 0) this.#steps.splice(last, 1)
    return false
  }

  #look(from: TemplateFile, name: unknown, offset: number): string | undefined {
    if (typeof name !== 'string') return undefined
    const known = this.#files.known(from, name)
    if (known !== undefined) return this.#step({ from, to: known, offset })
    const found = this.#files.find(from, name)
    if (found.kind === 'outside') this.end(outside(from, offset, name))
    if (found.kind === 'missing') return undefined
    // It has been read now, but the engine does not take templates while it works: the next round has it.
    this.wanted.push({ from, name })
    return this.empty
  }

  #step(step: IncludeStep): string {
    if (step.to.broken !== undefined) this.end(step.to.broken)
    this.#steps.push(step)
    if (this.#steps.length > this.#maxDepth) this.end(this.#tooDeep(step))
    return step.to.id
  }

  #tooDeep(last: IncludeStep): Issue {
    if (this.#steps.some(({ from }) => from === last.to)) return this.circle()
    return {
      code: 'TEMPLATE_LIMIT',
      severity: 'error',
      message: `includes are nested more than ${this.#maxDepth} levels deep`,
      span: placeOf(last),
      hint: 'raise limits.includeDepth if it is meant',
    }
  }

  /** What to say when the last step led to a file that is being rendered. */
  circle(): Issue {
    const last = this.#steps.at(-1)
    const begins = this.#steps.slice(0, -1).findLastIndex(({ to }) => to === last?.to) + 1
    const first = this.#steps.findIndex(({ from }) => from === last?.to)
    const circle = this.#steps.slice(begins > 0 ? begins : Math.max(0, first))
    const steps = circle.map((step) => `${step.from.file}:${placeOf(step).start.line}`)
    return {
      code: 'TEMPLATE_INCLUDE_CYCLE',
      severity: 'error',
      message: `templates include each other in a circle: ${[...steps, circle[0]?.from.file].join(' -> ')}`,
      ...(circle[0] !== undefined && { span: placeOf(circle[0]) }),
      related: circle.map(relatedOf),
      hint: 'break the circle at one of these steps',
    }
  }

  /** Ends the rendering, with what to say of it. */
  end(issue: Issue): never {
    this.stop = issue
    throw new Stop(issue.code)
  }
}

function relatedOf(step: IncludeStep): RelatedPlace {
  return { message: `includes ${JSON.stringify(step.to.file)}`, span: placeOf(step) }
}

/** The place of the tag. */
function placeOf({ from, offset }: { readonly from: TemplateFile; readonly offset: number }): ReturnType<typeof spanOf> {
  const piece = from.pieces.find(({ start }) => start === offset)
  return spanOf(from, piece ?? { start: offset, end: offset })
}

function outside(from: TemplateFile, offset: number, name: string): Issue {
  return {
    code: 'TEMPLATE_INCLUDE_OUTSIDE',
    severity: 'error',
    message: `${JSON.stringify(name)} is outside of the folder of the templates`,
    span: placeOf({ from, offset }),
    hint: 'move the file into the folder, or name a higher one by template.folder',
  }
}
