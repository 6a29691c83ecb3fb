import { describe, expect, it } from 'vitest'
import { mergeTrees } from './merge-trees.ts'

describe('a merge of three trees', () => {
  it('changes nothing where only our side changed something, or both did the same', () => {
    expect(mergeTrees({ a: 1, b: 2, c: 3 }, { a: 5, c: 4 }, { a: 1, b: 2, c: 4 })).toEqual({ edits: [], conflicts: [] })
  })

  it('takes what only the other side changed, as deep as it is', () => {
    expect(
      mergeTrees({ a: { x: 1, y: 2 }, l: [1] }, { a: { x: 1, y: 2 }, l: [1], m: 1 }, { a: { x: 3 }, l: [1, 2], n: 7 }),
    ).toEqual({
      edits: [
        { kind: 'set', path: ['a', 'x'], value: 3 },
        { kind: 'remove', path: ['a', 'y'] },
        { kind: 'set', path: ['l'], value: [1, 2] },
        { kind: 'set', path: ['n'], value: 7 },
      ],
      conflicts: [],
    })
  })

  it('is in conflict where both sides changed one value, a list, or one took away what the other changed', () => {
    const { conflicts } = mergeTrees(
      { a: 1, l: [1], m: { x: 1 }, gone: 1, cut: 1 },
      { a: 2, l: [2], m: { x: 2 }, cut: 2, both: 1 },
      { a: 3, l: [3], m: 4, gone: 2, both: 2 },
    )
    expect(conflicts).toEqual([['a'], ['l', 0], ['m'], ['cut'], ['both'], ['gone']])
  })

  it('goes item by item through lists of one length, each item as a whole', () => {
    const base = {
      hosts: ['a', 'b', 'c'],
      users: [
        { name: 'x', admin: true },
        { name: 'y', admin: true },
      ],
    }
    const ours = {
      hosts: ['A', 'b', 'c'],
      users: [
        { name: 'y', admin: true },
        { name: 'x', admin: true },
      ],
    }
    const theirs = {
      hosts: ['a', 'b', 'C'],
      users: [
        { name: 'x', admin: false },
        { name: 'y', admin: true },
      ],
    }
    expect(mergeTrees(base, ours, theirs)).toEqual({
      edits: [{ kind: 'set', path: ['hosts', 2], value: 'C' }],
      // Ours changed their places: part by part, the wrong user would lose the right.
      conflicts: [['users', 0]],
    })
  })

  it('takes a list that only the other side made longer, and not one that both changed', () => {
    expect(mergeTrees({ l: ['a'], m: ['a'] }, { l: ['a'], m: ['b'] }, { l: ['a', 'b'], m: ['a', 'c'] })).toEqual({
      edits: [{ kind: 'set', path: ['l'], value: ['a', 'b'] }],
      conflicts: [['m']],
    })
  })

  it('merges maps that both sides added', () => {
    expect(mergeTrees({}, { a: { x: 1 } }, { a: { y: 2 } })).toEqual({
      edits: [{ kind: 'set', path: ['a', 'y'], value: 2 }],
      conflicts: [],
    })
  })

  it('takes names of the prototype as names', () => {
    const theirs = JSON.parse('{"constructor": 1, "toString": 2}') as Record<string, number>
    expect(mergeTrees({}, {}, theirs).edits).toHaveLength(2)
  })
})
