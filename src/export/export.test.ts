import { describe, expect, it } from 'vitest'
import { DateTime } from '../values/date-time.ts'
import { renamedVariables, toVariables } from './flatten.ts'
import { kubernetesManifest, resourceName } from './kubernetes.ts'
import { renamesLost } from './renames.ts'
import { selectOnly } from './select.ts'
import { printTfvars, renamedAttributes } from './tfvars.ts'

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

  it('refuses two keys that would be one', () => {
    const refused = expect.objectContaining({
      code: 'FORMAT_UNSUPPORTED_VALUE',
      issues: [expect.objectContaining({ message: 'a_b and "a.b" would both be named "a_b"' })],
    })
    expect(() => printTfvars({ a_b: 1, 'a.b': 2 })).toThrow(refused)
  })

  it('keeps a backslash before a letter as it is', () => {
    expect(printTfvars({ a: 'C:\\bin' })).toBe('a = "C:\\\\bin"\n')
  })
})

describe('renamesLost', () => {
  const tree = { über: 1, 'a.b': { 'c-d': 2, eF: 3 }, '3d': 4, fine_1: { 'al-so': 5 }, 'x y': 6 }

  it('names keys whose variables nobody would connect with them', () => {
    expect(renamesLost('k8s-secret', renamedVariables(tree))).toEqual([
      {
        code: 'FORMAT_LOSS',
        severity: 'warning',
        message:
          'k8s-secret does not allow every name, so keys are renamed: ' +
          'über is _BER, "a.b".c-d is A_B__C_D, "a.b".eF is A_B__E_F and 2 more',
        path: ['über'],
      },
    ])
  })

  it('names keys that are no names of Terraform', () => {
    expect(renamesLost('tfvars', renamedAttributes(tree))).toMatchObject([
      { message: expect.stringMatching(/: "a\.b" is a_b, 3d is _3d, "x y" is x_y$/), path: ['a.b'] },
    ])
  })

  it('says nothing where every name stays or is made as usual', () => {
    const usual = { db: { poolMax: 1, 'idle-timeout': 2 }, _x: 3 }
    expect(renamesLost('dotenv', renamedVariables(usual))).toEqual([])
    expect(renamesLost('tfvars', renamedAttributes(usual))).toEqual([])
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
