import type { Issue } from '../../errors/issue.ts'
import { type Awaitable, isPromise } from '../../runtime/awaitable.ts'
import { nodeFileSystem, nodePath } from '../../runtime/file-system.ts'
import { file, oneFile } from '../../sources/file.ts'
import { isPattern } from '../../sources/is-pattern.ts'
import { shownPath, withSlashes } from '../../sources/location.ts'
import type { Source } from '../../sources/source.ts'
import type { Path } from '../../values/path.ts'
import { printPath } from '../../values/path.ts'
import type { Layer } from '../layer.ts'
import type { Plan } from '../plan.ts'
import { type Answer, expandSources } from '../read-sources.ts'
import type { ImportEntry } from './directives.ts'
import { type ImportStep, placeOf, stepsOf } from './import-step.ts'

/** A file that is imported: what the engine needs to read it as it reads a source. */
export interface ImportedSource {
  readonly source: Source
  /** Unique in a generation. */
  readonly key: string
  /** Where its values go. */
  readonly at: Path
  readonly step: ImportStep
}

/** What one load has imported so far. */
export interface ImportState {
  /** Keys of what was imported: each counts once, where it stands first. */
  readonly keys: Set<string>
  /** Circles that were reported. */
  readonly circles: Set<string>
  /** Paths with all links followed, which costs a call for each folder on the way. */
  readonly identities: Map<string, string>
  files: number
  /** Set when there were too many: nobody can use the rest, which may be much. */
  isFull: boolean
}

/** What the engine does with what is found here. */
export interface ImportWork {
  readonly plan: Plan
  readonly state: ImportState
  readonly issues: Issue[]
  /** What was read before: a file that is a source is not read once more. */
  readonly read: readonly Answer[]
  /** How the engine came to the file whose layers these are. */
  readonly step: ImportStep | undefined
  /** Reads an imported file and puts its layers on the stack, with whatever it imports below. */
  load(imported: ImportedSource): Awaitable<void>
  push(layer: Layer): void
}

interface Work extends Omit<ImportWork, 'read'> {
  /** Absolute paths. */
  readonly sources: ReadonlySet<string>
}

const defaultDepth = 20
const defaultFiles = 1_000

/** Puts the layers of a file on the stack, and below each of them what it imports, in order. */
export function stackImports(layers: readonly Layer[], { read, ...given }: ImportWork): Awaitable<void> {
  const { cwd } = given.plan.runtime
  const files = read.flatMap(({ reading }) => (reading?.kind === 'bytes' ? nodePath().resolve(cwd, reading.file) : []))
  const work: Work = { ...given, sources: new Set(files) }
  const steps = layers.flatMap((layer) => [
    ...(layer.imports ?? []).map((entry) => () => stackEntry(layer, entry, work)),
    () => work.push(layer),
  ])
  return inTurn(steps, 0)
}

function inTurn(steps: readonly (() => Awaitable<void>)[], first: number): Awaitable<void> {
  for (let index = first; index < steps.length; index++) {
    const done = (steps[index] as () => Awaitable<void>)()
    if (isPromise(done)) return done.then(() => inTurn(steps, index + 1))
  }
}

function stackEntry(layer: Layer, entry: ImportEntry, work: Work): Awaitable<void> {
  const { plan, issues } = work
  if (work.state.isFull) return
  const folder = nodePath().dirname(layer.file ?? '.')
  const declaring = nodePath().resolve(plan.runtime.cwd, layer.file ?? '.')
  const step: ImportStep = {
    span: entry.span,
    file: layer.file ?? '',
    identity: identityOf(declaring, work.state),
    above: work.step,
  }
  const source = sourceOf(entry, folder)
  const found: Issue[] = []
  const sources = expandSources(plan, [source], found)
  issues.push(...found.map((issue) => placed(issue, step)))
  return inTurn(
    sources.map(
      ({ source: each }) =>
        () =>
          stackSource(each, source !== each, entry, step, work),
    ),
    0,
  )
}

/** What layers import, as sources: for who watches them. Also what is not there yet. */
export function importsOf(layers: readonly Layer[]): readonly Source[] {
  return layers.flatMap(({ imports = [], file: declaring = '.' }) =>
    imports.map((entry) => sourceOf(entry, nodePath().dirname(declaring))),
  )
}

/** A path in the words of the `file` source: relative to the working directory, a name of a folder taken literally. */
function sourceOf({ path, optional }: ImportEntry, folder: string): Source {
  const { isAbsolute, join } = nodePath()
  const at = (parent: string): string => withSlashes(isAbsolute(path) ? path : join(parent, path))
  const isPlain = !isPattern(path) && !path.includes('{')
  return isPlain ? oneFile(at(folder), { optional }) : file(at(folder.replace(/[*?[{]/g, '[$&]')), { optional })
}

function stackSource(source: Source, wasExpanded: boolean, { at }: ImportEntry, step: ImportStep, work: Work): Awaitable<void> {
  const { plan, state } = work
  if (state.isFull) return
  const absolute = nodePath().resolve(plan.runtime.cwd, source.name.slice('file:'.length))
  const identity = identityOf(absolute, state)
  const way = stepsOf(step)
  const circle = way.findIndex((each) => each.identity === identity)
  // A pattern that matches the file it stands in means the others.
  if (circle >= 0 && wasExpanded) return
  if (circle >= 0) return reportCircle(way.slice(0, circle + 1), work)
  const key = at.length === 0 ? `import:${identity}` : `import:${identity} in ${printPath(at)}`
  if (state.keys.has(key) || (at.length === 0 && work.sources.has(absolute))) return
  const issue = refusal(absolute, identity, way, work)
  if (issue !== undefined) return void work.issues.push(issue)
  state.keys.add(key)
  state.files++
  return work.load({ source, key, at, step })
}

/** Too deep, too many, or in a folder that is not allowed. */
function refusal(absolute: string, identity: string, way: readonly ImportStep[], work: Work): Issue | undefined {
  const { maxDepth = defaultDepth, maxFiles = defaultFiles } = work.plan.definition.imports ?? {}
  const [step] = way as readonly [ImportStep]
  const limited = (message: string, hint: string): Issue =>
    placed({ code: 'IMPORT_LIMIT', severity: 'error', message, hint }, step)
  if (way.length > maxDepth) return limited(`imports nest deeper than ${maxDepth}`, 'raise imports.maxDepth if that is meant')
  if (work.state.files >= maxFiles) {
    work.state.isFull = true
    return limited(`more than ${maxFiles} files are imported`, 'raise imports.maxFiles if that is meant')
  }
  if (isAllowed(absolute, identity, way, work)) return undefined
  return placed(
    {
      code: 'IMPORT_OUTSIDE',
      severity: 'error',
      message: `${JSON.stringify(shownPath(absolute, work.plan.runtime.cwd))} is in a folder from which nothing may be imported`,
      hint: 'move it, or allow its folder: imports: { folders: ["../shared"] }',
    },
    step,
  )
}

function isAllowed(absolute: string, identity: string, way: readonly ImportStep[], { plan, state }: Work): boolean {
  const { definition, runtime } = plan
  const { dirname, resolve } = nodePath()
  const first = (way.at(-1) as ImportStep).identity
  const folders = [runtime.cwd, ...(definition.imports?.folders ?? []).map((folder) => resolve(runtime.cwd, folder))]
  const allowed = [...folders, ...folders.map((folder) => identityOf(folder, state)), dirname(first)]
  // Neither by its name nor by a link.
  return allowed.some((folder) => isInside(absolute, folder)) && allowed.some((folder) => isInside(identity, folder))
}

function isInside(path: string, folder: string): boolean {
  const { relative, isAbsolute } = nodePath()
  const way = relative(folder, path)
  return way !== '..' && !way.startsWith('../') && !way.startsWith('..\\') && !isAbsolute(way)
}

/** The path with all links followed; of what is not there, the path itself. */
function identityOf(absolute: string, { identities }: ImportState): string {
  const known = identities.get(absolute)
  if (known !== undefined) return known
  const identity = followed(absolute)
  identities.set(absolute, identity)
  return identity
}

function followed(absolute: string): string {
  try {
    return nodeFileSystem().realpathSync(absolute)
  } catch {
    return absolute
  }
}

/** One issue for a circle, from whichever of its files it was entered. */
function reportCircle(nearestFirst: readonly ImportStep[], { state, issues }: Work): void {
  const steps = [...nearestFirst].reverse()
  const name = steps
    .map(({ identity }) => identity)
    .sort()
    .join('\n')
  if (state.circles.has(name)) return
  state.circles.add(name)
  const [last] = nearestFirst as readonly [ImportStep]
  issues.push({
    code: 'IMPORT_CYCLE',
    severity: 'error',
    message: `files import each other in a circle: ${[...steps.map(placeOf), steps[0]?.file].join(' -> ')}`,
    ...(last.span === undefined ? { file: last.file } : { span: last.span }),
    hint: 'remove one of these imports',
    related: steps.flatMap(({ span }, index) => {
      const next = steps[(index + 1) % steps.length]?.file ?? ''
      return span === undefined ? [] : [{ message: `imports ${JSON.stringify(next)}`, span }]
    }),
  })
}

/** An issue about an import, at the place of the import. */
function placed(issue: Issue, step: ImportStep): Issue {
  const { span, file: declaring, above } = step
  const way = stepsOf(above).flatMap((each) => (each.span === undefined ? [] : [{ message: 'imported here', span: each.span }]))
  return {
    ...issue,
    source: `file:${declaring}`,
    ...(span === undefined ? { file: declaring } : { span, file: undefined }),
    related: [...(issue.related ?? []), ...way],
  }
}

/** What is said of an imported file that is not there: at the place of the import. */
export function missingImport(issue: Issue, step: ImportStep): Issue {
  return issue.code === 'SOURCE_MISSING' ? placed(issue, step) : issue
}
