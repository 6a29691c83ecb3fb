import { describe, expect, it } from 'vitest'
import type { Format, FormatOptions, Limits } from '../formats/format.ts'
import { json } from '../formats/json/json.ts'
import { createConfig, createConfigSync } from './create-config.ts'
import { failure, text, world } from './text-source.fixture.ts'

/** A language of one's own: each line is a key that is true. */
const flags: Format = {
  name: 'flags',
  extensions: ['.flags'],
  mediaTypes: [],
  textOnly: false,
  parse: (content) => ({
    value: Object.fromEntries(content.split('\n').map((line) => [line, true])),
    warnings: [],
    locate: () => undefined,
  }),
  print: () => '',
  edit: (content) => content,
}

describe('a format of a definition', () => {
  it('is chosen by the extension of the file', async () => {
    const config = await createConfig({ sources: [text('a.flags', 'x\ny')], formats: [flags] }, world)
    expect(config.value).toEqual({ x: true, y: true })
  })

  it('is chosen by name, whatever the extension', async () => {
    const config = await createConfig({ sources: [text('a.json', 'x', { format: 'flags' })], formats: [flags] }, world)
    expect(config.value).toEqual({ x: true })
  })

  it('stands before the format of the library for the same extension', async () => {
    const own = { ...flags, extensions: ['.json'] }
    expect((await createConfig({ sources: [text('a.json', '{}')], formats: [own] }, world)).value).toEqual({ '{}': true })
  })

  it('may come with the source itself', async () => {
    expect((await createConfig({ sources: [text('a.txt', 'x', { format: flags })] }, world)).value).toEqual({ x: true })
  })

  it('that fails with a mistake of its own is not taken for a bad file', async () => {
    const mistake = new TypeError('a mistake in the format')
    const failing: Format = {
      ...flags,
      parse: () => {
        throw mistake
      },
    }
    const source = text('a.txt', 'x', { format: failing })
    await expect(createConfig({ sources: [source] }, world)).rejects.toBe(mistake)

    source.content = 'y'
    const config = await createConfig({ sources: [{ ...source, optional: true, read: () => undefined }] }, world)
    expect(config.value).toEqual({})
  })
})

describe('a format of the library', () => {
  const yaml = text('a.yaml', 'server:\n  port: 8080\n')

  it('is loaded without waiting by createConfigSync', () => {
    expect(createConfigSync<unknown>({ sources: [yaml] }, world).get('server.port')).toBe(8080)
  })

  it('obeys the options of the source, within the limits of the definition', async () => {
    const deep = '{"a":{"b":{"c":1}}}'
    const read = (formatOptions: FormatOptions & Readonly<Record<string, unknown>>, limits: Partial<Limits>) =>
      createConfig<unknown>({ sources: [text('a.yaml', deep, { formatOptions })], limits }, world)
    expect((await read({ limits: { maxDepth: 3 } }, { maxDepth: 5 })).get('a.b.c')).toBe(1)
    expect((await failure(() => read({ limits: { maxDepth: 2 } }, {}))).code).toBe('FORMAT_TOO_DEEP')
    expect((await failure(() => read({}, { maxDepth: 2 }))).code).toBe('FORMAT_TOO_DEEP')
  })

  it('is refused by a name that does not exist, with the source it was said of', async () => {
    const error = await failure(() => createConfig({ sources: [text('a.json', '{}', { format: 'jsno' })] }, world))
    expect(error.issues).toMatchObject([{ code: 'FORMAT_UNKNOWN', source: 'a.json', hint: 'did you mean "json"?' }])
  })

  it('tells what is wrong with a JSON text the same way as the format itself', async () => {
    const broken = '{\n  "a": 1,\n  "b" 2\n}'
    const error = await failure(() => createConfig({ sources: [text('a.json', broken)] }, world))
    const direct = await failure(() => json().parse(broken, 'a.json'))
    expect(error.issues.map(({ code, message, span }) => ({ code, message, span }))).toEqual(
      direct.issues.map(({ code, message, span }) => ({ code, message, span })),
    )
  })
})

describe('a file', () => {
  it.each([
    ['a.yaml', ''],
    ['a.toml', ''],
    ['a.ini', ''],
    ['a.yaml', '# nothing yet'],
    ['a.json', 'null'],
  ])('that holds nothing is an empty layer: %s with %j', async (file, content) => {
    expect((await createConfig({ sources: [text(file, content)] }, world)).value).toEqual({})
  })

  it('of several YAML documents is a layer for each, the last one wins', async () => {
    const config = await createConfig<unknown>({ sources: [text('a.yaml', 'x: 1\ny: 1\n---\nx: 2\n')] }, world)
    expect(config.value).toEqual({ x: 2, y: 1 })
    expect(config.explain('x').shadowed).toHaveLength(1)
  })
})
