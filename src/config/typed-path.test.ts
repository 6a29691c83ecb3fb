import { describe, expectTypeOf, it } from 'vitest'
import type { Config } from './config.ts'
import { defineConfig } from './definition.ts'
import type { Frozen, PathOf, ValueAt } from './typed-path.ts'

interface Shop {
  name: string
  server: { port: number; tls?: { cert: string } }
  routes: { path: string; weights: number[] }[]
}

describe('typed paths', () => {
  it('are the keys of the type, dotted and indexed', () => {
    expectTypeOf<'server.port'>().toExtend<PathOf<Shop>>()
    expectTypeOf<'server.tls.cert'>().toExtend<PathOf<Shop>>()
    expectTypeOf<'routes[0].weights[3]'>().toExtend<PathOf<Shop>>()
    expectTypeOf<'server.prot'>().not.toExtend<PathOf<Shop>>()
    expectTypeOf<PathOf<unknown>>().toEqualTypeOf<string>()
  })

  it('lead to the type of the value', () => {
    expectTypeOf<ValueAt<Shop, 'server.port'>>().toEqualTypeOf<number>()
    expectTypeOf<ValueAt<Shop, 'routes[0].path'>>().toEqualTypeOf<string>()
    expectTypeOf<ValueAt<Shop, 'routes[0].weights[1]'>>().toEqualTypeOf<number>()
    expectTypeOf<ValueAt<unknown, 'anything'>>().toEqualTypeOf<unknown>()
  })

  it('give frozen values', () => {
    const read = (config: Config<Shop>) => ({
      port: config.get('server.port'),
      routes: config.get('routes'),
      maybe: config.find('server.port'),
    })
    expectTypeOf<ReturnType<typeof read>['port']>().toEqualTypeOf<number>()
    expectTypeOf<ReturnType<typeof read>['maybe']>().toEqualTypeOf<number | undefined>()
    expectTypeOf<ReturnType<typeof read>['routes']>().toEqualTypeOf<Frozen<Shop['routes']>>()
    expectTypeOf<Frozen<Shop>['routes']>().not.toExtend<unknown[]>()
  })

  it('come from a Standard Schema by inference', () => {
    const schema = { '~standard': { vendor: 'x', types: undefined as { output: Shop } | undefined } }
    const definition = defineConfig({ schema, sources: [] })
    expectTypeOf(definition).toHaveProperty('schema')
    expectTypeOf<NonNullable<typeof definition.schema>>().not.toBeAny()
  })
})
