import { describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/config-error.ts'
import type { Issue } from '../errors/issue.ts'
import type { Document } from '../formats/format.ts'
import type { RenderedText } from '../sources/source.ts'
import type { Span } from '../text/position.ts'
import type { FormatReader } from './formats.ts'
import { throughTemplate } from './through-template.ts'

const at = (line: number, file = 'app.yaml'): Span => {
  const place = { line, column: 1, offset: line * 10 }
  return { file, start: place, end: place }
}
/** Line n of the text is line n + 10 of the template; what is behind line 5 cannot be told. */
const lines = { origin: (span: Span) => (span.start.line > 5 ? undefined : at(span.start.line + 10, 'app.yaml.j2')) }
const known = { name: 'app.yaml', lines: () => lines } as unknown as RenderedText
const unknown: RenderedText = { name: 'app.yaml', lines: () => undefined }
const issue = (parts: Partial<Issue>): Issue => ({ code: 'FORMAT_SYNTAX', severity: 'error', message: 'wrong', ...parts })

function reader(warnings: readonly Issue[] = []): FormatReader {
  const document = { value: { a: 1 }, warnings, locate: (path) => (path.length === 0 ? undefined : at(path.length)) } as Document
  return { textOnly: false, parse: () => document } as FormatReader
}

function refusing(issues: readonly [Issue, ...Issue[]]): FormatReader {
  return {
    textOnly: false,
    parse: () => {
      throw new ConfigError(issues)
    },
  } as FormatReader
}

function issuesOf(format: FormatReader, rendered = known): readonly Issue[] {
  try {
    throughTemplate(format, rendered).parse('', 'app.yaml.j2')
  } catch (error) {
    if (ConfigError.is(error)) return error.issues
    throw error
  }
  throw new Error('nothing was refused')
}

describe('a document of a template', () => {
  it('has its places in the template', () => {
    const document = throughTemplate(reader(), known).parse('', 'app.yaml.j2')
    expect(document.value).toEqual({ a: 1 })
    expect(document.locate(['a'])).toMatchObject({ file: 'app.yaml.j2', start: { line: 11 } })
    expect(document.locate([])).toBeUndefined()
  })

  it('has no places where the lines cannot be told', () => {
    expect(throughTemplate(reader(), unknown).parse('', 'app.yaml.j2').locate(['a'])).toBeUndefined()
  })

  it('is one of many if the format has many', () => {
    const [one] = [reader().parse('', '')]
    const format = { ...reader(), parseAll: () => [one, one] } as FormatReader
    expect(
      throughTemplate(format, known)
        .parseAll?.('', 'app.yaml.j2')
        .map(({ value }) => value),
    ).toEqual([{ a: 1 }, { a: 1 }])
  })

  it('warns at places of the template, and of what has no place as it is', () => {
    const warnings = [issue({ span: at(2), fix: { description: 'rename', changes: [] } }), issue({ message: 'no place' })]
    const document = throughTemplate(reader(warnings), known).parse('', 'app.yaml.j2')
    expect(document.warnings).toMatchObject([{ span: { file: 'app.yaml.j2', start: { line: 12 } } }, { message: 'no place' }])
    expect(document.warnings[0]).not.toHaveProperty('fix')
    expect(document.warnings[1]).not.toHaveProperty('span')
  })
})

describe('what is wrong with the text of a template', () => {
  it('is told at the template, with the way to see the text', () => {
    const related = [
      { message: 'first here', span: at(1) },
      { message: 'lost', span: at(9) },
    ]
    expect(issuesOf(refusing([issue({ span: at(3), related })]))).toMatchObject([
      {
        span: { file: 'app.yaml.j2', start: { line: 13 } },
        related: [{ message: 'first here', span: { start: { line: 11 } } }],
        hint: 'see what the template gives: configmanage render app.yaml.j2',
      },
    ])
  })

  it('keeps its own hint, and the file where the line cannot be told', () => {
    const [found] = issuesOf(refusing([issue({ span: at(9), hint: 'close the quote' })]))
    expect(found).toMatchObject({ file: 'app.yaml', hint: 'close the quote' })
    expect(found?.span).toBeUndefined()
  })

  it('is not told of a failure of the format itself', () => {
    const broken = {
      textOnly: false,
      parse: () => {
        throw new RangeError('a mistake in the format')
      },
    } as FormatReader
    expect(() => throughTemplate(broken, known).parse('', 'app.yaml.j2')).toThrow(RangeError)
  })
})
