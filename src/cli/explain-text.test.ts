import { describe, expect, it } from 'vitest'
import type { Explanation, Origin, UsedOperand } from '../config/explain.ts'
import { plainPaint } from '../text/color.ts'
import { explainText } from './explain-text.ts'

function origin(parts: Partial<Origin> = {}): Origin {
  return {
    source: 'file:a.yaml',
    uri: 'file:a.yaml',
    name: undefined,
    file: undefined,
    span: undefined,
    importedBy: [],
    value: 'x',
    ...parts,
  }
}

function ladder(parts: Partial<Explanation>): string {
  const whole: Explanation = {
    path: ['a'],
    value: 'x',
    secret: false,
    profile: [],
    profileReason: undefined,
    winner: origin(),
    shadowed: [],
    derivation: undefined,
    coercedFrom: undefined,
    generation: 1,
    ...parts,
  }
  return explainText(whole, { paint: plainPaint, shown: (value) => value })
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

  const using = (use: Partial<UsedOperand> & { readonly expression: string }) => ({
    derivation: { expression: use.expression, uses: [{ fallback: false, ...use }], secret: false },
  })
  const lastLine = (text: string) => text.trimEnd().split('\n').at(-1)?.trim().replaceAll(/\s+/g, ' ')

  it.each<[string, Partial<UsedOperand> & { readonly expression: string }, string]>([
    ['a variable', { expression: '${env:HOME}', origin: origin({ source: 'environment', name: 'HOME' }) }, 'variable HOME'],
    ['the profile', { expression: '${profile}', origin: origin({ source: 'profile in use' }) }, 'profile in use'],
    ['a kind of its own', { expression: '${vault:x}', origin: origin({ source: 'vault' }) }, 'vault'],
    ['a file', { expression: '${file:token}', origin: origin({ file: 'config/token' }) }, 'config/token'],
    ['a path', { expression: '${b}', path: ['b'], origin: origin({ span }) }, 'b.yaml:2:3'],
    ['a path with a name', { expression: '${b}', path: ['b'], origin: origin({ name: 'SHOP_B' }) }, 'SHOP_B'],
    ['nothing known', { expression: '${b}', path: ['b'] }, ''],
  ])('tell where %s comes from', (_, use, expected) => {
    expect(lastLine(ladder(using({ ...use, value: 5 })))).toBe(`${use.expression} 5 ${expected}`.trim())
  })

  it('show nothing for what was not there, and that a default was taken', () => {
    expect(lastLine(ladder(using({ expression: '${b}', path: ['b'] })))).toBe('${b}')
    expect(lastLine(ladder(using({ expression: '${b:-5}', path: ['b'], fallback: true })))).toBe(
      '${b:-5} nothing there the default was taken',
    )
  })
})
