import { describe, expect, it } from 'vitest'
import { decode } from '../../src/formats/decode.ts'
import { toml } from '../../src/formats/toml/index.ts'
import { DateTime } from '../../src/values/date-time.ts'
import { isEqual } from '../../src/values/equal.ts'
import { isList, isMap, type Value } from '../../src/values/value.ts'
import { bytesOf, describeSuite, type SuiteInput } from './suites.ts'

interface TomlCase {
  readonly id: string
  readonly in: SuiteInput
  readonly v: readonly string[]
  /** Absent: the text must be refused. */
  readonly want?: Tagged
}

type Tagged = { readonly type: string; readonly value: string } | readonly Tagged[] | { readonly [key: string]: Tagged }

/** Every reader here takes UTF-16 that a byte order mark announces, whatever the format; TOML itself has UTF-8 only. */
const announcedUtf16 = 'invalid/encoding/utf16-bom'

describeSuite<TomlCase>('toml-test', (cases) => {
  describe.each(['1.0', '1.1'] as const)('TOML %s', (version) => {
    const format = toml({ version })
    const ours = cases.filter((each) => each.v.includes(version))
    const valid = ours.filter((each) => each.want !== undefined)
    const invalid = ours.filter((each) => each.want === undefined && each.id !== announcedUtf16)

    it('has cases of both kinds', () => {
      expect(valid.length).toBeGreaterThan(200)
      expect(invalid.length).toBeGreaterThan(400)
    })

    it.each(valid.map((each) => [each.id, each] as const))('reads %s', (_, each) => {
      const { value } = format.parse(decode(bytesOf(each.in), each.id), each.id)
      expect(differences(value, each.want as Tagged, '')).toEqual([])
    })

    it.each(valid.map((each) => [each.id, each] as const))('prints %s so that it reads the same', (_, each) => {
      const { value } = format.parse(decode(bytesOf(each.in), each.id), each.id)
      expect(isEqual(format.parse(format.print(value), 'printed').value, value)).toBe(true)
    })

    it.each(invalid.map((each) => [each.id, each] as const))('refuses %s, naming the place', (_, each) => {
      const error = errorOf(() => format.parse(decode(bytesOf(each.in), each.id), each.id))
      expect(error).toMatchObject({ name: 'ConfigError' })
      for (const issue of error.issues) expect(issue.code === 'SOURCE_ENCODING' || issue.span !== undefined).toBe(true)
    })
  })
})

function errorOf(action: () => unknown): { readonly issues: readonly { readonly code: string; readonly span?: unknown }[] } {
  try {
    action()
  } catch (error) {
    return error as ReturnType<typeof errorOf>
  }
  throw new Error('was accepted')
}

/** Where a value differs from what the suite wants, as lines for a person. */
function differences(value: Value | undefined, want: Tagged, place: string): string[] {
  if (isTag(want))
    return isWanted(value, want.type, want.value) ? [] : [`${place}: ${String(value)} is not ${want.type} ${want.value}`]
  if (Array.isArray(want)) {
    if (!isList(value) || value.length !== want.length) return [`${place}: not a list of ${want.length}`]
    return want.flatMap((item, index) => differences(value[index], item as Tagged, `${place}[${index}]`))
  }
  const map = want as { readonly [key: string]: Tagged }
  if (!isMap(value) || Object.keys(value).length !== Object.keys(map).length) return [`${place}: not a map with the same keys`]
  return Object.entries(map).flatMap(([key, item]) => differences(value[key], item, `${place}.${key}`))
}

function isTag(want: Tagged): want is { readonly type: string; readonly value: string } {
  return (
    !Array.isArray(want) &&
    typeof (want as { type?: unknown }).type === 'string' &&
    typeof (want as { value?: unknown }).value === 'string'
  )
}

const dateKinds: Readonly<Record<string, string>> = {
  datetime: 'offset-date-time',
  'datetime-local': 'local-date-time',
  'date-local': 'local-date',
  'time-local': 'local-time',
}

function isWanted(value: Value | undefined, type: string, text: string): boolean {
  switch (type) {
    case 'string':
      return value === text
    case 'bool':
      return value === (text === 'true')
    case 'integer':
      return (typeof value === 'number' || typeof value === 'bigint') && BigInt(value) === BigInt(text)
    case 'float':
      return typeof value === 'number' && Object.is(value, numberOf(text))
    default:
      return value instanceof DateTime && value.kind === dateKinds[type] && sameFraction(value.text) === sameFraction(text)
  }
}

function numberOf(text: string): number {
  const special: Readonly<Record<string, number>> = { inf: Infinity, '+inf': Infinity, '-inf': -Infinity, nan: Number.NaN }
  return special[text] ?? Number(text)
}

/** The suite writes `.600` where the text has `.6`. */
function sameFraction(text: string): string {
  return text.replace(/\.(\d+?)0*(?=\D|$)/, '.$1')
}
