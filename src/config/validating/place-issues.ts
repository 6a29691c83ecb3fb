import type { Issue, RelatedPlace } from '../../errors/issue.ts'
import { variableOf } from '../../export/field-rows.ts'
import type { LayerValue } from '../../merge/layer-value.ts'
import { getAt } from '../../values/get.ts'
import type { Path } from '../../values/path.ts'
import type { Layer } from '../layer.ts'
import { findOrigin, type Origin, placeIn } from './find-origin.ts'
import { Fixes } from './fixes.ts'
import { operandPlaces, sourcesWithoutPlace } from './operand-places.ts'
import type { Provenance } from './provenance.ts'

/** More issues than this are not worth a second run of the validator each. */
const maxTried = 20

/** Gives each issue the file, line and column or the name of the variable it is about, and other places that matter. */
export function placeIssues(issues: readonly Issue[], provenance: Provenance): readonly Issue[] {
  const fixes = new Fixes()
  return issues.map((issue, index) => {
    if (issue.span !== undefined || issue.file !== undefined || issue.path === undefined) return withRule(issue, provenance)
    const placed = placeIssue(issue, issue.path, provenance, index < maxTried)
    return withRule(withFix(placed, issue.path, provenance, fixes), provenance)
  })
}

/** In the file that gave the value. */
function withFix(issue: Issue, path: Path, provenance: Provenance, fixes: Fixes): Issue {
  const origin = issue.suggestion === undefined ? undefined : findOrigin(path, provenance)
  if (origin?.kind !== 'layer' || origin.found.length < path.length) return issue
  const { layer, at } = origin
  if (layer.rendered) return issue
  const value = getAt(layer.written ?? layer.value, at)
  return fixes.add(issue, { path: at, value, locate: (inFile, part) => layer.locate(inFile, part) })
}

function withRule(issue: Issue, { spanOfRule }: Provenance): Issue {
  const span = issue.rule === undefined ? undefined : spanOfRule(issue.rule)
  return span === undefined ? issue : { ...issue, related: [...(issue.related ?? []), { message: 'the rule', span }] }
}

function placeIssue(issue: Issue, path: Path, provenance: Provenance, tries: boolean): Issue {
  if (issue.code === 'VALUE_MISSING') return placeMissing(issue, path, provenance, tries)
  const origin = findOrigin(path, provenance)
  if (origin === undefined) return issue
  const isAboutKey = issue.code === 'KEY_UNKNOWN' || issue.code === 'KEY_DEPRECATED'
  const placed = placedAt(issue, origin, isAboutKey ? 'key' : 'value', provenance)
  // What a value was computed from says nothing of its key.
  const operands = isAboutKey ? [] : operandPlaces(origin, path, provenance)
  const related = [...(issue.related ?? []), ...operands]
  if (origin.kind === 'default' || isAboutKey || !tries) return { ...placed, related }
  const below = rightBelow(path, origin.replay.shadowed, provenance)
  const elsewhere = sourcesWithoutPlace(origin, provenance)
  const hint = issue.hint ?? below.hint ?? (elsewhere && `correct ${elsewhere}, which it came from`)
  return { ...placed, hint, related: [...related, ...below.related] }
}

function placedAt(issue: Issue, origin: Origin, part: 'key' | 'value', { spanOfRule }: Provenance): Issue {
  if (origin.kind === 'default') {
    const span = spanOfRule(origin.rule) ?? spanOfRule(origin.filledBy)
    return { ...issue, source: 'default', span, ...(span === undefined && { name: origin.rule }) }
  }
  const { layer, at } = origin
  return { ...issue, source: layer.source.name, file: layer.file, ...placeIn(layer, at, part) }
}

interface Below {
  readonly hint: string | undefined
  readonly related: readonly RelatedPlace[]
}

/** Values that are hidden by the wrong one, and would have been right. */
function rightBelow(path: Path, shadowed: readonly LayerValue[], { layers, wouldBeRight, defaultAt }: Provenance): Below {
  const related: RelatedPlace[] = []
  let hint: string | undefined
  for (const { layer, path: at, value, effect } of shadowed) {
    if ((effect !== 'hidden' && effect !== 'sets') || !wouldBeRight(path, value)) continue
    const hidden = layers[layer] as Layer
    const { span, name } = placeIn(hidden, at, 'value')
    if (span !== undefined) related.push({ message: 'right, but hidden by it', span })
    else hint ??= `${name ?? hidden.file ?? hidden.source.name} below it is right: remove this one to use that`
  }
  if (hint !== undefined || related.length > 0) return { hint, related }
  const fallback = defaultAt(path)
  if (fallback === undefined || !wouldBeRight(path, fallback.value)) return { hint, related }
  if (fallback.span === undefined) return { hint: 'the default is right: remove this one to use that', related }
  return { hint, related: [{ message: 'the default, which is right, but hidden by it', span: fallback.span }] }
}

/**
 * What is missing has no place. Where a layer removed it, that is the place; else the key of the map around it, in the
 * highest layer that has that map.
 */
function placeMissing(issue: Issue, path: Path, provenance: Provenance, tries: boolean): Issue {
  const origin = findOrigin(path, provenance, { mayBeRemoved: true })
  if (origin?.kind === 'layer' && origin.isRemoval) {
    const below = tries ? rightBelow(path, origin.replay.shadowed, provenance) : { hint: undefined, related: [] }
    const related = [...(issue.related ?? []), ...below.related]
    const hint = issue.hint ?? below.hint ?? 'take the "!unset" away, or give a value'
    return { ...placedAt(issue, origin, 'key', provenance), hint, related }
  }
  const hint = issue.hint ?? lookedIn(provenance.layers, path)
  if (origin === undefined) return { ...issue, hint }
  return { ...placedAt(issue, origin, 'key', provenance), hint }
}

function lookedIn(layers: readonly Layer[], path: Path): string | undefined {
  const names = [...new Set(layers.map(({ source }) => variableFor(source.name, path) ?? source.name))].reverse()
  return names.length === 0 ? undefined : `set it in one of: ${names.join(', ')}`
}

/** `SHOP_DB__USER` for `environment SHOP_*`. */
function variableFor(source: string, path: Path): string | undefined {
  const prefix = /^environment (\w+)\*$/.exec(source)?.[1]
  return prefix === undefined ? undefined : variableOf(path, prefix)
}
