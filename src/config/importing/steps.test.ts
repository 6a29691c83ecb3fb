import { describe, expect, it } from 'vitest'
import { ConfigError } from '../../errors/config-error.ts'
import type { Issue } from '../../errors/issue.ts'
import type { Span } from '../../text/position.ts'
import type { Value } from '../../values/value.ts'
import type { Generation } from '../generation.ts'
import type { Layer } from '../layer.ts'
import { type ImportStep, placeOf, stepsOf } from './import-step.ts'
import { mentioning, withWay } from './placing.ts'
import { missingImport } from './stack-imports.ts'
import { stripDirectives } from './strip-directives.ts'

const at = (file: string, line: number): Span => {
  const place = { line, column: 1, offset: line * 10 }
  return { file, start: place, end: place }
}
const top: ImportStep = { span: at('app.yaml', 3), file: 'app.yaml', identity: '/app.yaml', above: undefined }
const below: ImportStep = { span: at('b.yaml', 5), file: 'b.yaml', identity: '/b.yaml', above: top }
const placeless: ImportStep = { ...below, span: undefined }
const issue = (parts: Partial<Issue>): Issue => ({ code: 'VALUE_TYPE', severity: 'error', message: 'wrong', ...parts })
const imported = 'imported here'

describe('the way to an imported file', () => {
  it('goes from the nearest import to the source', () => {
    expect(stepsOf(below).map(placeOf)).toEqual(['b.yaml:5', 'app.yaml:3'])
    expect(stepsOf(undefined)).toEqual([])
  })

  it('has only the file of an import without a place', () => {
    expect(placeOf(placeless)).toBe('b.yaml')
  })

  it('is told beside an issue, each step once', () => {
    const told = withWay(issue({ related: [{ message: 'the rule', span: at('s.json', 1) }] }), below)
    expect(told.related?.map(({ message, span }) => `${message} ${span.file}`)).toEqual([
      'the rule s.json',
      `${imported} b.yaml`,
      `${imported} app.yaml`,
    ])
    expect(withWay(told, below)).toBe(told)
    expect(withWay(issue({}), placeless).related?.map(({ span }) => span.file)).toEqual(['app.yaml'])
  })
})

describe('an imported file that is not there', () => {
  it('is told where it is imported', () => {
    expect(missingImport(issue({ code: 'SOURCE_MISSING', file: 'c.yaml' }), below)).toMatchObject({
      source: 'file:b.yaml',
      span: { file: 'b.yaml', start: { line: 5 } },
      related: [{ message: imported, span: { file: 'app.yaml' } }],
    })
  })

  it('is told at the file that imports when the import has no place', () => {
    const { file, span } = missingImport(issue({ code: 'SOURCE_MISSING' }), placeless)
    expect([file, span]).toEqual(['b.yaml', undefined])
  })

  it('is something else than one that cannot be read', () => {
    const unreadable = issue({ code: 'SOURCE_UNREADABLE', file: 'c.yaml' })
    expect(missingImport(unreadable, below)).toBe(unreadable)
  })
})

describe('what is built of imported files', () => {
  const layers = [{ file: 'c.yaml', importedBy: top } as Layer, { file: 'app.yaml' } as Layer]
  const found = [issue({ span: at('c.yaml', 1) }), issue({ file: 'c.yaml' }), issue({ file: 'app.yaml' }), issue({ path: ['a'] })]
  const ways = (issues: readonly Issue[]): readonly number[] => issues.map(({ related }) => related?.length ?? 0)
  const generation = { warnings: () => found } as unknown as Generation

  it('warns with the way there', async () => {
    expect(ways((await mentioning(layers, () => generation)).warnings())).toEqual([1, 1, 0, 0])
    expect(ways((await mentioning(layers, async () => generation)).warnings())).toEqual([1, 1, 0, 0])
  })

  it('warns as it is when nothing was imported', async () => {
    expect((await mentioning([{ file: 'c.yaml' } as Layer], () => generation)).warnings()).toBe(found)
  })

  it.each([
    ['at once', () => refuse()],
    ['later', async () => refuse()],
  ])('is refused %s with the way there', async (_, build) => {
    const error = await failureOf(async () => mentioning(layers, build as () => Generation))
    expect(ConfigError.is(error) && ways(error.issues)).toEqual([1, 1, 0, 0])
  })

  it('fails as it fails when that is no problem of the files', async () => {
    const mistake = new RangeError('a mistake')
    const build = (): Generation => {
      throw mistake
    }
    expect(await failureOf(async () => mentioning(layers, build))).toBe(mistake)
  })

  function refuse(): Generation {
    throw new ConfigError(found)
  }

  async function failureOf(action: () => Promise<unknown>): Promise<unknown> {
    return action().then(
      () => undefined,
      (error: unknown) => error,
    )
  }
})

describe('stripDirectives', () => {
  const strip = (root: Value, ...places: readonly (readonly (string | number)[])[]): Value =>
    stripDirectives(root, places, ['$import'])

  it('takes them away on every way, copies each map once, and shares the rest', () => {
    const root = { m: { a: { $import: 'x', v: 1 }, b: { $import: 'y' } }, rest: { r: 1 } }
    const stripped = strip(root, ['m', 'a'], ['m', 'b']) as typeof root
    expect(stripped).toEqual({ m: { a: { v: 1 }, b: {} }, rest: { r: 1 } })
    expect(stripped.rest).toBe(root.rest)
    expect(root.m.a.$import).toBe('x')
  })

  it('goes through lists, and gives the tree itself when there is nothing to take', () => {
    const root = { l: [{ $import: 'x' }, { k: 1 }] }
    expect(strip(root, ['l', 0])).toEqual({ l: [{}, { k: 1 }] })
    expect(strip(root)).toBe(root)
  })
})
