import { describe, expect, it } from 'vitest'
import type { Explanation, Origin } from '../config/explain.ts'
import type { Operand } from '../references/site.ts'
import { plainPaint } from '../text/color.ts'
import type { Path } from '../values/path.ts'
import { explainText } from './explain-text.ts'

function origin(parts: Partial<Origin> = {}): Origin {
  return { source: 'file:a.yaml', uri: 'file:a.yaml', name: undefined, file: undefined, span: undefined, value: 'x', ...parts }
}

function ladder(parts: Partial<Explanation>, explain: (path: Path) => Explanation | undefined = () => undefined): string {
  const whole: Explanation = {
    path: ['a'],
    value: 'x',
    secret: false,
    profile: [],
    winner: origin(),
    shadowed: [],
    derivation: undefined,
    coercedFrom: undefined,
    generation: 1,
    ...parts,
  }
  return explainText(whole, { paint: plainPaint, shown: (value) => value, explain })
}

const at = { line: 2, column: 3, offset: 9 }
const span = { file: 'b.yaml', start: at, end: at }

describe('a rung of the ladder', () => {
  it.each<[string, Partial<Origin>, string]>([
    ['a place in a file', { span }, 'file b.yaml:2:3'],
    ['a file without a place', { file: 'c.yaml' }, 'file c.yaml'],
    ['the address where there is no file', { source: 'object:defaults', uri: 'object:defaults' }, 'object object:defaults'],
    ['the source where it has no address', { source: 'override', uri: 'override:' }, 'override override'],
    ['a name of its own', { source: 'environment SHOP_*', name: 'SHOP_A' }, 'environment SHOP_A'],
    ['a name and the place it stands at', { source: 'dotenv:.env', name: 'A', span }, 'dotenv A (b.yaml:2:3)'],
    ['standard input', { source: 'standard input', file: '<stdin>' }, 'stdin <stdin>'],
    ['a source called by no word', { source: '«own»', uri: 'own' }, '«own» «own»'],
  ])('shows %s', (_, parts, expected) => {
    const rung = ladder({ winner: origin(parts) })
      .split('\n')
      .find((line) => line.includes('●'))
    expect(rung?.trim().replaceAll(/\s+/g, ' ')).toBe(`● ${expected} x wins`)
  })
})

describe('the notes below the ladder', () => {
  it('show the text that a value was read from, unless it is secret', () => {
    expect(ladder({ value: 80, coercedFrom: '80' })).toContain('from text   "80"')
    expect(ladder({ secret: true, coercedFrom: 'hunter2' })).not.toContain('hunter2')
  })

  it('show the profile and what it extends', () => {
    expect(ladder({ profile: ['prod', 'base'] })).toContain('prod < base')
  })

  const using = (use: Partial<Operand> & { readonly expression: string }, parts: Partial<Explanation> = {}) => ({
    derivation: { expression: use.expression, uses: [{ fallback: false, ...use }], secret: false },
    ...parts,
  })
  const lastLine = (text: string) => text.trimEnd().split('\n').at(-1)?.trim().replaceAll(/\s+/g, ' ')

  it.each<[string, string, Partial<Origin>, string]>([
    ['a variable', '${env:HOME}', {}, '${env:HOME} 5 variable HOME'],
    ['the profile', '${profile}', {}, '${profile} 5 profile in use'],
    ['a kind of its own', '${vault:x}', {}, '${vault:x} 5 vault'],
    ['a file beside the file', '${file:token}', { file: 'config/a.yaml' }, '${file:token} 5 config/token'],
    ['a file of no file', '${file:token}', {}, '${file:token} 5 token'],
    ['a file by its whole path', '${file:/run/token}', { file: 'config/a.yaml' }, '${file:/run/token} 5 /run/token'],
  ])('tell where %s is answered', (_, expression, winner, expected) => {
    expect(lastLine(ladder(using({ expression, value: 5 }, { winner: origin(winner) })))).toBe(expected)
  })

  it('tell where another value stands, and the hidden one for a reference to itself', () => {
    const other = { winner: origin({ span }) } as Explanation
    expect(lastLine(ladder(using({ expression: '${b}', path: ['b'], value: 5 }), () => other))).toBe('${b} 5 b.yaml:2:3')
    expect(lastLine(ladder(using({ expression: '${b}', path: ['b'], value: 5 })))).toBe('${b} 5')
    const itself = using({ expression: '${a}', path: ['a'], value: 5 }, { shadowed: [origin({ file: 'low.yaml' })] })
    expect(lastLine(ladder(itself))).toBe('${a} 5 low.yaml')
  })

  it('show nothing for what was not there, and that a default was taken', () => {
    expect(lastLine(ladder(using({ expression: '${b}', path: ['b'] })))).toBe('${b}')
    expect(lastLine(ladder(using({ expression: '${b:-5}', path: ['b'], fallback: true })))).toBe(
      '${b:-5} nothing there the default was taken',
    )
  })
})
