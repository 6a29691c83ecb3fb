import type { Issue, RelatedPlace } from '../errors/issue.ts'
import { includesOf, spanOf, type TemplateFile, type TemplateFiles } from './template-files.ts'

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

/**
 * The engine takes a parent that is extended inside of itself for a circle, even where a file that is included in one of
 * its blocks begins anew. So it knows parents by one name for each level. Circles end by their depth.
 */
export class Parents {
  readonly #levels = new Map<TemplateFile, number>()

  /** `undefined` when the engine does not know it at this level yet: next time it will. */
  idOf(file: TemplateFile, level: number): string | undefined {
    if (level === 0) return file.id
    const known = this.#levels.get(file) ?? 0
    if (level <= known) return `${file.id}n${level}`
    this.#levels.set(file, Math.max(level, 2 * known))
    return undefined
  }

  /** All names of a file. */
  idsOf(file: TemplateFile): readonly string[] {
    const levels = [...Array(this.#levels.get(file) ?? 0).keys()]
    return [file.id, ...levels.map((level) => `${file.id}n${level + 1}`)]
  }
}

/** Which files are being rendered, and which were asked for. */
export class IncludeStack {
  /** A template with nothing in it, in place of one that has to be read first. */
  readonly empty = 'empty'
  readonly wanted: { readonly from: TemplateFile; readonly name: string }[] = []
  /** Set when a parent was asked for inside of itself more often than {@link Parents} has it. */
  wantsParents = false
  readonly missing: MissingInclude[] = []
  stop: Issue | undefined
  readonly #files: TemplateFiles
  readonly #maxDepth: number
  readonly #steps: IncludeStep[] = []
  readonly #parents: Parents

  constructor(files: TemplateFiles, maxDepth: number, parents: Parents = new Parents()) {
    this.#files = files
    this.#maxDepth = maxDepth
    this.#parents = parents
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
    return isParent(step) ? this.#parentId(step.to) : step.to.id
  }

  #parentId(file: TemplateFile): string {
    const level = this.#steps.filter((step) => step.to === file && isParent(step)).length - 1
    const id = this.#parents.idOf(file, level)
    this.wantsParents ||= id === undefined
    return id ?? this.empty
  }

  #tooDeep(last: IncludeStep): Issue {
    if (this.#steps.some(({ from }) => from === last.to)) return this.circle()
    const { file, levels } = this.mostNested
    if (levels > 1) return this.circle(file)
    return {
      code: 'TEMPLATE_LIMIT',
      severity: 'error',
      message: `includes are nested more than ${this.#maxDepth} levels deep`,
      span: placeOf(last),
      hint: 'raise limits.includeDepth if it is meant',
    }
  }

  /** The file that is being rendered most often, one inside the other. */
  get mostNested(): { readonly file: TemplateFile | undefined; readonly levels: number } {
    const levels = new Map<TemplateFile, number>()
    for (const { to } of this.#steps) levels.set(to, (levels.get(to) ?? 0) + 1)
    const [most] = [...levels].sort(([, one], [, other]) => other - one)
    return { file: most?.[0], levels: most?.[1] ?? 0 }
  }

  /** What to say when a step led to a file that is being rendered: the last step, if not said otherwise. */
  circle(file: TemplateFile | undefined = this.#steps.at(-1)?.to): Issue {
    const end = this.#steps.findLastIndex(({ to }) => to === file)
    const begins = this.#steps.slice(0, end).findLastIndex(({ to }) => to === file) + 1
    const first = this.#steps.findIndex(({ from }) => from === file)
    const circle = this.#closed(this.#steps.slice(begins > 0 ? begins : Math.max(0, first), end + 1))
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

  /** A file that was imported is not being rendered any more when a macro of it leads on: the tag that imported it is added. */
  #closed(circle: readonly IncludeStep[]): readonly IncludeStep[] {
    return circle.flatMap((step, index) => {
      const before = circle.at(index - 1)?.to
      if (before === undefined || before === step.from) return [step]
      const tag = includesOf(before).find(({ texts }) => texts.some((text) => this.#files.known(before, text) === step.from))
      return tag === undefined ? [step] : [{ from: before, to: step.from, offset: tag.piece.start }, step]
    })
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

function isParent({ from, offset }: IncludeStep): boolean {
  const piece = from.pieces.find(({ start }) => start === offset)
  return piece?.kind === 'tag' && piece.name === 'extends'
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
