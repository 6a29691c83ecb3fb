import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { silentLogger } from '../runtime/logger.ts'
import { recordingLogger } from '../testing/index.ts'
import { createConfig } from './create-config.ts'
import { failure, text, world } from './text-source.fixture.ts'

interface Shape {
  readonly port: number
  readonly name?: string
  readonly server: { readonly hosts: readonly string[] }
}

const content = (port: number, rest = '') => `{"port":${port},"server":{"hosts":["a"]}${rest}}`

async function live(logger = silentLogger) {
  const source = text('a.json', content(1))
  const config = await createConfig<Shape>({ sources: [source] }, { ...world, logger })
  const reload = async (next: string): Promise<void> => {
    source.content = next
    await config.reload()
  }
  return { config, reload }
}

describe('a handle', () => {
  it('shows the current value, at every reading and after a reload', async () => {
    const { config, reload } = await live()
    const port = config.at('port')
    expect([port.value, port.value, port.path]).toEqual([1, 1, 'port'])
    await reload(content(2))
    expect(port.value).toBe(2)
    await reload(content(3))
    expect(port.value).toBe(3)
  })

  it('throws while there is nothing at its path, and shows what comes there later', async () => {
    const { config, reload } = await live()
    const name = config.at('name')
    expect((await failure(() => name.value)).code).toBe('KEY_MISSING')
    await reload(content(1, ',"name":"shop"'))
    expect(name.value).toBe('shop')
    await reload(content(1))
    expect((await failure(() => name.value)).issues[0].path).toEqual(['name'])
    await reload(content(1, ',"name":"again"'))
    expect(name.value).toBe('again')
  })

  it('shows an override for as long as it is there', async () => {
    const { config } = await live()
    const port = config.at('port')
    const override = config.override({ port: 9 })
    expect(port.value).toBe(9)
    expect(config.at('port').value).toBe(9)
    override[Symbol.dispose]()
    expect(port.value).toBe(1)
  })

  it('already shows the new value to a listener', async () => {
    const { config, reload } = await live()
    const port = config.at('port')
    const seen: unknown[] = []
    using _ = config.on('changed', () => seen.push(port.value))
    await reload(content(2))
    expect(seen).toEqual([2])
  })

  it('keeps its value through a reload that is rejected', async () => {
    const { config, reload } = await live()
    const port = config.at('port')
    expect((await failure(() => reload('{'))).code).toBe('FORMAT_SYNTAX')
    expect(port.value).toBe(1)
  })

  it('hands out frozen values, the same as get', async () => {
    const { config, reload } = await live()
    const server = config.at('server')
    const before = server.value
    expect(before).toBe(config.get('server'))
    expect([before, before.hosts].every(Object.isFrozen)).toBe(true)
    await reload(content(2))
    expect(server.value).toBe(before)
    await reload('{"port":2,"server":{"hosts":["b"]}}')
    expect(server.value).toBe(config.get('server'))
    expect([server.value, server.value.hosts].every(Object.isFrozen)).toBe(true)
  })

  it('is the same for the same path', async () => {
    const { config } = await live()
    expect(config.at('port')).toBe(config.at('port'))
    expect(config.at('port')).not.toBe(config.at('server'))
  })
})

describe('a program', () => {
  it('cannot assign to a handle', async () => {
    const { config } = await live()
    for (const path of ['port', 'name'] as const) {
      const handle = config.at(path) as { value: unknown; path: string }
      expect(() => {
        handle.value = 2
      }).toThrow(TypeError)
      expect(() => {
        handle.path = 'server'
      }).toThrow(TypeError)
    }
  })

  it('that deletes the value of a handle still reads it', async () => {
    const { config, reload } = await live()
    const port = config.at('port')
    Reflect.deleteProperty(port, 'value')
    expect(port.value).toBe(1)
    await reload(content(2))
    expect(port.value).toBe(2)
  })

  it('that freezes a handle is told that its value stays', async () => {
    const logger = recordingLogger()
    const { config, reload } = await live(logger)
    const [port, name] = [Object.freeze(config.at('port')), Object.freeze(config.at('name'))]
    await reload(content(2, ',"name":"shop"'))
    expect([port.value, name.value]).toEqual([1, 'shop'])
    expect(config.get('port')).toBe(2)
    expect(logger.records.filter(({ level }) => level === 'warn')).toMatchObject([{ fields: { path: 'port' } }])
  })
})

describe('handles that nobody holds', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const turn = () => new Promise((resolve) => setTimeout(resolve, 0))

  it('do not stay in memory, while those in use go on', async () => {
    const { config, reload } = await live()
    const port = config.at('port')
    const made = Array.from({ length: 10_000 }, (_, index) => new WeakRef(config.at(`server.hosts[${index}]` as never)))
    const alive = () => made.filter((reference) => reference.deref() !== undefined).length
    // A weak reference holds on to what it was asked for until the turn ends.
    await turn()
    collect()
    expect(alive()).toBe(0)
    await reload(content(2))
    expect(port.value).toBe(2)
  })

  it('are made again when their path is asked for again', async () => {
    const { config, reload } = await live()
    expect(config.at('port').value).toBe(1)
    for (let round = 0; round < 3; round++) {
      await turn()
      collect()
      // More paths than are kept before the dead are looked for.
      for (let index = 0; index < 1000; index++) config.at(`server.hosts[${round}][${index}]` as never)
    }
    await reload(content(5))
    expect(config.at('port').value).toBe(5)
  })
})
