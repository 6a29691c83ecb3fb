import { describe, expect, it } from 'vitest'
import { changesAt } from './find-calls.ts'
import { parsePattern } from './pattern.ts'
import { differs } from './place.ts'
import { Trie } from './trie.ts'

describe('a tree of patterns', () => {
  it('loses nobody when somebody goes who is not there', () => {
    const trie = new Trie<string>()
    trie.add(parsePattern('a.b'), 'Ana')
    trie.remove(parsePattern('a.c'), 'Ana')
    trie.remove(parsePattern('a.b.c'), 'Ana')
    trie.remove(parsePattern('a'), 'Ana')
    trie.remove(parsePattern('a.b.**'), 'Ana')
    trie.remove(parsePattern('a.b'), 'Ben')
    expect([trie.size, [...(trie.root.children?.get('a')?.children?.get('b')?.here ?? [])]]).toEqual([1, ['Ana']])
  })

  it('is empty when all have gone', () => {
    const trie = new Trie<string>()
    const patterns = ['a.b', 'a.*.c', 'a.**', '*', ''].map(parsePattern)
    for (const pattern of patterns) trie.add(pattern, 'Ana')
    for (const pattern of patterns) trie.remove(pattern, 'Ana')
    expect(trie.size).toBe(0)
    expect(Object.values(trie.root)).toEqual([[], undefined, undefined, undefined, undefined])
  })
})

describe('a place', () => {
  it('does not differ from itself, nor from an equal object', () => {
    const tree = { a: [1] }
    expect([
      differs(tree, tree),
      differs(tree, { a: [1] }),
      differs(1, 1),
      changesAt({ path: [], before: tree, after: tree }),
    ]).toEqual([false, false, false, []])
    expect([differs(tree, { a: [2] }), differs(tree, undefined), differs('1', 1)]).toEqual([true, true, true])
  })
})
