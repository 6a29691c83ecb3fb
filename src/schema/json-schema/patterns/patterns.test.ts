import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byteSizePattern } from '../../../values/byte-size.ts'
import { durationPattern } from '../../../values/duration.ts'
import { isLinear } from './is-linear.ts'
import { linearTest } from './linear-patterns.ts'
import { patternsOf } from './patterns.ts'
import { readExpression } from './read-expression.ts'

function tested(source: string, mode: 'own' | 'linear' = 'linear'): (text: string) => boolean {
  const compiled = patternsOf(mode).compile(source)
  if ('problem' in compiled) throw new Error(compiled.problem)
  return (text) => compiled.test(text)
}

/** Texts of 100 KB that begin well and end badly. */
const hostile = ['a', 'ab', ' ', 'x', 'a ', '1', '1.', '-', 'a-', '/', 'A', 'é', '\t'].flatMap((unit) =>
  ['', '!', '\u0000', 'Z'].map((end) => unit.repeat(100_000 / unit.length) + end),
)

describe('patterns of a schema', () => {
  it.each([
    '(a+)+$',
    '^(a+)+$',
    '(a|aa)+$',
    '(.*a){20}',
    '^(.*a){20}$',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '\\s*$',
    '^\\s+|\\s+$',
    'a*a*b',
    '(x+x+)+y',
    '(.*)*$',
    '([a-zA-Z]+)*$',
    '(a?){30}a{30}',
    '^(\\w+\\s?)*$',
    '^(/[^/ ]*)+/?$',
    '^([a-z0-9]+[._-])*[a-z0-9]+$',
    '^[a-z]+(-[a-z]+)*$',
    '^\\S+@\\S+$',
    '^(?=.*[A-Z])(?=.*\\d).{8,}$',
    '^(?!.*--)[a-z0-9-]+$',
    '\\p{L}+\\d$',
    '(?:[^"\\\\]|\\\\.)*"',
    durationPattern,
  ])('take less than a second for any text: %s', (source) => {
    const test = tested(source)
    test('')
    for (const text of hostile) {
      const started = performance.now()
      test(text)
      expect(performance.now() - started).toBeLessThan(1000)
    }
  })

  it.each([
    '^[a-z]+$',
    '^v?\\d+\\.\\d+$',
    '^[a-z]+(-[a-z]+)*$',
    'foo',
    '^\\p{L}+$',
    '^(?!x)[a-z]+$',
    durationPattern,
    byteSizePattern,
  ])('stay with the platform where that is safe: %s', (source) => {
    expect(patternsOf('linear').compile(source)).toBeInstanceOf(RegExp)
  })

  it.each(['(a+)+$', '\\s*$', '^(\\w+)\\s?x*(\\w+)\\s$', 'a*a*b', '(?:a|a)*b', '^(a?){65}$'])(
    'are not trusted where it is not: %s',
    (source) => {
      const expression = readExpression(source)
      expect(expression && isLinear(expression)).toBe(false)
    },
  )

  it.each(['^(\\w+)\\s\\1$', '(?=a+)*(a+)+(?!b*)$', '(?<=a*)b'])(
    'are refused where no engine can promise anything, unless they are the own ones: %s',
    (source) => {
      expect(patternsOf('linear').compile(source)).toMatchObject({ problem: expect.stringContaining('could take very long') })
      expect(patternsOf('own').compile(source)).toBeInstanceOf(RegExp)
    },
  )

  it('are read with Unicode, and without where that forbids what many write', () => {
    expect(tested('^.$')('😀')).toBe(true)
    expect(tested('^\\p{Letter}{2}$')('éa')).toBe(true)
    expect(tested('^[\\w-\\.]$')('-')).toBe(true)
  })

  it('are compiled once', () => {
    const patterns = patternsOf('linear')
    expect(patterns.compile('(a+)+$')).toBe(patterns.compile('(a+)+$'))
  })

  it.each(['(', '[', 'a**', '\\p{Nonsense}', '(?<n>a)(?<n>b)'])('that cannot be read are problems: %s', (source) => {
    expect(patternsOf('own').compile(source)).toMatchObject({ problem: expect.stringContaining('cannot be read') })
  })
})

describe('the engine without backtracking', () => {
  // Few letters, so that the texts meet the expressions.
  const letter = fc.constantFrom(
    'a',
    'b',
    '-',
    '1',
    ' ',
    '\\n',
    '\\d',
    '\\w',
    '\\s',
    '\\W',
    '[ab]',
    '[^a-]',
    '.',
    '\\u{1f600}',
    '\\x61',
    '\\-'.replace('\\-', '[-a]'),
  )
  const { expression } = fc.letrec<{ expression: string; part: string }>((tie) => ({
    part: fc.oneof(
      { maxDepth: 3 },
      letter,
      fc
        .tuple(tie('expression'), fc.constantFrom('', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'))
        .map(([inner, count]) => `(?:${inner})${count}`),
      fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a}|${b})`),
      fc.constantFrom('^', '$', '\\b', '\\B'),
    ),
    expression: fc.array(tie('part'), { maxLength: 4 }).map((parts) => parts.join('')),
  }))
  const text = fc
    .array(fc.constantFrom('a', 'b', '-', '1', ' ', '\n', 'é', '\u00a0', '😀'), { maxLength: 10 })
    .map((parts) => parts.join(''))

  it('agrees with the platform', () => {
    fc.assert(
      fc.property(expression, fc.array(text, { minLength: 5, maxLength: 5 }), (source, texts) => {
        const own = new RegExp(source, 'u')
        const tree = readExpression(source)
        const test = tree && linearTest(tree)
        for (const one of texts) expect([source, one, test?.(one)]).toEqual([source, one, own.test(one)])
      }),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 2000), seed: Number(process.env['PROPERTY_SEED'] ?? 7) },
    )
  })
})
