import { ConfigError } from '../../errors/config-error.ts'
import type { Issue, RelatedPlace } from '../../errors/issue.ts'
import { type Awaitable, andThen, isPromise } from '../../runtime/awaitable.ts'
import type { Reading } from '../../sources/source.ts'
import type { Span } from '../../text/position.ts'
import type { Path } from '../../values/path.ts'
import { mapFrom } from '../../values/safe-keys.ts'
import type { ValueMap } from '../../values/value.ts'
import { asSchemaReads } from '../build-generation.ts'
import { formatOf } from '../formats.ts'
import type { Generation } from '../generation.ts'
import { again, opening } from '../later.ts'
import type { Layer } from '../layer.ts'
import { looksSealed } from '../looks-sealed.ts'
import { parseLayers } from '../parse-layers.ts'
import type { Plan } from '../plan.ts'
import { withRefusedOf } from '../refused.ts'
import { type ImportStep, stepsOf } from './import-step.ts'
import type { ImportedSource } from './stack-imports.ts'

/** The layers of an imported file, where they belong. */
export function importedLayers(
  plan: Plan,
  { source, at, step }: ImportedSource,
  reading: Reading,
  before: readonly Layer[],
): Awaitable<readonly Layer[]> {
  if (reading.kind !== 'bytes') return []
  // Of a file whose values go further down, the earlier layer is no earlier state of the whole text.
  const earlier = at.length === 0 ? before : []
  const parsed = looksSealed(reading)
    ? opening().openLayers(plan, source, reading, earlier)
    : andThen(formatOf(plan.formats, reading), (format) => parseLayers(plan, source, reading, format, earlier))
  return andThen(parsed, (layers) =>
    asSchemaReads(
      plan,
      layers.map((layer, index) => placeImported(layer, at, step, before[index])),
      before,
    ),
  )
}

/**
 * What `build` does, with the way to imported files in whatever it reports about them.
 * @throws ConfigError as `build` does
 */
export function mentioning(layers: readonly Layer[], build: () => Awaitable<Generation>): Awaitable<Generation> {
  const told = (generation: Generation): Generation => ({
    ...generation,
    warnings: () => mentionImports(generation.warnings(), layers),
  })
  const failed = (error: unknown): never => {
    if (!ConfigError.is(error)) throw error
    throw withRefusedOf(new ConfigError(mentionImports(error.issues, layers), { cause: error.cause }), error)
  }
  try {
    const generation = build()
    return isPromise(generation) ? generation.then(told, failed) : told(generation)
  } catch (error) {
    return failed(error)
  }
}

/** An imported layer where it belongs: below the map that imports it, and with the way there. */
function placeImported(layer: Layer, at: Path, step: ImportStep, before: Layer | undefined): Layer {
  const imported = { ...layer, importedBy: step }
  if (at.length === 0) return imported
  const below = at.reduceRight<ValueMap>((value, key) => mapFrom([[String(key), value]]), layer.value)
  return {
    ...imported,
    json: undefined,
    value: before === undefined ? below : (again().reconcile(before.value, below) as ValueMap),
    ...(layer.imports && { imports: layer.imports.map((entry) => ({ ...entry, at: [...at, ...entry.at] })) }),
    locate: (path, part) => (path.length <= at.length ? step.span : layer.locate(path.slice(at.length), part)),
    nameOf: (path) => (path.length <= at.length ? undefined : layer.nameOf(path.slice(at.length))),
  }
}

/** Issues about imported files, with the places of the imports that lead there. */
function mentionImports(issues: readonly Issue[], layers: readonly Layer[]): readonly Issue[] {
  const steps = new Map<string, ImportStep>()
  for (const { file, importedBy } of layers) if (file !== undefined && importedBy !== undefined) steps.set(file, importedBy)
  if (steps.size === 0) return issues
  return issues.map((issue) => {
    const step = steps.get(issue.span?.file ?? issue.file ?? '')
    return step === undefined ? issue : withWay(issue, step)
  })
}

/** An issue about a file, with the places of the imports that lead to it, unless they are there already. */
export function withWay(issue: Issue, step: ImportStep): Issue {
  const related = issue.related ?? []
  const way = wayOf(step).filter(({ span }) => !related.some((other) => isSame(other.span, span)))
  return way.length === 0 ? issue : { ...issue, related: [...related, ...way] }
}

function wayOf(step: ImportStep): readonly RelatedPlace[] {
  return stepsOf(step).flatMap(({ span }) => (span === undefined ? [] : [{ message: 'imported here', span }]))
}

function isSame(one: Span, other: Span): boolean {
  return one.file === other.file && one.start.offset === other.start.offset
}
