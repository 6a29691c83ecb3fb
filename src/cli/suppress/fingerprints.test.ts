import { expect, it } from 'vitest'
import type { Issue } from '../../errors/issue.ts'
import { LineIndex } from '../../text/position.ts'
import { fingerprintsOf } from './fingerprints.ts'

const lines = new LineIndex('\n'.repeat(500))
const at = (line: number, more: Partial<Issue> = {}): Issue => {
  const offset = lines.offsetAt(line, 1)
  return { code: 'VALUE_RANGE', severity: 'error', message: 'm', path: ['a'], span: lines.span('f', offset, offset), ...more }
}
const prints = (...issues: readonly Issue[]): readonly string[] => {
  const found = fingerprintsOf(issues, (file) => file)
  return issues.map((issue) => found.get(issue) ?? '')
}

it('stays the same when lines move, when the value changes, and when the message says it otherwise', () => {
  expect(prints(at(1))).toEqual(prints(at(300, { message: 'other words', received: '2' })))
})

it('differs by code, file, key, name and, without these, by words', () => {
  const other = lines.span('g', 0, 0)
  const bare = (message: string) => at(1, { path: undefined, message })
  const all = [at(1), at(1, { code: 'VALUE_TYPE' }), at(1, { path: ['b'] }), at(1, { span: other }), bare('x'), bare('y')]
  expect(new Set(all.map((issue) => prints(issue)[0])).size).toBe(all.length)
  expect(prints(at(1, { name: 'A' }))).not.toEqual(prints(at(1, { name: 'B' })))
  expect(prints(bare('see line 3'))).toEqual(prints(bare('see line 14')))
})

it('tells equal issues apart by their order from top to bottom, whatever order they are given in', () => {
  const [first, second] = [at(1), at(9)]
  const [one, two] = prints(first, second)
  expect(one).not.toBe(two)
  const turned = fingerprintsOf([second, first], (file) => file)
  expect([turned.get(first), turned.get(second)]).toEqual([one, two])
})

it('holds nothing of a value, so that nobody can try words against it', () => {
  expect(prints(at(1, { received: '"hunter2"', message: 'hunter2' }))).toEqual(prints(at(1)))
})
