import { describe, expect, it } from 'vitest'
import { dotenv } from '../../formats/dotenv/dotenv.ts'
import type { Format } from '../../formats/format.ts'
import { ini } from '../../formats/ini/ini.ts'
import { json } from '../../formats/json/json.ts'
import { json5 } from '../../formats/json5/json5.ts'
import { jsonc } from '../../formats/jsonc/jsonc.ts'
import { properties } from '../../formats/properties/properties.ts'
import { toml } from '../../formats/toml/toml.ts'
import { yaml } from '../../formats/yaml/yaml.ts'
import { type FormatSubject, formatContract } from './format.ts'

const nested = { server: { host: 'localhost', port: 8080 }, tags: ['a', 'b'] }
const flat = { HOST: 'localhost', PORT: '8080' }

const subjects: Readonly<Record<string, FormatSubject>> = {
  json: {
    format: json(),
    samples: [
      { text: '{\n  "server": {\n    "host": "localhost",\n    "port": 8080\n  },\n  "tags": ["a", "b"]\n}\n', value: nested },
    ],
    malformed: ['{"a": }', '{"a": 1', '[1,]', ''],
  },
  jsonc: {
    format: jsonc(),
    samples: [
      {
        text: '{\n  // where it listens\n  "server": { "host": "localhost", "port": 8080 },\n  "tags": ["a", "b"], // last\n}\n',
        value: nested,
      },
    ],
    malformed: ['{"a": }', '{"a": 1', '/* open'],
  },
  json5: {
    format: json5(),
    samples: [
      {
        text: "{\n  // where it listens\n  server: { host: 'localhost', port: 0x1F90 },\n  tags: ['a', 'b'],\n}\n",
        value: nested,
      },
    ],
    malformed: ['{a: }', "{a: 'x", ''],
  },
  yaml: {
    format: yaml(),
    samples: [{ text: '# where it listens\nserver:\n  host: localhost # or all\n  port: 8080\ntags: [a, b]\n', value: nested }],
    malformed: ['a: [1', 'a: b: c', 'a: 1\na: 2\n', '\tx: 1'],
  },
  toml: {
    format: toml(),
    samples: [
      { text: 'tags = ["a", "b"]\n\n# where it listens\n[server]\nhost = "localhost" # or all\nport = 8080\n', value: nested },
    ],
    malformed: ['a =', 'a = 1\na = 2\n', '[a', 'a = "x'],
  },
  ini: {
    format: ini(),
    samples: [
      {
        text: '; where it listens\n[server]\nhost = localhost\nport = 8080\n',
        value: { server: { host: 'localhost', port: '8080' } },
      },
    ],
    malformed: ['[server', '[a]\nx = 1\nx = 2\n'],
  },
  dotenv: {
    format: dotenv(),
    samples: [{ text: '# where it listens\nHOST=localhost\nexport PORT="8080" # or any\n', value: flat }],
    malformed: ['HOST="open\n'],
  },
  properties: {
    format: properties(),
    samples: [{ text: '# where it listens\nHOST=localhost\nPORT : 8080\n', value: flat }],
    malformed: ['a=\\u12'],
  },
}

describe.each(Object.keys(subjects))('the %s format', (name) => {
  for (const promise of formatContract) it(promise.name, () => promise.run(() => subjects[name] as FormatSubject))
})

describe('the contract of formats', () => {
  const good = subjects.json as FormatSubject

  it.each<[string, Partial<Format>]>([
    ['has a name, and extensions in lower case with their dot', { extensions: ['json'] }],
    ['reads back what it prints', { print: () => '{}' }],
    ['knows the place of every value, counted from 1, in the file that was named', { parse: withoutPlaces }],
    ['changes one value and keeps every other line', { edit: reprinting }],
    ['refuses malformed text with a ConfigError that names the place', { parse: parseOrThrowPlainly }],
  ])('finds a format that breaks: %s', (promise, change) => {
    const subject = { ...good, format: { ...good.format, ...change } }
    const broken = formatContract.filter(({ run }) => {
      try {
        run(() => subject)
        return false
      } catch {
        return true
      }
    })
    expect(broken.map(({ name }) => name)).toContain(promise)
  })

  it('finds a subject that would let every edit pass', () => {
    const subject = { ...good, samples: [{ text: '{"a": 1}', value: { a: 1 } }] }
    const edits = formatContract.find(({ name }) => name === 'changes one value and keeps every other line')
    expect(() => edits?.run(() => subject)).toThrow('at least one sample has a text below a key')
  })

  function withoutPlaces(text: string, file: string): ReturnType<Format['parse']> {
    return { value: good.format.parse(text, file).value, warnings: [], locate: () => undefined }
  }

  /** Right in value, but the whole text is printed anew. */
  function reprinting(text: string, edits: Parameters<Format['edit']>[1], file: string): string {
    const edited = good.format.edit(text, edits, file)
    return edits.length === 0 ? text : JSON.stringify(JSON.parse(edited))
  }

  function parseOrThrowPlainly(text: string, file: string): ReturnType<Format['parse']> {
    const value = JSON.parse(text) as ReturnType<Format['parse']>['value']
    return { ...good.format.parse(text, file), value }
  }
})
