import { describe, expect, it } from 'vitest'
import { dueAt, type Glance, isCertain, type Pending, pend, restMs } from './settle.ts'
import type { Sight } from './sight.ts'

/** A sight whose time of writing is not known, so that only the watcher's clock counts. */
const seen = (signature: string, size: number | undefined): Sight => ({ signature, size, writtenAt: undefined })
const glance = (now: number, sight: Sight, parts: Partial<Glance> = {}): Glance => {
  return { now, sight, whole: false, ending: () => 'open', toldSize: 100, toldAt: undefined, silent: false, ...parts }
}
/** When it would be told, seen at these times in this way. */
function due(...glances: readonly Glance[]): number {
  let pending: Pending | undefined
  for (const each of glances) pending = pend(pending, each)
  return dueAt(pending as Pending, (glances.at(-1) as Glance).now)
}

describe('a change is told', () => {
  it('at once, when it arrived whole', () => {
    expect(due(glance(1_000, seen('b', 10), { whole: true }))).toBe(1_000)
  })

  it('when it has rested a little, written in place', () => {
    expect(due(glance(1_000, seen('b', 90)))).toBe(1_000 + restMs.written)
    expect(due(glance(1_000, seen('b', 90)), glance(1_010, seen('b', 90)))).toBe(1_000 + restMs.written)
    expect(due(glance(1_000, seen('b', 0)), glance(1_010, seen('c', 90)))).toBe(1_010 + restMs.growing)
    expect(due(glance(1_000, seen('b', 0)), glance(1_002, seen('c', 90)))).toBe(1_002 + restMs.written)
  })

  it('at once, when it is a closed bracket text, however it came', () => {
    const closed: Partial<Glance> = { ending: () => 'closed' }
    expect(due(glance(1_000, seen('b', 10), closed))).toBe(1_000)
    expect(due(glance(1_000, seen('b', 60)), glance(1_010, seen('c', 80), closed))).toBe(1_010)
    expect(due(glance(1_000, seen('b', 10), { ...closed, silent: true }))).toBe(1_000 + restMs.growing)
    expect(isCertain(pend(undefined, glance(1_000, seen('b', 10), closed)))).toBe(true)
    expect(isCertain(pend(undefined, glance(1_000, seen('b', 10))))).toBe(false)
  })

  it('when it has rested longer, while it is a bracket text that is not closed', () => {
    const torn: Partial<Glance> = { ending: () => 'torn' }
    expect(due(glance(1_000, seen('b', 100), torn))).toBe(1_000 + restMs.growing)
    expect(due(glance(1_000, seen('b', 100), torn), glance(1_003, seen('c', 120), { ending: () => 'closed' }))).toBe(1_003)
  })

  it('almost at once, when its last line is complete and nothing speaks against it', () => {
    const line: Partial<Glance> = { ending: () => 'line' }
    const soon = 1_000 + restMs.finished
    expect(due(glance(1_000, seen('b', 100), line))).toBe(soon)
    expect(due(glance(1_000, seen('b', 100), { ...line, toldAt: 900 }))).toBe(soon)
    // The time of writing says little of the last few milliseconds.
    expect(due(glance(1_000, { signature: 'b', size: 100, writtenAt: Date.now() }, line))).toBe(soon)
    const other = 1_000 + restMs.written
    expect(due(glance(1_000, seen('b', 99), line))).toBe(other)
    expect(due(glance(1_000, seen('b', 100), { ...line, toldAt: 901 }))).toBe(other)
    expect(due(glance(1_000, seen('b', 100), { ...line, toldSize: undefined }))).toBe(other)
    expect(due(glance(1_000, seen('b', 60), line), glance(1_010, seen('c', 200), line))).toBe(1_010 + restMs.growing)
  })

  it('in another way, when it is seen that it was written in place after all', () => {
    const line: Partial<Glance> = { ending: () => 'line' }
    const arrived = pend(undefined, glance(1_000, seen('b', 100), { ...line, whole: true }))
    expect(dueAt(pend(arrived, glance(1_001, seen('b', 100), line)), 1_001)).toBe(1_001)
    const written = pend(arrived, glance(1_001, seen('b', 100)))
    expect(dueAt(written, 1_001)).toBe(1_000 + restMs.written)
  })

  it('at once, when it was written long ago', () => {
    expect(due(glance(1_000, { signature: 'b', size: 90, writtenAt: 1 }))).toBe(1_000)
  })

  it('when it has rested longer, growing or much shorter than before', () => {
    expect(due(glance(1_000, seen('b', 40)))).toBe(1_000 + restMs.growing)
    expect(due(glance(1_000, seen('b', 60)), glance(1_010, seen('c', 80)))).toBe(1_010 + restMs.growing)
    expect(due(glance(1_000, seen('b', 60)), glance(1_010, seen('c', 80), { whole: true }))).toBe(1_010)
    // The steps of one write, seen within a moment.
    expect(due(glance(1_000, seen('b', 60)), glance(1_001, seen('c', 80)))).toBe(1_001 + restMs.written)
  })

  it('when it was seen twice alike, where nothing tells of writing', () => {
    expect(due(glance(1_000, seen('b', 90), { silent: true }))).toBe(1_000 + restMs.growing)
  })

  it('after a while, when it is empty, absent or unreadable', () => {
    expect(due(glance(1_000, seen('b', 0)))).toBe(1_000 + restMs.missing)
    expect(due(glance(1_000, seen('absent', undefined)))).toBe(1_000 + restMs.missing)
    expect(due(glance(1_000, seen('b', 0), { whole: true }))).toBe(1_000 + restMs.missing)
  })

  it('after two seconds, when it never rests', () => {
    const restless = Array.from({ length: 500 }, (_, index) => glance(1_000 + index * 10, seen(`${index}`, 90 + (index % 2))))
    const times = restless.map((_, index) => due(...restless.slice(0, index + 1)) <= 1_000 + index * 10)
    expect(times.indexOf(true)).toBe(restMs.always / 10)
  })
})
