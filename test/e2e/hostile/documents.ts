/** The formats under attack, by the extension that names each. */
export const extensions = ['json', 'jsonc', 'json5', 'yaml', 'toml', 'ini', 'env', 'properties'] as const

export type Extension = (typeof extensions)[number]

/** Stands as a value in every attack. No message may repeat it. */
export const canary = 'c4n4ry-bird'

/** A document like the attacked ones, with nothing wrong. Its second line has the key `kept`, where it has one. */
export const good: Readonly<Record<Extension, string>> = {
  json: `{"a": "${canary}",\n "kept": "yes"}\n`,
  jsonc: `{"a": "${canary}",\n "kept": "yes"}\n`,
  json5: `{a: "${canary}",\n kept: "yes"}\n`,
  yaml: `a: "${canary}"\nkept: "yes"\n`,
  toml: `a = "${canary}"\nkept = "yes"\n`,
  ini: `[s]\na = ${canary}\n`,
  env: `a=${canary}\nkept=yes\n`,
  properties: `a=${canary}\nkept=yes\n`,
}

/** What must come of a document: everywhere the same. */
export interface Expected {
  readonly code: string
  /** `line:column`; left out where the whole file is meant. */
  readonly at?: string
}

/** A document, and what must come of it in each format; a format left out has no such document. */
export interface Attack {
  readonly name: string
  readonly bytes: (extension: Extension) => Uint8Array | string
  readonly expected: Partial<Readonly<Record<Extension, Expected>>>
}

const isJson = (extension: Extension): boolean => extension.startsWith('json')

function each(expected: Expected, only: readonly Extension[] = extensions): Attack['expected'] {
  return Object.fromEntries(only.map((extension) => [extension, expected]))
}

function texts(
  name: string,
  code: string,
  table: Partial<Readonly<Record<Extension, readonly [text: string, at: string]>>>,
): Attack {
  const expected = Object.fromEntries(Object.entries(table).map(([extension, [, at]]) => [extension, { code, at }]))
  return { name, bytes: (extension) => table[extension]?.[0] ?? '', expected }
}

/** The same text for the three of the JSON family. */
function family(
  text: string,
  at: string,
): { json: readonly [string, string]; jsonc: readonly [string, string]; json5: readonly [string, string] } {
  return { json: [text, at], jsonc: [text, at], json5: [text, at] }
}

const jsons = ['json', 'jsonc', 'json5'] as const
const nested = [...jsons, 'yaml', 'toml'] as const

/** Maps or lists inside each other, this many levels with the outermost. */
export function deep(extension: Extension, levels: number): string {
  if (extension === 'toml') return `a = ${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}`
  const open = extension === 'yaml' ? '{a: ' : '{"a":'
  return `${open.repeat(levels - 1)}{}${'}'.repeat(levels - 1)}`
}

export function wide(extension: Extension, keys: number): string {
  const sign = extension === 'yaml' ? ': ' : '='
  const lines = Array.from({ length: keys }, (_, index) => (isJson(extension) ? `"k${index}":"v"` : `k${index}${sign}"v"`))
  if (isJson(extension)) return `{${lines.join(',')}}`
  return `${extension === 'ini' ? '[s]\n' : ''}${lines.join('\n')}\n`
}

const utf16 = (extension: Extension, mark: string): Buffer => Buffer.from(mark + good[extension], 'utf16le')
const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))))
/** A good document with something behind its last line. */
const followedBy = (tail: readonly number[]) => (extension: Extension) => bytes(good[extension], '#é', tail)

const encoding = 'SOURCE_ENCODING'

/** Refused in every format, through every door, with the same words. */
export const refused: readonly Attack[] = [
  texts('malformed text', 'FORMAT_SYNTAX', {
    ...family(`{"a": "${canary}",\n "b": }`, '2:7'),
    yaml: [`a: ${canary}\nb: [1,\n`, '3:1'],
    toml: [`a = "${canary}"\nb = \n`, '2:5'],
    ini: [`[s]\na = ${canary}\n[broken\n`, '3:1'],
    env: [`A=${canary}\nB="open\n`, '2:3'],
    properties: [`a=${canary}\nb=\\u12\n`, '2:3'],
  }),
  { name: 'an empty file, which no JSON text is', bytes: () => '', expected: each({ code: 'FORMAT_SYNTAX', at: '1:1' }, jsons) },
  {
    name: 'blanks only, which no JSON text is',
    bytes: () => '  \n\t\n',
    expected: each({ code: 'FORMAT_SYNTAX', at: '3:1' }, jsons),
  },
  { name: 'a lone byte order mark', bytes: () => '\ufeff', expected: each({ code: 'FORMAT_SYNTAX', at: '1:1' }, jsons) },
  { name: 'NUL', bytes: followedBy([0x00]), expected: placed(encoding) },
  { name: 'a byte that begins nothing', bytes: followedBy([0xff, 0x61]), expected: placed(encoding) },
  { name: 'an overlong form', bytes: followedBy([0xc0, 0x80]), expected: placed(encoding) },
  { name: 'a cut sequence at the end', bytes: followedBy([0xe2, 0x82]), expected: placed(encoding) },
  { name: 'UTF-16LE without a mark', bytes: (extension) => utf16(extension, ''), expected: each({ code: encoding }) },
  { name: 'UTF-16BE without a mark', bytes: (extension) => utf16(extension, '').swap16(), expected: each({ code: encoding }) },
  {
    name: 'UTF-16LE cut in a character',
    bytes: (extension) => bytes([...utf16(extension, '\ufeff'), 0x41]),
    expected: placed(encoding, 1),
  },
  {
    name: 'UTF-16BE cut in a character',
    bytes: (extension) => bytes([...utf16(extension, '\ufeff').swap16(), 0x41]),
    expected: placed(encoding, 1),
  },
  {
    name: 'half a surrogate pair',
    bytes: () => bytes([0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]),
    expected: each({ code: encoding, at: '1:1' }),
  },
  { name: 'UTF-32', bytes: () => bytes([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0, 0x7d, 0, 0, 0]), expected: each({ code: encoding }) },
  { name: '501 levels', bytes: (extension) => deep(extension, 501), expected: each({ code: 'FORMAT_TOO_DEEP' }, nested) },
  { name: '100,000 levels', bytes: (extension) => deep(extension, 100_000), expected: each({ code: 'FORMAT_TOO_DEEP' }, nested) },
  texts('a key twice', 'FORMAT_DUPLICATE_KEY', {
    yaml: [`a: ${canary}\na: 2\n`, '2:1'],
    toml: [`a = "${canary}"\na = 2\n`, '2:1'],
    ini: [`[s]\na = ${canary}\na = 2\n`, '3:1'],
  }),
  texts('the key __proto__', 'MERGE_UNSAFE_KEY', {
    ...family('{"a": 1,\n "__proto__": {"polluted": 1}}', '2:2'),
    yaml: ['a: 1\n__proto__:\n  polluted: 1\n', '2:1'],
    toml: ['a = 1\n[__proto__]\npolluted = 1\n', '2:2'],
    ini: ['[s]\na = 1\n[__proto__]\npolluted = 1\n', '3:2'],
    env: ['A=1\n__proto__=1\n', '2:1'],
    properties: ['a=1\n__proto__.polluted=1\n', '2:1'],
  }),
  texts('the key __proto__ behind escapes', 'MERGE_UNSAFE_KEY', {
    ...family('{"__pro\\u0074o__": {"polluted": 1}}', '1:2'),
    yaml: ['"__pro\\u0074o__": {polluted: 1}\n', '1:1'],
    toml: ['"__pro\\u0074o__".polluted = 1\n', '1:1'],
    env: ['export __proto__=1\n', '1:8'],
    properties: ['__pro\\u0074o__=1\n', '1:1'],
  }),
  texts('prototype inside constructor', 'MERGE_UNSAFE_KEY', {
    ...family('{"constructor": {"prototype": {"polluted": 1}}}', '1:18'),
    yaml: ['constructor: {prototype: {polluted: 1}}\n', '1:15'],
    toml: ['constructor.prototype.polluted = 1\n', '1:13'],
    ini: ['[constructor]\nprototype = 1\n', '2:1'],
    properties: ['constructor.prototype.polluted=1\n', '1:1'],
  }),
  texts('a number beyond a double', 'FORMAT_UNSUPPORTED_VALUE', {
    ...family('{"a": 1e999}', '1:7'),
    toml: ['a = 1e999\n', '1:5'],
  }),
  texts('a number of 100,000 digits', 'FORMAT_UNSUPPORTED_VALUE', {
    ...family(`{"a": ${'9'.repeat(100_000)}}`, '1:7'),
    yaml: [`a: ${'9'.repeat(100_000)}`, '1:4'],
    toml: [`a = ${'9'.repeat(100_000)}`, '1:5'],
  }),
  texts('an integer of 20 digits, which TOML has not', 'FORMAT_UNSUPPORTED_VALUE', {
    toml: ['a = 12345678901234567890\n', '1:5'],
  }),
  texts('octal and hexadecimal where there are none', 'FORMAT_SYNTAX', {
    ...family('{"a": 0777}', '1:7'),
    toml: ['a = 0777\n', '1:5'],
  }),
  texts('a lone carriage return, which ends no line of TOML', 'FORMAT_SYNTAX', { toml: ['a = 1\rb = 2\r', '1:6'] }),
  texts('a tag that runs code elsewhere', 'FORMAT_UNSUPPORTED_VALUE', {
    yaml: [`a: ${canary}\nb: !!js/function "function () {}"\n`, '2:4'],
  }),
  texts('a tag of Python', 'FORMAT_UNSUPPORTED_VALUE', { yaml: ['a: !!python/object/apply:os.system ["id"]\n', '1:4'] }),
  texts('a password that begins with !', 'FORMAT_UNSUPPORTED_VALUE', { yaml: [`a: !${canary}\n`, '1:4'] }),
  texts('a password that begins with *', 'FORMAT_SYNTAX', { yaml: [`a: *${canary}\n`, '1:4'] }),
  texts('a merge of something that is no map', 'FORMAT_UNSUPPORTED_VALUE', { yaml: ['x: &x hello\na:\n  <<: *x\n', '3:3'] }),
  texts('an alias inside of what it names', 'FORMAT_UNSUPPORTED_VALUE', { yaml: ['a: &a [*a]\n', '1:8'] }),
  texts('a map as a key', 'FORMAT_UNSUPPORTED_VALUE', { yaml: ['? {a: 1}\n: 2\n', '1:3'] }),
  { name: 'an alias bomb', bytes: aliasBomb, expected: each({ code: 'FORMAT_TOO_LARGE' }, ['yaml']) },
  { name: 'a merge key bomb', bytes: mergeBomb, expected: each({ code: 'FORMAT_TOO_LARGE' }, ['yaml']) },
  { name: 'a chain of 3,000 merges', bytes: mergeChain, expected: each({ code: 'FORMAT_TOO_LARGE' }, ['yaml']) },
  { name: 'a bomb of variables', bytes: variableBomb, expected: each({ code: 'FORMAT_TOO_LARGE', at: '6:3' }, ['env']) },
]

/** At the end of the good document, in its last line; behind `#é` unless something else is counted. */
function placed(code: string, column = 3): Attack['expected'] {
  return Object.fromEntries(
    extensions.map((extension) => [extension, { code, at: `${good[extension].split('\n').length}:${column}` }]),
  )
}

const letters = 'abcdefghijklmnop'

function aliasBomb(): string {
  const lines = [...letters]
    .slice(1)
    .map((letter, index) => `${letter}: &${letter} [${Array(10).fill(`*${letters[index]}`).join(', ')}]`)
  return ['a: &a [x, x, x]', ...lines].join('\n')
}

function mergeBomb(): string {
  const lines = [...letters]
    .slice(1)
    .map((letter, index) => `${letter}: &${letter}\n  <<: [${Array(10).fill(`*${letters[index]}`).join(', ')}]`)
  return ['a: &a {x: 1}', ...lines].join('\n')
}

function mergeChain(): string {
  const lines = Array.from({ length: 3_000 }, (_, index) => `m${index + 1}: &m${index + 1}\n  <<: *m${index}\n  k${index + 1}: 1`)
  return ['m0: &m0 {k0: 1}', ...lines].join('\n')
}

function variableBomb(): string {
  const names = [...letters.toUpperCase()]
  return ['A=xxxxxxxxxx', ...names.slice(1).map((name, index) => `${name}=${`$${names[index]}`.repeat(10)}`)].join('\n')
}

/** Unusual and right: read through every door. */
export const accepted: readonly {
  readonly name: string
  readonly only?: readonly Extension[]
  readonly bytes: Attack['bytes']
}[] = [
  { name: 'a byte order mark', bytes: (extension) => `\ufeff${good[extension]}` },
  { name: 'CRLF', bytes: (extension) => good[extension].replaceAll('\n', '\r\n') },
  {
    name: 'lone CR',
    only: extensions.filter((each) => each !== 'toml'),
    bytes: (extension) => good[extension].replaceAll('\n', '\r'),
  },
  { name: '200 levels', only: nested, bytes: (extension) => deep(extension, 200) },
  { name: '500 levels', only: nested, bytes: (extension) => deep(extension, 500) },
  { name: '40,000 keys', bytes: (extension) => wide(extension, 40_000) },
  { name: 'an empty file', only: ['yaml', 'toml', 'ini', 'env', 'properties'], bytes: () => '' },
  { name: 'blanks only', only: ['yaml', 'toml', 'ini', 'env', 'properties'], bytes: () => '  \n\t\n' },
]
