import { describe, expect, it } from 'vitest'
import type { Path } from '../../values/path.ts'
import { yaml } from './yaml.ts'

const text = `# comment
name: "shop" # quoted
list:
  - one
  - two: 2
empty:
flow: {a: 1, b: [x, 'y']}
tagged: &t !!str 12
block: &b | # header
  line
  line

base: &base
  host: h
  nested: {deep: 1}
derived:
  <<: *base
  port: 1
copy: *base
`
const document = yaml().parse(text, 'app.yaml')

function textAt(path: Path, part?: 'key' | 'value'): string | undefined {
  const span = document.locate(path, part)
  return span && text.slice(span.start.offset, span.end.offset)
}

describe('locate', () => {
  it.each<[Path, string]>([
    [['name'], '"shop"'],
    [['list', 0], 'one'],
    [['list', '1', 'two'], '2'],
    [['list', 1], 'two: 2'],
    [['list'], '- one\n  - two: 2'],
    [['empty'], ''],
    [['flow'], "{a: 1, b: [x, 'y']}"],
    [['flow', 'b'], "[x, 'y']"],
    [['flow', 'b', 1], "'y'"],
    [['tagged'], '12'],
    [['block'], '| # header\n  line\n  line\n\n'],
    [['base'], 'host: h\n  nested: {deep: 1}'],
  ])('finds %j', (path, expected) => {
    expect(textAt(path)).toBe(expected)
  })

  it('finds keys', () => {
    expect(textAt(['name'], 'key')).toBe('name')
    expect(textAt(['flow', 'b'], 'key')).toBe('b')
  })

  it('finds what came by an alias or a merge where it is defined', () => {
    expect(document.locate(['copy', 'host'])?.start.line).toBe(14)
    expect(document.locate(['derived', 'nested', 'deep'])?.start.line).toBe(15)
    expect(document.locate(['derived', 'host'], 'key')?.start).toMatchObject({ line: 14, column: 3 })
    expect(document.locate(['copy'], 'key')?.start.line).toBe(19)
  })

  it('places an absent text behind its colon', () => {
    expect(document.locate(['empty'])?.start).toMatchObject({ line: 6, column: 7 })
  })

  it('does not find what is not there', () => {
    expect(document.locate(['nothing'])).toBeUndefined()
    expect(document.locate(['list', 2])).toBeUndefined()
    expect(document.locate(['name', 'length'])).toBeUndefined()
    expect(document.locate(['flow', 'toString'])).toBeUndefined()
  })

  it('finds each of many keys', () => {
    const wide = yaml().parse(Array.from({ length: 40_000 }, (_, index) => `key${index}: ${index}`).join('\n'), 'f')
    for (let index = 0; index < 40_000; index += 100) expect(wide.locate([`key${index}`])?.start.line).toBe(index + 1)
  })

  it('counts lines of CRLF files', () => {
    const crlf = yaml().parse('a: 1\r\nb:\r\n  - x\r\n', 'f')
    expect(crlf.locate(['b', 0])?.start).toMatchObject({ line: 3, column: 5 })
  })

  it('finds places in each document of a stream', () => {
    const documents = yaml().parseAll?.('a: |\n  x\n---\nb: |\n  y\n', 'f') ?? []
    expect(documents[1]?.locate(['b'])?.start).toMatchObject({ line: 4, column: 4 })
  })
})

describe('warnings', () => {
  function warned(value: string): readonly string[] {
    return yaml()
      .parse(`a: ${value}\n`, 'f')
      .warnings.map((warning) => warning.message)
  }

  it.each([
    'yes',
    'No',
    'ON',
    'off',
    'y',
    'N',
    '0777',
    '12:30:00',
    '1_000',
    '2024-01-01',
    '2024-01-01T10:00:00Z',
    '0b101',
    '1e999',
  ])('tell of %s', (value) => {
    expect(warned(value)).toHaveLength(1)
  })

  it.each([
    '"yes"',
    "'0777'",
    'true',
    '0',
    '10',
    '0o17',
    'a_b',
    '_',
    '12:99',
    '8080:80',
    '1.2.3',
    '!!str yes',
    'yesterday',
    '1e300',
  ])('do not tell of %s', (value) => {
    expect(warned(value)).toEqual([])
  })

  it('leave keys alone and name path and place', () => {
    const document = yaml().parse('on: push\nlist:\n  - ok\n  - no\n', 'f')
    expect(document.warnings).toMatchObject([
      { code: 'FORMAT_SURPRISE', severity: 'warning', path: ['list', 1], span: { start: { line: 4, column: 5 } } },
    ])
  })
})
