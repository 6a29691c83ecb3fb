import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import { isEqual } from '../../values/equal.ts'
import type { Path } from '../../values/path.ts'
import { withValue } from '../../values/set.ts'
import type { Value } from '../../values/value.ts'
import { walkLeaves } from '../../values/walk.ts'
import { defaultLimits, type Edit } from '../format.ts'
import { yaml } from '../yaml/yaml.ts'
import { editYaml } from './edit.ts'

function edit(text: string, ...edits: readonly Edit[]): string {
  return editYaml(text, edits, 'app.yaml', defaultLimits)
}

function set(path: Path, value: Value): Edit {
  return { kind: 'set', path, value }
}

function remove(...path: Path): Edit {
  return { kind: 'remove', path }
}

function issueOf(action: () => unknown): Issue | undefined {
  try {
    action()
  } catch (error) {
    if (ConfigError.is(error)) return error.issues[0]
    throw error
  }
  return undefined
}

describe('set of what is there', () => {
  it.each<[string, Path, Value, string]>([
    ['a: 1 # one\n', ['a'], 2, 'a: 2 # one\n'],
    ["a: 'x'\n", ['a'], "it's", "a: 'it''s'\n"],
    ['a: "x"\n', ['a'], 'y', 'a: "y"\n'],
    ['a: "x"\n', ['a'], 5, 'a: 5\n'],
    ['a: x\n', ['a'], 'yes', 'a: "yes"\n'],
    ['a: &n 1\n', ['a'], 2, 'a: &n 2\n'],
    ['a: !!str 1\n', ['a'], 2, 'a: 2\n'],
    ['a: &n !!str 1\n', ['a'], 2, 'a: &n 2\n'],
    ['a:\nb: 1\n', ['a'], 2, 'a: 2\nb: 1\n'],
    ['a: # c\nb: 1\n', ['a'], 2, 'a: 2 # c\nb: 1\n'],
    ['- 1\n-\n- 3\n', [1], 2, '- 1\n- 2\n- 3\n'],
    ['{a: 1, b: [1, 2]}\n', ['b', 1], 'x, y', '{a: 1, b: [1, "x, y"]}\n'],
    ['{"a":1}', ['a'], 'x', '{"a":x}'],
    ['{a, b: 1}', ['a'], 'x', '{a: x, b: 1}'],
    ['? a\nb: 1\n', ['a'], 2, '? a\n: 2\nb: 1\n'],
    ['a: |\n  x\n  y\nb: 1\n', ['a'], 'z\n', 'a: |\n  z\nb: 1\n'],
    ['a: | # why\n  x\n\n\nb: 1\n', ['a'], 'p\nq', 'a: |- # why\n  p\n  q\n\n\nb: 1\n'],
    ['a: x # c\n', ['a'], 'p\nq\n', 'a: | # c\n  p\n  q\n'],
    ['a: 1 # c\nb: 2', ['a'], { x: [1] }, 'a: # c\n  x:\n    - 1\nb: 2'],
    ['a: # c\n  x: 1\n  y: 2 # d\nb: 2', ['a'], 1, 'a: 1 # c\nb: 2'],
    ['a: # c\n  x: 1 # d\n  y: 2 # e\n', ['a'], { x: 1, y: 3, z: 4 }, 'a: # c\n  x: 1 # d\n  y: 3 # e\n  z: 4\n'],
    ['- a: 1 # c\n', [0], 'x', '- x\n'],
    ['a: {}\n', ['a', 'b', 'c'], 1, 'a:\n  b:\n    c: 1\n'],
    ['a: {b: {}}\n', ['a', 'b', 'c'], [1], 'a: {b: {c: [1]}}\n'],
    ['# c\n--- # d\nold\n', [], { a: 1 }, '# c\n--- # d\na: 1\n'],
  ])('%j %j', (text, path, value, expected) => {
    expect(edit(text, set(path, value))).toBe(expected)
  })

  it('changes nothing when the value is equal', () => {
    const text = 'a:   "x"   # c\nb: 0x10\n'
    expect(edit(text, set(['a'], 'x'), set(['b'], 16), set([], { a: 'x', b: 16 }))).toBe(text)
  })

  it('does many edits of one text', () => {
    const lines = Array.from({ length: 2000 }, (_, index) => `k${index}: ${index} # c`)
    const edits = lines.map((_, index) => set([`k${index}`], -index - 1))
    const start = performance.now()
    expect(edit(lines.join('\n'), ...edits)).toBe(lines.map((_, index) => `k${index}: ${-index - 1} # c`).join('\n'))
    expect(performance.now() - start).toBeLessThan(20_000)
    expect(edit('a: 1\n', set(['b'], 2), set(['b'], 3), set(['c', 'd'], 4), remove('a'))).toBe('b: 3\nc:\n  d: 4\n')
  })
})

describe('adding', () => {
  it.each<[string, Path, Value, string]>([
    ['', ['a', 'b'], 1, 'a:\n  b: 1\n'],
    ['# only a comment', ['a'], 1, '# only a comment\na: 1'],
    ['---\n# c\n...\n', ['a'], 1, '---\n# c\na: 1\n...\n'],
    ['a: 1', ['b'], 2, 'a: 1\nb: 2'],
    ['a: 1\r\n', ['b'], [1], 'a: 1\r\nb:\r\n  - 1\r\n'],
    ['a:\n    b: 1\n# c\nd: 1\n', ['a', 'e', 'f'], 2, 'a:\n    b: 1\n    e:\n        f: 2\n# c\nd: 1\n'],
    ['a:\n- 1\n- 2 # c\nb: 1\n', ['a', 2], { x: [3] }, 'a:\n- 1\n- 2 # c\n- x:\n  - 3\nb: 1\n'],
    ['a:\n  - x: 1\n    y: 2\n', ['a', 0, 'z'], 3, 'a:\n  - x: 1\n    y: 2\n    z: 3\n'],
    ['- - 1\n  - 2\n', [0, 2], 3, '- - 1\n  - 2\n  - 3\n'],
    ['{a: 1}\n', ['b'], 2, '{a: 1, b: 2}\n'],
    ['a: [1, 2]\n', ['a', 2], { b: 'x' }, 'a: [1, 2, {b: x}]\n'],
    ['a: []\n', ['a', 0], 1, 'a:\n  - 1\n'],
    ['a: [\n  1, # one\n  2 # two\n ]\n', ['a', 2], 3, 'a: [\n  1, # one\n  2, # two\n  3\n ]\n'],
    ['[\n  1,\n  2,\n]\n', [2], 3, '[\n  1,\n  2,\n  3,\n]\n'],
    ['a: |+\n  x\n\n', ['b'], 1, 'a: |+\n  x\n\nb: 1\n'],
    ['a: null\n', ['a', 'b'], 1, 'a:\n  b: 1\n'],
    ['base: &b {x: 1}\nd:\n  <<: *b\n', ['d', 'z'], 2, 'base: &b {x: 1}\nd:\n  <<: *b\n  z: 2\n'],
    ['a:\n  b: 1\n  # c\n', ['a', 't'], 'x\ny', 'a:\n  b: 1\n  t: "x\\ny"\n  # c\n'],
  ])('%j %j', (text, path, value, expected) => {
    expect(edit(text, set(path, value))).toBe(expected)
  })
})

describe('remove', () => {
  it.each<[string, Path, string]>([
    ['a: 1 # c\nb: 2\n', ['a'], 'b: 2\n'],
    ['a: 1\nb: 2', ['b'], 'a: 1'],
    ['a: 1\r\nb: 2\r\n', ['a'], 'b: 2\r\n'],
    ['# about a\na:\n  x: 1\n\n# about b\nb: 2\n', ['a'], '# about a\n\n# about b\nb: 2\n'],
    ['- a: 1\n  b: 2\n', [0, 'a'], '- b: 2\n'],
    ['a:\n  b: 1\nc: 2\n', ['a', 'b'], 'a: {}\nc: 2\n'],
    ['a:\n- 1\n- 2\n', ['a', 0], 'a:\n- 2\n'],
    ['a:\n- 1\n', ['a', 0], 'a: []\n'],
    ['{a: 1, b: 2, c: 3}\n', ['b'], '{a: 1, c: 3}\n'],
    ['{a: 1, b: 2, c: 3}\n', ['c'], '{a: 1, b: 2}\n'],
    ['[1]\n', [0], '[]\n'],
    ['[\n  1, # one\n  2 # two\n]\n', [1], '[\n  1, # one\n]\n'],
    ['a: 1\n', ['b', 'c'], 'a: 1\n'],
    ['a: 1\n', ['a', 'c'], 'a: 1\n'],
    ['a: |\n  x\n\nb: 1\n', ['a'], '\nb: 1\n'],
  ])('%j %j', (text, path, expected) => {
    expect(edit(text, remove(...path))).toBe(expected)
  })
})

describe('what cannot be edited in place', () => {
  const text = 'base: &b\n  x: 1\nd:\n  <<: *b\n  y: 2\ncopy: *b\nlist: [1]\ns: text\ne:\n  <<: {x: 1}\n  x: 2\n'

  it.each<[string, Edit, number, number]>([
    ['an alias', set(['copy'], 1), 6, 7],
    ['a value behind an alias', set(['copy', 'x'], 2), 6, 7],
    ['a merged value', set(['d', 'x'], 2), 4, 3],
    ['a merged value that goes', remove('d', 'x'), 4, 3],
    ['a key over a merged one that goes', remove('e', 'x'), 11, 3],
    ['a value that an alias shows', set(['base', 'x'], 2), 4, 7],
    ['an anchor that an alias needs', remove('base'), 4, 7],
    ['an index behind the end', set(['list', 2], 2), 7, 7],
    ['a key of a list', set(['list', 'a'], 2), 7, 7],
    ['a key of a text', set(['s', 'a'], 2), 8, 4],
    ['the whole document', remove(), 1, 1],
  ])('is told: %s', (_, wanted, line, column) => {
    expect(issueOf(() => edit(text, wanted))).toMatchObject({ code: 'FORMAT_EDIT', span: { start: { line, column } } })
  })

  it('is told for several documents, and for malformed text', () => {
    expect(issueOf(() => edit('a: 1\n---\nb: 1\n', set(['a'], 2)))).toMatchObject({
      code: 'FORMAT_EDIT',
      span: { start: { line: 2 } },
    })
    expect(issueOf(() => edit('a: [\n', set(['a'], 2)))?.code).toBe('FORMAT_SYNTAX')
  })
})

const folder = new URL('../../../test/corpus/yaml/', import.meta.url)
const corpus = readdirSync(folder).map((name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const)

/** Another value of the same kind. */
function another(value: Value): Value {
  if (typeof value === 'string') return value.includes('\n') ? `${value.trimEnd()} more\n` : `${value}x`
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 1
  return value === null ? 'set' : 7
}

function linesChanged(before: string, after: string): number {
  const a = before.split('\n')
  const b = after.split('\n')
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let end = 0
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++
  return Math.max(a.length, b.length) - start - end
}

describe.each(corpus)('in %s', (name, text) => {
  const value = yaml().parse(text, name).value
  const leaves: (readonly [Path, Value])[] = []
  walkLeaves(value, (path, leaf) => void leaves.push([path, leaf]))

  it('each scalar can be set, and only its line changes', () => {
    let done = 0
    for (const [path, leaf] of leaves) {
      const wanted = another(leaf)
      let after: string
      try {
        after = edit(text, set(path, wanted))
      } catch (error) {
        // Values behind aliases and merge keys: only files that have them may refuse.
        if (!ConfigError.is(error) || error.code !== 'FORMAT_EDIT' || !/[*]\w/.test(text)) throw error
        continue
      }
      done++
      const span = yaml().parse(text, name).locate(path)
      const height = (span?.end.line ?? 0) - (span?.start.line ?? 0) + 1
      expect(linesChanged(text, after), path.join('.')).toBeLessThanOrEqual(height)
      expect(isEqual(yaml().parse(after, name).value, withValue(value, path, wanted))).toBe(true)
    }
    expect(done).toBeGreaterThan(2)
  })

  it('each value can be removed or gets a neighbour, or is refused with a place', () => {
    for (const [path] of leaves) {
      for (const wanted of [
        remove(...path),
        set([...path.slice(0, -1), typeof path.at(-1) === 'number' ? 0 : 'added'], { a: ['b'] }),
      ]) {
        const issue = issueOf(() => edit(text, wanted))
        if (issue) expect(issue).toMatchObject({ code: 'FORMAT_EDIT', span: { file: 'app.yaml' } })
      }
    }
  })

  it('a key can be added and removed again, leaving the file as it was', () => {
    const path = Array.isArray(value) ? [value.length] : ['added']
    expect(edit(edit(text, set(path, { a: ['b'] })), remove(...path))).toBe(text)
  })
})
