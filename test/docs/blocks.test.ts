import { describe, expect, it } from 'vitest'
import { blocksOf, matches } from './blocks.ts'

describe('blocksOf', () => {
  it('finds files, programs with their output, and commands', () => {
    const page =
      '# x\n```yaml file=a.yaml\nb: 1\n```\n```ts run\nlog()\n```\n\n```text output\n1\n```\n```console\n$ get a\n1\n$ get b\n```\n```ts\nnot run\n```\n'
    expect(blocksOf(page)).toEqual([
      { kind: 'file', line: 2, path: 'a.yaml', content: 'b: 1\n' },
      { kind: 'program', line: 5, code: 'log()\n', output: '1\n' },
      {
        kind: 'console',
        line: 12,
        commands: [
          { command: 'get a', output: '1\n' },
          { command: 'get b', output: '' },
        ],
      },
    ])
  })

  it('reports a block without an end', () => {
    expect(() => blocksOf('```ts\n')).toThrow('line 1')
  })
})

describe('matches', () => {
  it.each([
    ['a\nb\n', 'a\nb\n'],
    ['a 12 ms\n', 'a ... ms\n'],
    ['a\nx\ny\nb\n', 'a\n...\nb\n'],
    ['a\nb\n', 'a\n...\nb\n'],
    ['a\nb\nc\n', 'a\n...\n'],
    ['', ''],
  ])('accepts %j for %j', (actual, expected) => expect(matches(actual, expected)).toBe(true))

  it.each([
    ['a\nb\n', 'a\n'],
    ['a\n', 'a\nb\n'],
    ['abc\n', 'a.c\n'],
    ['a\nx', 'a\n...\nb\n'],
    ['x', ''],
  ])('refuses %j for %j', (actual, expected) => expect(matches(actual, expected)).toBe(false))
})
