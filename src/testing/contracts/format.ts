import assert from 'node:assert/strict'
import { ConfigError } from '../../errors/config-error.ts'
import type { Document, Format } from '../../formats/format.ts'
import { isEqual } from '../../values/equal.ts'
import { getAt } from '../../values/get.ts'
import { type Path, printPath } from '../../values/path.ts'
import { isList, isMap, type Value } from '../../values/value.ts'
import { walkLeaves } from '../../values/walk.ts'
import type { ContractCase } from './contract.ts'

/** What a format's own tests hand to the contract. */
export interface FormatSubject {
  readonly format: Format
  /** Texts and what they mean. Give one with comments, nesting and at least two keys. */
  readonly samples: readonly { readonly text: string; readonly value: Value }[]
  /** Texts that are no texts of this format. */
  readonly malformed: readonly string[]
}

const file = 'contract.sample'

/**
 * What every format promises. `for (const { name, run } of formatContract) it(name, () => run(makeSubject))`
 */
export const formatContract: readonly ContractCase<FormatSubject>[] = [
  {
    name: 'has a name, and extensions in lower case with their dot',
    run(make) {
      const { format } = make()
      assert.match(format.name, /^[a-z][a-z0-9-]*$/)
      for (const extension of format.extensions) assert.match(extension, /^\.[a-z0-9.]+$/)
    },
  },
  {
    name: 'reads its samples',
    run(make) {
      const { format, samples } = make()
      assert.ok(samples.length > 0, 'there is at least one sample')
      for (const { text, value } of samples) assertEqual(format.parse(text, file).value, value)
    },
  },
  {
    name: 'reads back what it prints',
    run(make) {
      const { format, samples } = make()
      for (const { value } of samples) assertEqual(format.parse(format.print(value), file).value, value)
    },
  },
  {
    name: 'knows the place of every value, counted from 1, in the file that was named',
    run(make) {
      const { format, samples } = make()
      for (const { text } of samples) assertPlaces(format.parse(text, file), text)
    },
  },
  {
    name: 'has no place for what is not there',
    run(make) {
      const { format, samples } = make()
      for (const { text } of samples) assert.equal(format.parse(text, file).locate(['no such key', 'at all']), undefined)
    },
  },
  {
    name: 'gives back the same text when nothing is edited, or nothing that is there is removed',
    run(make) {
      const { format, samples } = make()
      for (const { text, value } of samples) {
        assert.equal(format.edit(text, [], file), text)
        if (isMap(value)) assert.equal(format.edit(text, [{ kind: 'remove', path: ['no such key'] }], file), text)
      }
    },
  },
  {
    name: 'changes one value and keeps every other line',
    run(make) {
      const { format, samples } = make()
      const edited = samples.map(({ text }) => assertEdits(format, text))
      assert.ok(
        edited.some((paths) => paths > 0),
        'at least one sample has a text below a key, to be changed',
      )
    },
  },
  {
    name: 'refuses malformed text with a ConfigError that names the place',
    run(make) {
      const { format, malformed } = make()
      assert.ok(malformed.length > 0, 'there is at least one malformed text')
      for (const text of malformed) assertRefused(format, text)
    },
  },
  {
    name: 'survives deep nesting and odd characters',
    run(make) {
      const { format } = make()
      const odd = [
        '['.repeat(100_000),
        '{"a":'.repeat(100_000),
        'a: '.repeat(50_000),
        '\u0000',
        '\uD800',
        '"',
        '\\',
        '__proto__=1',
        '',
      ]
      for (const text of odd) {
        const failure = failureOf(() => format.parse(text, file))
        assert.ok(failure === undefined || ConfigError.is(failure), `only a ConfigError may be thrown, not ${String(failure)}`)
      }
      assert.equal(Object.hasOwn(Object.prototype, '1'), false)
    },
  },
]

function assertEqual(actual: Value, expected: Value): void {
  // `deepEqual` only words the difference: the library's own equality decides.
  if (!isEqual(actual, expected)) assert.deepEqual(actual, expected)
}

function assertPlaces(document: Document, text: string): void {
  for (const path of leavesOf(document.value)) {
    const span = document.locate(path)
    assert.ok(span !== undefined, `${printPath(path)} has a place`)
    assert.equal(span.file, file)
    assert.ok(span.start.line >= 1 && span.start.column >= 1, 'lines and columns count from 1')
    assert.ok(
      span.start.offset >= 0 && span.end.offset <= text.length && span.start.offset <= span.end.offset,
      'the span lies in the text',
    )
  }
}

/** Each text value is replaced in turn: text is what every format can hold. */
/** Answers how many values were changed. */
function assertEdits(format: Format, text: string): number {
  const before = format.parse(text, file).value
  const paths = leavesOf(before).filter(
    (path) => typeof getAt(before, path) === 'string' && path.every((part) => typeof part === 'string'),
  )
  for (const path of paths) {
    const edited = format.edit(text, [{ kind: 'set', path, value: 'edited' }], file)
    assert.equal(getAt(format.parse(edited, file).value, path), 'edited')
    const old = new Set(edited.split('\n'))
    const lost = text.split('\n').filter((line) => !old.has(line))
    const span = format.parse(text, file).locate(path)
    const lines = span === undefined ? 1 : span.end.line - span.start.line + 1
    assert.ok(lost.length <= lines, `setting ${printPath(path)} changes only the lines of its value`)
  }
  return paths.length
}

function assertRefused(format: Format, text: string): void {
  const failure = failureOf(() => format.parse(text, file))
  assert.ok(ConfigError.is(failure), `${JSON.stringify(text)} is refused with a ConfigError`)
  const error = failure as ConfigError
  for (const issue of error.issues)
    assert.ok(issue.span !== undefined || issue.file !== undefined, `${issue.code} names the file`)
}

function failureOf(action: () => unknown): unknown {
  try {
    action()
    return undefined
  } catch (error) {
    return error
  }
}

function leavesOf(value: Value): readonly Path[] {
  const paths: Path[] = []
  walkLeaves(value, (path, leaf) => {
    const isEmpty = isMap(leaf) || isList(leaf)
    if (!isEmpty && path.length > 0) paths.push(path)
  })
  return paths
}
