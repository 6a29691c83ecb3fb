import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'
import { commentedFiles } from './decorated/commented-files.ts'
import { documentOf, type FormatName } from './decorated/parse-as.ts'

type Path = readonly (string | number)[]

const corpus = resolve(import.meta.dirname, '../corpus')
const corpusFiles = (['yaml', 'toml', 'ini', 'dotenv', 'properties'] as const).flatMap((format) =>
  readdirSync(join(corpus, format))
    // Files in Latin-1 and keys without a value are for programs, which say so.
    .filter((name) => !name.startsWith('latin1') && name !== 'my.cnf')
    .map((name) => [format, name, readFileSync(join(corpus, format, name), 'utf8')] as const),
)
const files = [...corpusFiles, ...commentedFiles]

/** What needs quotes or escapes in one format or another. */
const awkward: readonly string[] = [
  ...[
    'two words',
    ' led and trailed ',
    'a # b',
    '#fff',
    'key: value',
    'a: ',
    '- a',
    "it's",
    'say "hi"',
    `both ' and "`,
    '`tick`',
  ],
  ...['', 'yes', 'null', '~', 'true', '1e5', '0012', '0x1F', '1_000', '12:30:00', '2026-01-02', 'C:\\new\\table', '\\', 'a\\'],
  ...['über 😀', '\u200b', 'tab\tin', 'line one\nline two', 'ends\n', '\n', 'a\r\nb', '${x}', '$HOME', '%(x)s', '[a]', '{a: 1}'],
  ...[
    '&a',
    '*a',
    '!t',
    '@x',
    '`',
    '%',
    '|',
    '>',
    '?',
    ', a',
    '; x',
    'a;b',
    'a ; b',
    '=',
    '==',
    '"""',
    "'''",
    '"',
    "'",
    '<<',
    'x'.repeat(5000),
  ],
]

describe('set and unset', () => {
  it.each(files)('change in the %s file %s only the lines concerned', async (format, name, text) => {
    const sandbox = new Sandbox({ [name]: text })
    const document = documentOf(format, text)
    let turn = name.length
    for (const path of leafPaths(document.value)) {
      const value = awkward[turn++ % awkward.length] as string
      const about = `${pointer(path)} = ${JSON.stringify(value).slice(0, 80)}`
      const set = ['set', '--to', name, '--from', format, '--type', 'string', '--', pointer(path), value]
      const { code, stderr } = await sandbox.call(set)
      if (isRefused(format, stderr)) {
        expect({ code, text: sandbox.read(name) }, about).toEqual({ code: 3, text })
        continue
      }
      expect({ code, stderr }, about).toMatchObject({ code: 0 })
      const after = sandbox.read(name)
      expect(getAt(documentOf(format, after).value, path), about).toBe(value)
      expect(replaced(literal(format, after), path, 'it'), about).toEqual(replaced(literal(format, text), path, 'it'))
      expectLocal(text, after, document.locate(path), about)

      sandbox.write(name, text)
      const unset = await sandbox.call(['unset', pointer(path), '--to', name, '--from', format])
      expect(unset, about).toMatchObject({ code: 0 })
      const removed = sandbox.read(name)
      expect(removed.length, about).toBeLessThan(text.length)
      expect(withoutEmpty(literal(format, removed)), about).toEqual(withoutEmpty(without(literal(format, text), path)))
      sandbox.write(name, text)
    }
  })

  it.each(files)('add to the %s file %s lines and change at most one', async (format, name, text) => {
    const sandbox = new Sandbox({ [name]: text })
    const { value: before } = documentOf(format, text)
    for (const path of additions(format, before)) {
      const about = pointer(path)
      const { code, stderr } = await sandbox.call([
        'set',
        '--to',
        name,
        '--from',
        format,
        '--type',
        'string',
        pointer(path),
        'x y',
      ])
      if (isRefused(format, stderr)) {
        expect({ code, text: sandbox.read(name) }, about).toEqual({ code: 3, text })
        continue
      }
      expect({ code, stderr }, about).toEqual({ code: 0, stderr: expect.stringContaining(name) })
      const after = sandbox.read(name)
      expect(documentOf(format, after).value, about).toEqual(added(before, path, 'x y'))
      // The line of the last element gets a comma, or an inline map a member.
      expect(linesGone(text, after), about).toBeLessThanOrEqual(1)
      sandbox.write(name, text)
    }
  })
})

/** In YAML one text may give several values, or need brackets around it. Then it stays as it is. */
function isRefused(format: FormatName, stderr: string): boolean {
  return format === 'yaml' && / it (is|comes from|is used by|needs) (an? (alias|merge key)|braces)/.test(stderr)
}

/** A new key in every map, a new map in it, a new element of every list. */
function additions(format: FormatName, value: unknown, path: Path = []): readonly Path[] {
  if (format === 'dotenv') return [['BRAND_NEW']]
  if (Array.isArray(value))
    return [nextElement(value, path), ...value.flatMap((item, index) => additions(format, item, [...path, index]))]
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return []
  const inside = Object.entries(value).flatMap(([key, item]) => additions(format, item, [...path, key]))
  return [[...path, 'brand-new'], [...path, 'brand new', 'a.b', 'c'], ...inside]
}

/** Where every element is a map, as in TOML's arrays of tables, the new one is. */
function nextElement(list: readonly unknown[], path: Path): Path {
  const hasMaps = list.length > 0 && list.every((item) => Object.prototype.toString.call(item) === '[object Object]')
  return hasMaps ? [...path, list.length, 'brand-new'] : [...path, list.length]
}

function added(value: unknown, path: Path, leaf: string): unknown {
  const [step, ...rest] = path
  if (step === undefined) return leaf
  if (Array.isArray(value)) {
    const copy = [...value]
    copy[Number(step)] = added(value[Number(step)], rest, leaf)
    return copy
  }
  const map = (value ?? {}) as Readonly<Record<string, unknown>>
  return { ...map, [step]: added(map[step], rest, leaf) }
}

/** How many lines of a text are not, in their order, in the other. */
function linesGone(before: string, after: string): number {
  const now = after.split('\n')
  let at = 0
  let gone = 0
  for (const line of before.split('\n')) {
    const found = now.indexOf(line, at)
    if (found < 0) gone++
    else at = found + 1
  }
  return gone
}

/** The values before variables are replaced: a changed variable is meant to change others. */
function literal(format: FormatName, text: string): unknown {
  return documentOf(format, text, { expand: false }).value
}

/** Where maps are made of names with dots, a map goes with its last key. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty).filter((item) => item !== undefined)
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value
  const kept = Object.entries(value).flatMap(([key, item]) => {
    const inside = withoutEmpty(item)
    return inside === undefined ? [] : [[key, inside] as const]
  })
  return kept.length === 0 ? undefined : Object.fromEntries(kept)
}

/** Whatever differs lies on the lines of the old value. */
function expectLocal(
  before: string,
  after: string,
  span: { start: { line: number }; end: { line: number } } | undefined,
  about: string,
): void {
  const old = before.split('\n')
  const now = after.split('\n')
  let first = 0
  while (first < old.length && first < now.length && old[first] === now[first]) first++
  let last = 0
  while (last < old.length - first && last < now.length - first && old.at(-1 - last) === now.at(-1 - last)) last++
  if (first === old.length && first === now.length) return
  expect(first + 1, about).toBeGreaterThanOrEqual(span?.start.line ?? Number.POSITIVE_INFINITY)
  expect(old.length - last, about).toBeLessThanOrEqual(span?.end.line ?? 0)
}

function leafPaths(value: unknown, path: Path = []): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leafPaths(item, [...path, index]))
  if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype)
    return Object.entries(value).flatMap(([key, item]) => leafPaths(item, [...path, key]))
  return path.length === 0 ? [] : [path]
}

function getAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<string | number, unknown> | undefined)?.[step], value)
}

function without(value: unknown, path: Path): unknown {
  const [step, ...rest] = path
  if (Array.isArray(value))
    return rest.length === 0
      ? value.filter((_item, index) => index !== step)
      : value.map((item, index) => (index === step ? without(item, rest) : item))
  const kept = Object.entries(value as object).filter(([key]) => rest.length > 0 || key !== step)
  return Object.fromEntries(kept.map(([key, item]) => [key, key === step ? without(item, rest) : item]))
}

function replaced(value: unknown, path: Path, leaf: string): unknown {
  const [step, ...rest] = path
  if (step === undefined) return leaf
  if (Array.isArray(value)) return value.map((item, index) => (index === step ? replaced(item, rest, leaf) : item))
  return Object.fromEntries(
    Object.entries(value as object).map(([key, item]) => [key, key === step ? replaced(item, rest, leaf) : item]),
  )
}

function pointer(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
