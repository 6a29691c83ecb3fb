import { describe, expect, it } from 'vitest'
import { terminalPaint } from '../text/color.ts'
import { LineIndex } from '../text/position.ts'
import type { Issue } from './issue.ts'
import { renderIssues } from './render-text.ts'

const files: Record<string, string> = {
  'config/prod.yaml': 'name: shop\nserver:\n  port: eighty\n  port: 81\n',
  'config/base.yaml': 'server:\n  port: 8080\n',
}
const textOf = (file: string): string | undefined => files[file]

function spanOf(file: string, marked: string) {
  const text = files[file] as string
  const start = text.indexOf(marked)
  return new LineIndex(text).span(file, start, start + marked.length)
}

const duplicate: Issue = {
  code: 'FORMAT_DUPLICATE_KEY',
  severity: 'error',
  message: 'the key "port" is there already',
  path: ['server', 'port'],
  span: spanOf('config/prod.yaml', 'port: 81'),
  hint: 'remove one of the two lines',
  related: [{ message: 'first written here', span: spanOf('config/prod.yaml', 'port: eighty') }],
}
const wrongType: Issue = {
  code: 'VALUE_TYPE',
  severity: 'error',
  message: 'server.port must be a number',
  path: ['server', 'port'],
  span: spanOf('config/prod.yaml', 'eighty'),
  received: '"eighty"',
}
const nearMiss: Issue = {
  code: 'SOURCE_NEAR_MISS',
  severity: 'warning',
  message: 'the variable "SHOP_PROT" matches nothing',
  source: 'environment SHOP_*',
  name: 'SHOP_PROT',
}

describe('renderIssues', () => {
  it('writes heading, place, frame, other places, what to try and the link, in this order', () => {
    expect(renderIssues([duplicate], { textOf })).toBe(`error FORMAT_DUPLICATE_KEY: the key "port" is there already

  config/prod.yaml:4:3
   3 |   port: eighty
   4 |   port: 81
     |   ^^^^^^^^

  path        server.port
  see         config/prod.yaml:3:3  first written here
  try         remove one of the two lines
  docs        docs/errors.md#format_duplicate_key

1 error in 1 file
`)
  })

  it('groups by file, sorts by line and closes with a count', () => {
    const text = renderIssues([nearMiss, duplicate, wrongType], { textOf })
    const order = ['SOURCE_NEAR_MISS', 'VALUE_TYPE', 'FORMAT_DUPLICATE_KEY'].map((code) => text.indexOf(code))
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    expect(text).toMatch(/\n\n2 errors, 1 warning in 1 file\n$/)
  })

  it('names the variable and its source where there is no file', () => {
    expect(renderIssues([nearMiss])).toContain('\n  SHOP_PROT (environment SHOP_*)\n')
  })

  it('leaves the frame out when the text of the file cannot be had', () => {
    const text = renderIssues([wrongType])
    expect(text).toContain('  config/prod.yaml:3:9\n')
    expect(text).not.toContain(' | ')
  })

  it('says the same with and without colours', () => {
    const coloured = renderIssues([nearMiss, duplicate, wrongType], { textOf, paint: terminalPaint })
    expect(coloured).toContain('\x1b[31m')
    expect(coloured.replace(/\x1b\[\d+m/g, '')).toBe(renderIssues([nearMiss, duplicate, wrongType], { textOf }))
  })

  it('takes one line for each issue of a code after the fifth', () => {
    const text = renderIssues(
      Array.from({ length: 8 }, () => wrongType),
      { textOf },
    )
    expect(text.match(/\^/g)).toHaveLength(5 * 'eighty'.length)
    expect(text.match(/server\.port must be a number {2}config\/prod\.yaml:3:9/g)).toHaveLength(3)
  })

  it('writes the link once for a code', () => {
    expect(renderIssues([wrongType, wrongType], { textOf }).match(/docs\/errors/g)).toHaveLength(1)
  })

  it('asks for a text once a file', () => {
    const asked: string[] = []
    renderIssues([wrongType, duplicate], { textOf: (file) => String(asked.push(file)) })
    expect(asked).toEqual(['config/prod.yaml'])
  })

  it('cannot be made to move the cursor by a message', () => {
    expect(renderIssues([{ ...nearMiss, message: 'a\x1b[2Jb', name: 'x\ny' }])).not.toMatch(/[\x1b]|x\ny/)
  })

  it('draws the other places where that is wanted, but no line twice', () => {
    const shadowed = { ...wrongType, related: [{ message: 'valid, but shadowed', span: spanOf('config/base.yaml', '8080') }] }
    const text = renderIssues([shadowed], { textOf, frameRelated: true })
    expect(text).toContain('\n\n  config/base.yaml:2:9\n   2 |   port: 8080\n     |         ^^^^ valid, but shadowed\n')
    expect(renderIssues([duplicate], { textOf, frameRelated: true })).toBe(renderIssues([duplicate], { textOf }))
  })

  it('counts what is like the first five where that is wanted', () => {
    const many = [...Array.from({ length: 8 }, () => wrongType), nearMiss]
    const text = renderIssues(many, { textOf, further: 'count', closing: 'the end\n' })
    expect(text.match(/\^/g)).toHaveLength(5 * 'eighty'.length)
    expect(text).toMatch(/\n\nand 3 more VALUE_TYPE like these \(--all\)\n\nthe end\n$/)
  })

  it('says the rule, and that --fix mends it where there is such a flag', () => {
    const fix = { description: 'write 8080', changes: [] }
    const issue = { ...wrongType, rule: 'schema.json#/properties/server', fix }
    expect(renderIssues([issue], { canFix: true })).toMatch(
      / {2}rule {8}schema\.json#\/properties\/server\n {2}try {9}write 8080 \(--fix does it\)\n/,
    )
    expect(renderIssues([issue])).not.toContain('--fix')
  })
})
