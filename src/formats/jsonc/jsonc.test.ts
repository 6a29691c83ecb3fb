import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import { jsonc } from './jsonc.ts'

function faultsOf(text: string): readonly string[] {
  try {
    jsonc().parse(text, 'a.jsonc')
  } catch (error) {
    if (ConfigError.is(error))
      return error.issues.map(({ message, span }) => `${span?.start.line}:${span?.start.column} ${message}`)
    throw error
  }
  return []
}

describe('jsonc', () => {
  it('reads comments and commas behind the last member', () => {
    const text = '// top\n{ /* a\n*/ "a": [1, 2, /* b */ ], // c\n "url": "http://x/,]", "b": { "c": "\\"//", }, }// end'
    expect(jsonc().parse(text, 'a.jsonc').value).toEqual({ a: [1, 2], url: 'http://x/,]', b: { c: '"//' } })
  })

  it('knows the places behind comments', () => {
    const document = jsonc().parse('{ // "a": 0\n  /* } */ "a": [1, /* , */ 2,] }', 'a.jsonc')
    expect(document.locate(['a', 1])?.start).toMatchObject({ line: 2, column: 28 })
    expect(document.locate(['a'], 'key')?.start).toMatchObject({ line: 2, column: 11 })
  })

  it('does not glue tokens together that a comment parts', () => {
    expect(faultsOf('[1/**/2]')).toEqual(['1:3 no comma between two values'])
  })

  it.each([
    ['[,]', '1:2 a comma without a value before it'],
    ['{,}', '1:2 a comma too many'],
    ['[1,,]', '1:4 a comma without a value before it'],
    ['[1] /* no end', '1:5 a comment that is never closed'],
    ['{"a": 1} / 2', '1:10 text behind the end of the value'],
    ['# why\n{}', '1:1 a comment that begins with "#"'],
    ['// nothing else', '1:16 the file holds no value'],
  ])('refuses %j', (text, fault) => {
    expect(faultsOf(text)[0]).toBe(fault)
  })

  it('reads numbers beyond 2^53 exactly, and warns of duplicates', () => {
    const document = jsonc().parse('{"a": 9007199254740993, // c\n "a": 9007199254740995,}', 'a.jsonc')
    expect(document.value).toEqual({ a: 9007199254740995n })
    expect(document.warnings).toMatchObject([{ code: 'FORMAT_DUPLICATE_KEY', path: ['a'], span: { start: { line: 2 } } }])
  })

  it('takes time in proportion to the length, whatever the text', () => {
    const start = performance.now()
    for (const part of ['/', '//', '/*', '/**/', ',', ',/**/', '"//', '"', '[,', '{"a":"//",', '/*"*/'])
      faultsOf(`[${part.repeat(200_000)}]`)
    jsonc().parse(`[${'"http://x", /* y */ '.repeat(50_000)}1]`, 'a.jsonc')
    expect(performance.now() - start).toBeLessThan(10_000)
  })
})
