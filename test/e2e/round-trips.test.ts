import { type Path, parsePath, type Value } from 'configmanage'
import { describe, expect, it } from 'vitest'
import { Random } from '../fuzz/random.ts'
import { Sandbox } from './cli-sandbox.ts'
import { parseAs } from './decorated/parse-as.ts'

const formats = ['json', 'jsonc', 'json5', 'yaml', 'toml', 'ini', 'dotenv', 'properties'] as const
const pairs = formats.flatMap((from) => formats.filter((to) => to !== from).map((to) => [from, to] as const))

const keys = ['port', 'maxSize', 'a.b', 'über', 'x-y', 'on', '1', 'say"hi', 'b\\n', 'HOST', 'c=d', '#e', 'f: g']
const scalars: readonly Value[] = [
  ...[
    0,
    1,
    -7,
    1.5,
    1e21,
    1e-7,
    9_007_199_254_740_993n,
    true,
    false,
    null,
    '',
    'text',
    'two words',
    ' edges ',
    '0012',
    'yes',
    'null',
  ],
  ...[
    '1e5',
    '~',
    'a: b',
    'a # b',
    '; c',
    '- d',
    "it's",
    '"',
    `'"`,
    '\\',
    'C:\\temp',
    'a\nb',
    'a\nb\n',
    '\n',
    'a\r\nb',
    '\t',
    'über 😀',
  ],
  ...['[1]', '{}', '$HOME', '${x}', '%(x)s', '!tag', '&a', '\u0000x'.slice(1), '\u007f', '\u2028', '\ufeff', 'x'.repeat(300)],
]

/** Trees of everything that JSON can say. */
function randomMap(random: Random, depth: number): { readonly [key: string]: Value } {
  const entry = (): [string, Value] => [random.pick(keys), randomValue(random, depth)]
  return Object.fromEntries(Array.from({ length: 1 + random.below(4) }, entry))
}

function randomValue(random: Random, depth: number): Value {
  const dice = random.below(10)
  if (depth > 0 && dice < 3) return randomMap(random, depth - 1)
  if (depth > 0 && dice < 5) return Array.from({ length: random.below(4) }, () => randomValue(random, depth - 1))
  return dice === 5 ? {} : random.pick(scalars)
}

function jsonOf(value: Value): string {
  const text = JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? `big ${item}` : item))
  return text.replace(/"big (\d+)"/g, '$1')
}

describe('convert', () => {
  it.each(pairs)('from %s to %s and back loses what it says, and nothing else', async (from, to) => {
    const random = new Random(from.length * 100 + to.length)
    let arrived = 0
    for (let round = 0; round < 12; round++) {
      const tree = randomMap(random, 3)
      const sandbox = new Sandbox({ 'tree.json': jsonOf(tree) })
      const start = await sandbox.call(`convert tree.json a --to ${from}`)
      // Two keys with one name, or half a character, are refused.
      if (start.code !== 0) continue
      const there = await sandbox.call(`convert a b --from ${from} --to ${to} --verbose`)
      if (there.code !== 0) {
        expect(there.stderr, sandbox.read('a')).toContain('FORMAT_UNSUPPORTED_VALUE')
        continue
      }
      const back = await sandbox.call(`convert b c --from ${to} --to ${from} --verbose`)
      expect(back.code, back.stderr).toBe(0)
      const [a, b, c] = [parseAs(from, sandbox.read('a')), parseAs(to, sandbox.read('b')), parseAs(from, sandbox.read('c'))]
      expectReported(a, b, there.stderr)
      expectReported(b, c, back.stderr)
      if (there.stderr === '' && back.stderr === '') expect(c).toEqual(a)
      arrived++
    }
    expect(arrived).toBeGreaterThan(4)
  })
})

/** What differs is reported, and what is reported differs. */
function expectReported(before: Value, after: Value, report: string): void {
  const reported = lostPaths(report)
  const about = `${jsonOf(before)}\n${jsonOf(after)}\n${report}`
  const differing = leaves(before).filter((path) => !same(getAt(before, path), getAt(after, path)))
  for (const path of differing) {
    const isSaid = reported.some((lost) => lost.every((step, index) => String(step) === String(path[index])))
    // What follows an element that was left out has another index.
    const hasMoved = reported.some(
      (lost) => typeof lost.at(-1) === 'number' && lost.slice(0, -1).every((step, index) => step === path[index]),
    )
    expect(isSaid || hasMoved, `${JSON.stringify(path)} is not reported\n${about}`).toBe(true)
  }
  for (const lost of reported)
    expect(same(getAt(before, lost), getAt(after, lost)), `${JSON.stringify(lost)} is not lost\n${about}`).toBe(false)
}

function lostPaths(report: string): readonly Path[] {
  const lists = [...report.matchAll(/^warning FORMAT_LOSS: (?:.*?): (.*)$/gm)].map((match) => match[1] as string)
  const words = lists.flatMap((list) => list.match(/(?:"(?:[^"\\]|\\.)*"|[^",\s])+/g) ?? [])
  return words.filter((word) => word !== 'and').map((word) => parsePath(word) ?? [word])
}

function leaves(value: Value, path: Path = []): readonly Path[] {
  if (value === null || typeof value !== 'object') return [path]
  const entries = Array.isArray(value) ? value.map((item, index) => [index, item] as const) : Object.entries(value)
  return entries.length === 0 ? [path] : entries.flatMap(([key, item]) => leaves(item as Value, [...path, key]))
}

function getAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, step) => (Object.hasOwn(Object(at), step) ? (at as Record<string | number, unknown>)[step] : undefined),
    value,
  )
}

function same(one: unknown, other: unknown): boolean {
  const text = (value: unknown): string =>
    JSON.stringify(value, (_key, item) => (typeof item === 'bigint' ? `big ${item}` : Object.is(item, -0) ? 0 : item)) ??
    'nothing'
  return text(one) === text(other)
}
