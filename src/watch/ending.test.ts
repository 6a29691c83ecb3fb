import { describe, expect, it } from 'vitest'
import { createSandbox } from '../testing/sandbox.ts'
import { nodeDisk } from './disk.ts'
import { type Ending, endingOf } from './ending.ts'

function ending(name: string, text: string): Ending {
  using sandbox = createSandbox({ files: { [name]: text } })
  return endingOf(sandbox.path(name), Buffer.byteLength(text), nodeDisk())
}

/** What each beginning of a text looks like, from the shortest one. */
function endings(name: string, text: string): readonly Ending[] {
  using sandbox = createSandbox()
  return Array.from({ length: text.length }, (_, index) => {
    sandbox.write(name, text.slice(0, index + 1))
    return endingOf(sandbox.path(name), index + 1, nodeDisk())
  })
}

describe('a bracket text', () => {
  it.each([
    ['a.json', '{"a":{"b":[1,2,{"c":"}]\\"}"}]},"d":"[{"}'],
    ['a.json', '[[],{}]'],
    ['a.JSONC', '// {\n/* } */ {"a": 1, /* "{" */ "b": [1], // it\'s }\n "c\\\\": "\\\\"}'],
    ['a.json5', "{a: 'it\\'s }', \"b\": '\"{', /**/ c: 0x1F}"],
  ])('%s is closed by its last bracket, and by no earlier one', (name, text) => {
    const found = endings(name, text)
    expect(new Set(found.slice(0, -1))).toEqual(new Set(['torn']))
    expect(found.at(-1)).toBe('closed')
  })

  it('may be followed by space and comments only, and follow a byte order mark', () => {
    expect(ending('a.json', '\uFEFF{"a":1}\r\n')).toBe('closed')
    expect(ending('a.jsonc', '{"a":1} // the end')).toBe('closed')
    expect(ending('a.jsonc', '{"a":1} /* the end */\n')).toBe('closed')
    expect(ending('a.json', '{"a":1}}\n')).toBe('torn')
    expect(ending('a.json', '{"a":1}{\n')).toBe('torn')
    expect(ending('a.json', '{"a":1}\n"x"')).toBe('torn')
  })

  it('is a map or a list', () => {
    for (const text of ['1\n', '"a"\n', 'true\n', ' \n', ']\n', '// {}\n']) expect(ending('a.json', text)).toBe('torn')
  })
})

describe('another text', () => {
  it('ends with a line, or does not', () => {
    expect(ending('a.yaml', 'a: 1\n')).toBe('line')
    expect(ending('a.yaml', 'a: 1')).toBe('open')
    expect(ending('a.yaml', '{a: 1}')).toBe('open')
  })

  it('is not believed when it is as long as a full buffer', () => {
    expect(ending('.env', `${'x'.repeat(4_095)}\n`)).toBe('open')
    expect(ending('.env', `${'x'.repeat(4_096)}\n`)).toBe('line')
  })
})

it('a file that is empty, gone, large or has another size by now says nothing', () => {
  using sandbox = createSandbox({ files: { 'a.json': '{}', 'large.yaml': `${'x'.repeat(3_000_000)}\n` } })
  expect(endingOf(sandbox.path('a.json'), 0, nodeDisk())).toBe('open')
  expect(endingOf(sandbox.path('a.json'), 1, nodeDisk())).toBe('open')
  expect(endingOf(sandbox.path('none.json'), 2, nodeDisk())).toBe('open')
  expect(endingOf(sandbox.path('large.yaml'), 3_000_001, nodeDisk())).toBe('open')
})
