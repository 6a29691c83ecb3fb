import { describe, expect, it } from 'vitest'
import { right, withKey, withValue } from './wrong-values/example.ts'
import { kinds, type Layer } from './wrong-values/kinds.ts'
import { placeOfIssue, pointedOut, refusal } from './wrong-values/start.ts'

/** What can be wrong, and the mark of what is to be shown. */
const faults = [
  ['a wrong type', withValue('server.port', 'abc'), 'VALUE_TYPE', 'server.port', 'v:server.port'],
  ['a number out of range', withValue('server.port', 70_000), 'VALUE_RANGE', 'server.port', 'v:server.port'],
  ['a wrong choice', withValue('server.mode', 'fasst'), 'VALUE_CHOICE', 'server.mode', 'v:server.mode'],
  ['a wrong value in a list', withValue('hosts[1].port', 'abc'), 'VALUE_TYPE', 'hosts[1].port', 'v:hosts[1].port'],
  ['a wrong value in a map', withValue('services.web.port', 0), 'VALUE_RANGE', 'services.web.port', 'v:services.web.port'],
  ['a text that does not match', withValue('db.user', 'a-b'), 'VALUE_PATTERN', 'db.user', 'v:db.user'],
  ['an unknown key', withKey('server.mode', 'mod'), 'KEY_UNKNOWN', 'server.mod', 'k:server.mode'],
] as const

describe.each(Object.entries(kinds))('%s', (_name, kind) => {
  it.each(faults)('that has %s is refused with its place', async (_fault, content, code, path, mark) => {
    const layer = kind('high', content)
    const { issues } = await refusal({ layers: [layer] })
    expect(issues.map((issue) => [issue.code, issue.path])).toEqual([[code, path]])
    expect(placeOfIssue(issues[0])).toEqual(layer.placeOf(mark))
  })
})

describe.each(Object.entries(kinds))('%s', (_name, kind) => {
  it('that lacks what is required is refused at the map around it, or by the name of the source', async () => {
    const layer = kind('high', withKey('db.user', 'note'))
    const { issues } = await refusal({ layers: [layer] })
    expect(issues.map((issue) => [issue.code, issue.path])).toEqual([['VALUE_MISSING', 'db.user']])
    expect(placeOfIssue(issues[0])).toEqual(layer.placeOfMap())
    expect(issues[0]?.issue.source).toBe(layer.sourceName)
  })
})

const onTop = ['--set', 'an override']
/** Every kind on top of every other that can be below it. A process has one standard input. */
const pairs = Object.keys(kinds).flatMap((low) =>
  Object.keys(kinds)
    .filter((high) => !(low === high && low === 'standard input') && onTop.indexOf(low) <= onTop.indexOf(high))
    .filter((high) => low !== high || !onTop.includes(low))
    .map((high) => [high, low] as const),
)

describe('a right value that is hidden by a wrong one', () => {
  it.each(pairs)('in %s is pointed out in %s', async (high, low) => {
    const wrong = kinds[high]?.('high', withValue('server.port', 70_000)) as Layer
    const below = kinds[low]?.('low', right) as Layer
    const { issues } = await refusal({ layers: [below, wrong] })
    expect(issues.map((issue) => [issue.code, issue.path])).toEqual([['VALUE_RANGE', 'server.port']])
    expect(placeOfIssue(issues[0])).toEqual(wrong.placeOf('v:server.port'))
    expect(pointedOut(issues[0])).toEqual(below.placeOf('v:server.port'))
  })
})
