import { describe, expect, it } from 'vitest'
import { DateTime } from '../values/date-time.ts'
import { toVariables } from './flatten.ts'
import { kubernetesManifest, resourceName } from './kubernetes.ts'
import { selectOnly } from './select.ts'
import { printTfvars } from './tfvars.ts'

describe('toVariables', () => {
  it('parts words of camel case and replaces what a shell refuses', () => {
    expect(toVariables({ dbPool: { 'max-size': 1 }, '3d': true, empty: {} })).toEqual([
      ['DB_POOL__MAX_SIZE', '1'],
      ['_3D', 'true'],
      ['EMPTY', '{}'],
    ])
  })
})

describe('kubernetesManifest', () => {
  it('holds text in data, or in stringData for a Secret', () => {
    const entries = toVariables({ port: 1 })
    expect(kubernetesManifest('ConfigMap', 'shop', entries)).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'shop' },
      data: { PORT: '1' },
    })
    expect(kubernetesManifest('Secret', 'shop', entries)).toMatchObject({
      kind: 'Secret',
      type: 'Opaque',
      stringData: { PORT: '1' },
    })
  })

  it('refuses names that Kubernetes refuses, and more than it stores', () => {
    const refused = expect.objectContaining({ code: 'FORMAT_UNSUPPORTED_VALUE' })
    expect(() => kubernetesManifest('ConfigMap', 'a', [['a b', '']])).toThrow(refused)
    expect(() => kubernetesManifest('ConfigMap', 'a', [['a', 'x'.repeat(1_048_577)]])).toThrow(refused)
  })

  it.each([
    ['My Shop', 'my-shop'],
    ['--', 'config'],
    ['a_b.c', 'a-b.c'],
  ])('names the resource of %j %j', (name, expected) => {
    expect(resourceName(name)).toBe(expected)
  })
})

describe('printTfvars', () => {
  it('writes assignments with quotes where names need them', () => {
    const value = {
      name: 'a "b" ${c} %{d}\n',
      'max-size': 1,
      'a.b': [true, null, []],
      map: { 'x y': { z: new DateTime('local-date', '1979-05-27') } },
    }
    expect(printTfvars(value)).toBe(`name = "a \\"b\\" $\${c} %%{d}\\n"
max-size = 1
a_b = [
  true,
  null,
  [],
]
map = {
  "x y" = {
    z = "1979-05-27"
  }
}
`)
  })

  it('keeps a backslash before a letter as it is', () => {
    expect(printTfvars({ a: 'C:\\bin' })).toBe('a = "C:\\\\bin"\n')
  })
})

describe('selectOnly', () => {
  const tree = { server: { port: 1, tls: { port: 2 } }, list: [{ port: 3, host: 'a' }, { host: 'b' }], name: 'n' }

  it.each([
    ['server', { server: tree.server }],
    ['server.*', { server: tree.server }],
    ['*.port', { server: { port: 1 } }],
    ['**.port', { server: { port: 1, tls: { port: 2 } }, list: [{ port: 3 }] }],
    ['list[*].host', { list: [{ host: 'a' }, { host: 'b' }] }],
    ['list[1]', { list: [{ host: 'b' }] }],
    ['n*', { name: 'n' }],
  ])('keeps what %s matches', (pattern, expected) => {
    expect(selectOnly(tree, [pattern])).toEqual(expected)
  })

  it('keeps what any of several patterns matches', () => {
    expect(selectOnly(tree, ['name', 'server.port'])).toEqual({ server: { port: 1 }, name: 'n' })
  })

  it('answers nothing when nothing matches', () => {
    expect(selectOnly(tree, ['nmae'])).toBeUndefined()
  })
})
