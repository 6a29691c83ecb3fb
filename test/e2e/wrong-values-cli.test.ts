import { describe, expect, it } from 'vitest'
import { Sandbox } from './cli-sandbox.ts'
import { right, schema, withKey, withValue } from './wrong-values/example.ts'
import { fileKind, kinds, type Layer, type Place } from './wrong-values/kinds.ts'
import { languages } from './wrong-values/templates.ts'

interface Answer {
  readonly code: number
  readonly issues: readonly Readonly<Record<string, unknown>>[]
  readonly pretty: string
}

/** What `configmanage validate` says of a manifest with these layers, lowest first. */
async function validate(...layers: readonly Layer[]): Promise<Answer> {
  const sources = layers.flatMap(({ manifest }) => manifest ?? [])
  const files = Object.assign({}, ...layers.map((layer) => layer.files))
  const sandbox = new Sandbox({ 'configmanage.config.json': JSON.stringify({ sources, schema: 'schema.json' }), ...files })
  sandbox.write('schema.json', JSON.stringify(schema, null, 2))
  const words = layers.flatMap(({ set, args }) => [
    ...(set ?? []).flatMap((text) => ['--set', text]),
    ...(args ? ['--', ...args] : []),
  ])
  const env = Object.assign({}, ...layers.map((layer) => layer.env))
  const stdin = layers.find((layer) => layer.stdin !== undefined)?.stdin ?? ''
  const { code, stdout } = await sandbox.call(['validate', '--json', ...words], { env, stdin })
  const { stdout: pretty } = await sandbox.call(['validate', ...words], { env, stdin })
  return { code, issues: JSON.parse(stdout).issues, pretty }
}

const inText = (place: Place): string =>
  'file' in place ? [place.file, place.line, place.column].filter((part) => part !== undefined).join(':') : place.name

/** A program that checks cannot call `override`. */
const fromOutside = Object.entries(kinds).filter(([name]) => name !== 'an override')

describe.each(fromOutside)('validate shows where the mistake is in %s', (name, kind) => {
  it.each([
    ['VALUE_TYPE', 'server.port', withValue('server.port', 'abc'), 'v:server.port'],
    ['VALUE_RANGE', 'hosts[1].port', withValue('hosts[1].port', 0), 'v:hosts[1].port'],
    ['VALUE_CHOICE', 'server.mode', withValue('server.mode', 'fasst'), 'v:server.mode'],
    ['KEY_UNKNOWN', 'server.mod', withKey('server.mode', 'mod'), 'k:server.mode'],
  ])('%s', async (code, path, content, mark) => {
    const layer = kind('high', content)
    const answer = await validate(layer)
    expect(answer.code).toBe(1)
    const errors = answer.issues.filter(({ severity }) => severity === 'error')
    expect(errors).toMatchObject([{ code, path, source: name === 'an object' ? 'object' : layer.sourceName }])
    if (name !== 'an object') expect(errors).toMatchObject([layer.placeOf(mark)])
    expect(answer.pretty).toContain(name === 'an object' ? 'object' : inText(layer.placeOf(mark)))
    expect(answer.pretty).toContain(`error ${code}`)
  })
})

describe('validate points out what is right below', () => {
  const yaml = fileKind(languages['YAML'] as never)

  it.each(fromOutside)('below %s', async (name, kind) => {
    const layer = kind('high', withValue('server.port', 70_000))
    const low = yaml('low', right)
    const { issues, pretty } = await validate(low, layer)
    expect(issues.filter(({ severity }) => severity === 'error')).toMatchObject([
      {
        code: 'VALUE_RANGE',
        related: expect.arrayContaining([{ message: 'right, but hidden by it', ...low.placeOf('v:server.port') }]),
      },
    ])
    expect(pretty).toContain(inText(low.placeOf('v:server.port')))
    if (name !== 'an object') expect(pretty).toContain(inText(layer.placeOf('v:server.port')))
  })
})
