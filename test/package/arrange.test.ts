import { SourceMap } from 'node:module'
import { describe, expect, it } from 'vitest'
import { arrange } from '../../scripts/eager/arrange.ts'
import { joined, joinedMap } from '../../scripts/eager/pieces.ts'

const always = () => true
const never = () => false
const rewritten = (code: string, ran = always): string => joined(arrange(code, ran), code)

/** What a module exports, without the spaces of its functions' texts. */
async function exportsOf(code: string): Promise<Record<string, unknown>> {
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Record<string, unknown>
}

describe('arrange', () => {
  it('puts functions that run at the start in parentheses, declarations at the top', () => {
    expect(rewritten('let a=b();function b(){return[1].map(c=>c+1)}')).toBe(
      'var b=(function (){return[1].map((c=>c+1))});\nlet a=b();',
    )
  })

  it('leaves the others as they are', () => {
    const code = 'import"node:fs";let a=b();function b(){return 1}export{a};\n'
    expect(rewritten(code, never)).toBe('import"node:fs";\nlet a=b();function b(){return 1}export{a};\n')
  })

  it('leaves methods, getters and constructors, which cannot stand in parentheses', () => {
    const code =
      'export class A{#a=1;constructor(){this.b=2}get c(){return this.#a}d(){}static e(){}};export let o={f(){},get g(){return 1}};'
    expect(rewritten(code).replaceAll('\n', '')).toBe(code)
  })

  it('keeps the kind, the name and the order of functions', async () => {
    const code = [
      'export let early=later();function later(){return typeof other}',
      'async function other(){return 1}function*third(){yield 2}async function*fourth(){yield 3}',
      'export let names=[later,other,third,fourth].map(f=>f.name);',
      'export let results=[await other(),...third(),(await fourth().next()).value];',
      'export let nested=(a=>b=>a+b)(1)(2);export{other as renamed};',
    ].join('')
    const { early, names, results, nested, renamed } = await exportsOf(rewritten(code))
    expect({ early, names, results, nested }).toEqual({
      early: 'function',
      names: ['later', 'other', 'third', 'fourth'],
      results: [1, 2, 3],
      nested: 3,
    })
    expect((renamed as () => unknown).name).toBe('other')
  })

  it('breaks lines between statements and members, and nowhere else', async () => {
    const statements = Array.from({ length: 200 }, (_, index) => `n+=${index};if(n>1e9)throw"too much";else n-=1;`)
    const members = Array.from({ length: 100 }, (_, index) => `m${index}(){return ${index}}`)
    const code = `let n=0;{${statements.join('')}}export{n};export class A{${members.join('')}};`
    const text = rewritten(code, never)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(160)
    expect(text.replaceAll('\n', '')).toBe(code)
    expect((await exportsOf(text)).n).toBe(19_700)
  })
})

describe('joinedMap', () => {
  it('follows every text to its new place', () => {
    const code = 'let one=1;let two=f();function f(){return"three"}'
    // Each word of the code stands in a source of its own line: line 0 "let one", 1 "let two", 2 "function f", 3 "three".
    const map = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA,UACA,YACA,mBACA' }
    const pieces = arrange(code, always)
    const text = joined(pieces, code)
    const moved = new SourceMap(joinedMap(pieces, code, map) as never)
    const lineOf = (word: string): number | undefined => {
      const before = text.slice(0, text.indexOf(word)).split('\n')
      const entry = moved.findEntry(before.length - 1, (before.at(-1) ?? '').length)
      return 'originalLine' in entry ? entry.originalLine : undefined
    }
    expect(text).toBe('var f=(function (){return"three"});\nlet one=1;let two=f();')
    expect(['function', '"three"', 'let one', 'let two'].map(lineOf)).toEqual([2, 3, 0, 1])
  })
})
