import { SourceMap } from 'node:module'
import { describe, expect, it } from 'vitest'
import { compiledAtOnce } from '../../scripts/lines/compile-at-once.ts'
import { joined, joinedMap } from '../../scripts/lines/pieces.ts'

/** The code after the functions that begin with these words were put in brackets. */
function atOnce(code: string, ...functions: readonly string[]): string {
  const ranges = functions.map((text) => ({ start: code.indexOf(text), end: code.indexOf(text) + text.length }))
  return joined(compiledAtOnce(code, ranges), code)
}

describe('compiledAtOnce', () => {
  it('makes declared functions variables before all statements', () => {
    expect(
      atOnce('let b=a();function a(){return 1}b++;async function c(){}', 'function a(){return 1}', 'async function c(){}'),
    ).toBe('var a=(function (){return 1}),c=(async function (){});let b=a();b++;')
  })

  it('leaves functions that were not named, and methods, as they are', () => {
    const code = 'function a(){}let b={c(){},get d(){return 1}};class E{f(){}}'
    expect(atOnce(code)).toBe(code)
    expect(atOnce(code, 'c(){}', 'get d(){return 1}', '(){return 1}', 'f(){}')).toBe(code)
  })

  it('puts functions that are values in brackets where they stand, also inside a declared one', () => {
    const code = 'function a(b){return b.map(c=>c.map(d=>d))}let e=function(){}'
    expect(atOnce(code, 'function a(b){return b.map(c=>c.map(d=>d))}', 'c=>c.map(d=>d)', 'd=>d', 'function(){}')).toBe(
      'var a=(function (b){return b.map((c=>c.map((d=>d))))});let e=(function(){})',
    )
  })

  it('keeps what the code does, and the names of functions', async () => {
    const code = 'let two=one()+1;function one(){return 1}export{one,two};'
    const text = atOnce(code, 'function one(){return 1}')
    const { one, two } = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { one: () => number; two: number }
    expect([one(), two, one.name]).toEqual([1, 2, 'one'])
  })

  it('lets the source map follow', () => {
    const code = 'let two=2;function one(){return 1}'
    const map = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA,UACA' }
    const pieces = compiledAtOnce(code, [{ start: 10, end: code.length }])
    const text = joined(pieces, code)
    const moved = new SourceMap(joinedMap(pieces, code, map) as never)
    const lineOf = (word: string): unknown => ({ ...moved.findEntry(0, text.indexOf(word)) })
    expect(lineOf('return 1')).toMatchObject({ originalLine: 1 })
    expect(lineOf('let two')).toMatchObject({ originalLine: 0 })
  })
})
