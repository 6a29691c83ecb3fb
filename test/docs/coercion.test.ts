import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { coercionDoc } from '../../scripts/coercion-doc.ts'

const page = readFileSync('docs/coercion.md', 'utf8')

describe('docs/coercion.md', () => {
  it('has the table of the code (npm run docs:coercion writes it)', () => {
    expect(coercionDoc(page)).toBe(page)
  })

  it('cannot lose its table unnoticed', () => {
    expect(() => coercionDoc('# Coercion')).toThrow('marks')
  })
})
