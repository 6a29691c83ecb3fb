import type { Issue } from '../../errors/issue.ts'
import type { Path } from '../../values/path.ts'
import { isList, isMap, type Value, type ValueMap } from '../../values/value.ts'
import { buildMap } from './build-map.ts'
import { rangeOf } from './events.ts'
import type { Frame, KeyEvent, MapFrame } from './frame.ts'
import { issueAt, mostIssues, type SourceText } from './problem.ts'

/** Makes the map of a finished frame, which is inside `above`: own keys, with what `<<` brings underneath them. */
export function closeMap(frame: MapFrame, above: readonly Frame[], source: SourceText, issues: Issue[]): ValueMap {
  if (frame.merges !== undefined) return mergedMap(frame, frame.merges, above, source, issues)
  const map = buildMap(frame.keys, frame.values)
  if (Object.keys(map).length !== frame.keys.length) reportDuplicates(frame, above, source, issues)
  return map
}

/** Own keys win over merged ones, and an earlier merge over a later one (https://yaml.org/type/merge.html). */
function mergedMap(
  frame: MapFrame,
  merges: readonly number[],
  above: readonly Frame[],
  source: SourceText,
  issues: Issue[],
): ValueMap {
  const isMerge = new Set(merges)
  const own = new Set(frame.keys.filter((_, index) => !isMerge.has(index)))
  if (own.size !== frame.keys.length - isMerge.size) reportDuplicates(frame, above, source, issues)

  const entries = new Map<string, Value>()
  for (let index = 0; index < frame.keys.length; index++) {
    const value = frame.values[index] as Value
    if (!isMerge.has(index)) {
      entries.set(frame.keys[index] as string, value)
      continue
    }
    const maps = mergeable(value)
    if (maps === undefined) issues.push(unmergeable(frame.keyEvents[index] as KeyEvent, source))
    for (const map of maps ?? []) {
      for (const key of Object.keys(map)) if (!own.has(key) && !entries.has(key)) entries.set(key, map[key] as Value)
    }
  }
  return buildMap([...entries.keys()], [...entries.values()])
}

/** The maps that a `<<` names, highest priority first. */
function mergeable(value: Value): readonly ValueMap[] | undefined {
  if (isMap(value)) return [value]
  return isList(value) && value.every(isMap) ? value : undefined
}

function unmergeable(key: KeyEvent, source: SourceText): Issue {
  return issueAt(source, rangeOf(key), {
    code: 'FORMAT_UNSUPPORTED_VALUE',
    message: 'the merge key "<<" needs a map or a list of maps',
    hint: 'write an alias to a map behind it, or put the key in quotes if it is text',
  })
}

function reportDuplicates(frame: MapFrame, above: readonly Frame[], source: SourceText, issues: Issue[]): void {
  const path = pathOf(above)
  const isMerge = new Set(frame.merges)
  const first = new Map<string, KeyEvent>()
  frame.keys.forEach((key, index) => {
    if (isMerge.has(index) || issues.length >= mostIssues) return
    const event = frame.keyEvents[index] as KeyEvent
    const before = first.get(key)
    if (before === undefined) first.set(key, event)
    else issues.push(duplicate([...path, key], event, before, source))
  })
}

/** Where what comes next in the innermost frame belongs. */
function pathOf(frames: readonly Frame[]): Path {
  return frames.flatMap((frame): Path => {
    if (frame.kind === 'list') return [frame.items.length]
    return frame.kind === 'map' && frame.pending !== undefined && 'text' in frame.pending ? [frame.pending.text] : []
  })
}

function duplicate(path: Path, event: KeyEvent, before: KeyEvent, source: SourceText): Issue {
  return issueAt(source, rangeOf(event), {
    code: 'FORMAT_DUPLICATE_KEY',
    message: `the key ${JSON.stringify(path.at(-1))} is written twice`,
    hint: 'remove one of the two',
    related: [{ message: 'first written here', span: source.span(rangeOf(before)) }],
    path,
  })
}
