import fs from 'node:fs'
import os from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Span } from '../text/position.ts'
import type { Path } from '../values/path.ts'
import type { Value, ValueMap } from '../values/value.ts'
import { type DotenvOptions, dotenv } from './dotenv.ts'
import { contextOf, issuesOf, readNow } from './read-context.fixture.ts'
import type { ShapedValue, TextReading } from './source.ts'

let cwd = ''
beforeEach(() => {
  cwd = fs.mkdtempSync(join(os.tmpdir(), 'dotenv-'))
  fs.writeFileSync(join(cwd, '.env'), 'any')
})
afterEach(() => fs.rmSync(cwd, { recursive: true, force: true }))

/** Each name on a line of its own. */
const locateIn =
  (names: readonly string[]) =>
  (path: Path): Span => {
    const at = { line: names.indexOf(String(path[0])) + 1, column: 1, offset: 0 }
    return { file: '.env', start: at, end: at }
  }

function shape(values: ValueMap, options: DotenvOptions = {}, lower: Value = {}): ShapedValue {
  const reading = readNow(dotenv(options), { cwd, keys: { lower, declared: [] } }) as TextReading
  return reading.shape?.(values, locateIn(Object.keys(values))) as ShapedValue
}

describe('dotenv', () => {
  it('hands the file to the format dotenv', () => {
    expect(readNow(dotenv({ expand: false }), { cwd })).toMatchObject({
      kind: 'bytes',
      uri: 'file:.env',
      file: '.env',
      format: 'dotenv',
      formatOptions: { expand: false },
    })
  })

  it('may be absent at its default path, and must be there at one that was given', () => {
    expect(dotenv().optional).toBe(true)
    expect(dotenv({ path: '.env.local' }).optional).toBe(false)
    expect(dotenv({ path: '.env.local', optional: true }).optional).toBe(true)
    expect(readNow(dotenv({ path: '.env.local' }), { cwd })).toBeUndefined()
    expect(dotenv({ path: '.evn' }).missing?.(contextOf({ cwd }))).toMatchObject({
      code: 'SOURCE_MISSING',
      hint: 'did you mean ".env"?',
    })
  })

  it('maps names as the environment does, and keeps unknown ones', () => {
    const shaped = shape({ SERVER__PORT: '80', DB_POOL_SIZE: '5', NEW_THING: 'x' }, {}, { db: { poolSize: 1 } })
    expect(shaped.value).toEqual({ server: { port: '80' }, db: { poolSize: '5' }, new_thing: 'x' })
    expect(shaped.textOnly).toBe(true)
    expect(shaped.nameOf?.(['db', 'poolSize'])).toBe('DB_POOL_SIZE')
    expect(shaped.locate?.(['db', 'poolSize'])).toMatchObject({ file: '.env', start: { line: 2 } })
  })

  it('leaves names without the prefix out', () => {
    expect(shape({ SHOP_A: '1', B: '2' }, { prefix: 'SHOP_' }).value).toEqual({ a: '1' })
  })

  it('warns when names look as if they had a prefix', () => {
    const { value, warnings } = shape({ SHOP_SERVER__PORT: '80', OTHER_THING: 'x' }, {}, { server: { port: 1 } })
    expect(value).toEqual({ shop_server: { port: '80' }, other_thing: 'x' })
    expect(warnings).toMatchObject([
      {
        code: 'SOURCE_NEAR_MISS',
        name: 'SHOP_SERVER__PORT',
        hint: expect.stringContaining('"SHOP_"'),
        span: { start: { line: 1 } },
      },
    ])
  })

  it('puts the place beside what is wrong', () => {
    const lower = { server: { port: 1 }, db: { poolSize: 1, pool: { size: 1 } } }
    expect(shape({ A: '1', SERVER__PROT: '80' }, {}, lower).warnings).toMatchObject([
      { code: 'SOURCE_NEAR_MISS', span: { start: { line: 2 } }, hint: 'did you mean "SERVER__PORT"?' },
    ])
    expect(issuesOf(() => shape({ A: '1', DB_POOL_SIZE: '80' }, {}, lower))).toMatchObject([
      { code: 'SOURCE_AMBIGUOUS', name: 'DB_POOL_SIZE', span: { start: { line: 2 } } },
    ])
  })

  it('is read anew when the file changes, the keys below, or a file it names', () => {
    const old = new Date('2020-01-01T00:00:00.5Z')
    for (const name of ['.env', 'secret']) {
      fs.writeFileSync(join(cwd, name), 'x')
      fs.utimesSync(join(cwd, name), old, old)
    }
    const source = dotenv()
    const keys = { lower: {}, declared: [] }
    const first = readNow(source, { cwd, keys }) as TextReading
    expect(first.shape?.({ A_FILE: 'secret' }, locateIn([])).value).toEqual({ a: 'x' })
    fs.utimesSync(join(cwd, '.env'), old, old)

    const again = readNow(source, { cwd, keys, previous: first }) as TextReading
    again.shape?.({ A_FILE: 'secret' }, locateIn([]))
    // What was written a moment ago is looked at once more; what rests is not.
    const resting = readNow(source, { cwd, keys, previous: again })
    expect([first, again]).toContain(resting === first ? first : again)
    expect(readNow(source, { cwd, keys: { lower: { a: 1 }, declared: [] }, previous: again })?.version).not.toBe(again.version)
    fs.writeFileSync(join(cwd, 'secret'), 'y')
    expect(readNow(source, { cwd, keys, previous: again })?.version).not.toBe(again.version)
    fs.writeFileSync(join(cwd, '.env'), 'y')
    expect(readNow(source, { cwd, keys, previous: again })?.version).not.toBe(again.version)
  })
})
