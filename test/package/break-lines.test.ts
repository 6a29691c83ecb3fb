import { SourceMap } from 'node:module'
import { describe, expect, it } from 'vitest'
import { brokenAt } from '../../scripts/lines/break-lines.ts'
import { joined, joinedMap } from '../../scripts/lines/pieces.ts'

const broken = (code: string, most = 160): string => joined(brokenAt(code, most), code)

describe('brokenAt', () => {
  it('breaks lines between statements and members, and nowhere else', async () => {
    const statements = Array.from({ length: 200 }, (_, index) => `n+=${index};if(n>1e9)throw"too much";else n-=1;`)
    const members = Array.from({ length: 100 }, (_, index) => `m${index}(){return ${index}}`)
    const code = `let n=0;{${statements.join('')}}export{n};export class A{${members.join('')}};`
    const text = broken(code)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(160)
    expect(text.replaceAll('\n', '')).toBe(code)
    const { n } = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as { n: number }
    expect(n).toBe(19_700)
  })

  it('leaves short lines as they are', () => {
    const code = 'import"node:fs";\nlet a=b();\nfunction b(){return 1}export{a};\n'
    expect(broken(code)).toBe(code)
  })
})

describe('joinedMap', () => {
  it('follows every text to its new place', () => {
    const code = 'let one=1;let two=f();function f(){return"three"}'
    // Each word of the code stands in a source line of its own: 0 "let one", 1 "let two", 2 "function f", 3 "three".
    const map = { version: 3, sources: ['a.ts'], names: [], mappings: 'AAAA,UACA,YACA,mBACA' }
    const pieces = brokenAt(code, 12)
    const text = joined(pieces, code)
    const moved = new SourceMap(joinedMap(pieces, code, map) as never)
    const lineOf = (word: string): number | undefined => {
      const before = text.slice(0, text.indexOf(word)).split('\n')
      const entry = moved.findEntry(before.length - 1, (before.at(-1) ?? '').length)
      return 'originalLine' in entry ? entry.originalLine : undefined
    }
    expect(text.split('\n').length).toBeGreaterThan(2)
    expect(['let one', 'let two', 'function', '"three"'].map(lineOf)).toEqual([0, 1, 2, 3])
  })
})
