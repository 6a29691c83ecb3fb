import { describe, expect, it } from 'vitest'
import { createSandbox } from '../testing/sandbox.ts'
import { createConfig, createConfigSync } from './create-config.ts'
import { failure, text, world } from './text-source.fixture.ts'

describe('${file:...}', () => {
  it('is the text of a file beside the one that refers to it, without the newline at its end', () => {
    using sandbox = createSandbox({ files: { 'config/token': 'abc\r\n', token: 'of another folder' } })
    const config = createConfigSync<{ token: string }>(
      { sources: [text('config/app.json', '{"token":"${file:token}"}')] },
      sandbox.runtime,
    )
    expect(config.value.token).toBe('abc')
  })

  it('begins at the working directory for a value that no file holds', () => {
    using sandbox = createSandbox({ files: { token: 'of the working directory' } })
    const config = createConfigSync<{ token: string }>({ sources: [text('a.json', '{"token":""}')] }, sandbox.runtime)
    using _ = config.override({ token: '${file:token}' })
    expect(config.value.token).toBe('of the working directory')
  })

  it('names the place of the reference when there is no such file', async () => {
    using sandbox = createSandbox()
    const error = await failure(() =>
      createConfig({ sources: [text('config/app.json', '{\n  "token": "${file:nope}"\n}')] }, sandbox.runtime),
    )
    expect(error.issues).toMatchObject([
      { code: 'REFERENCE_UNKNOWN', path: ['token'], span: { file: 'config/app.json', start: { line: 2, column: 12 } } },
    ])
  })

  it('takes the default behind ":-" when there is no such file', () => {
    using sandbox = createSandbox()
    const config = createConfigSync<unknown>({ sources: [text('a.json', '{"t":"${file:nope:-none}"}')] }, sandbox.runtime)
    expect(config.get('t')).toBe('none')
  })

  it('wants the name of a file', async () => {
    const error = await failure(() => createConfig({ sources: [text('a.json', '{"t":"${file:}"}')] }, world))
    expect(error.issues).toMatchObject([
      {
        code: 'REFERENCE_SYNTAX',
        path: ['t'],
        span: { file: 'a.json', start: { line: 1, column: 6 } },
        hint: 'write "${file:path}"',
      },
    ])
  })
})

describe('${profile}', () => {
  const sources = [text('a.json', '{"log":"/var/log/${profile:-none}.log"}')]

  it('is the name of the profile in use', async () => {
    const config = await createConfig<unknown>(
      { sources, profiles: { base: {}, prod: { extends: 'base' } } },
      { ...world, profile: 'prod' },
    )
    expect(config.get('log')).toBe('/var/log/prod.log')
  })

  it('is nothing without one', async () => {
    expect((await createConfig<unknown>({ sources }, world)).get('log')).toBe('/var/log/none.log')
  })
})

describe('a reference to itself', () => {
  it('is the value that it overrides, through several layers', async () => {
    const sources = [
      text('a.json', '{"path":"/bin"}'),
      text('b.json', '{"path":"${path}:/usr/bin"}'),
      text('c.json', '{"path":"${path}:/opt/bin"}'),
    ]
    expect((await createConfig<unknown>({ sources }, world)).get('path')).toBe('/bin:/usr/bin:/opt/bin')
  })

  it('refers to nothing when no layer is below', async () => {
    const error = await failure(() => createConfig({ sources: [text('a.json', '{"path":"${path}:/opt"}')] }, world))
    expect(error.issues).toMatchObject([{ code: 'REFERENCE_UNKNOWN', path: ['path'], span: { file: 'a.json' } }])
  })
})

describe('a reference that hides a value of another kind', () => {
  const lower = text('a.json', '{"m":{"a":1},"r":"${m}","t":{"a":1}}')
  const upper = text('b.json', '{"m":"${m}","r":{"b":2},"t":"text"}')

  it('is no conflict: of what kind it is, what it refers to decides', async () => {
    const config = await createConfig<unknown>({ sources: [lower, upper] }, world)
    expect(config.value).toEqual({ m: { a: 1 }, r: { b: 2 }, t: 'text' })
    expect(config.current.warnings.map(({ code, path }) => [code, path])).toEqual([['MERGE_TYPE_CONFLICT', ['t']]])
  })
})

describe('a resolver of a definition', () => {
  const definition = { sources: [text('a.json', '{"a":{"b":"${shout:hi}"}}')] }

  it('answers references of its kind, and learns the path', async () => {
    const asked: unknown[] = []
    const shout = (argument: string, at: unknown) => {
      asked.push(at)
      return argument.toUpperCase()
    }
    expect((await createConfig<unknown>({ ...definition, resolvers: { shout } }, world)).get('a.b')).toBe('HI')
    expect(asked).toEqual([['a', 'b']])
  })

  it('is named among the known kinds when another kind is asked for', async () => {
    const error = await failure(() => createConfig({ ...definition, resolvers: { whisper: () => 'hi' } }, world))
    expect(error.issues).toMatchObject([{ code: 'REFERENCE_UNKNOWN', hint: 'known kinds: env, profile, file, whisper' }])
  })
})
