import { describe, expect, it } from 'vitest'
import { catalogue, type IssueCode } from './catalogue.ts'
import { docsLink } from './docs-link.ts'
import { issueToJson } from './render-json.ts'

const at = (line: number, column: number) => ({
  file: 'a.yaml',
  start: { line, column, offset: 0 },
  end: { line, column, offset: 0 },
})

describe('issueToJson', () => {
  it('has every key in the order of the contract', () => {
    const json = issueToJson({
      hint: 'h',
      received: 'r',
      expected: 'e',
      name: 'n',
      source: 's',
      span: at(3, 7),
      path: ['servers', 0, 'host'],
      message: 'm',
      severity: 'error',
      code: 'VALUE_TYPE',
      related: [{ message: 'first', span: at(1, 2) }],
    })
    expect(JSON.stringify(json)).toBe(
      '{"code":"VALUE_TYPE","severity":"error","message":"m","path":"servers[0].host","file":"a.yaml","line":3,"column":7,' +
        '"source":"s","name":"n","expected":"e","received":"r","hint":"h",' +
        '"related":[{"message":"first","file":"a.yaml","line":1,"column":2}],"docs":"docs/errors.md#value_type"}',
    )
  })

  it('leaves out what is not known, except the list of related places', () => {
    expect(issueToJson({ code: 'CLI_USAGE', severity: 'error', message: 'm', file: 'x' })).toEqual({
      code: 'CLI_USAGE',
      severity: 'error',
      message: 'm',
      file: 'x',
      related: [],
      docs: 'docs/errors.md#cli_usage',
    })
  })
})

describe('docsLink', () => {
  it('is different for every code', () => {
    const codes = Object.keys(catalogue) as IssueCode[]
    expect(new Set(codes.map(docsLink)).size).toBe(codes.length)
  })
})
