import { describe, expect, it } from 'vitest'
import { createConfig, file } from '../../src/index.ts'
import { cpuMs } from '../cpu-time.ts'
import { channels, expectCleanPrototypes, expectRefusal, target } from './hostile/channels.ts'
import { accepted, extensions, good, refused } from './hostile/documents.ts'

/** Generous, because other programs run beside the tests. */
const mostMs = 2_000

describe.each(Object.entries(channels))('by %s', (_, channel) => {
  it.each(
    refused.flatMap((attack) =>
      extensions.filter((each) => attack.expected[each]).map((each) => [each, attack.name, attack] as const),
    ),
  )('a .%s file is refused for %s', async (extension, __, attack) => {
    const attacked = target(extension, attack.bytes(extension))
    const startedAt = cpuMs()
    const outcome = await channel(attacked)
    expect(cpuMs() - startedAt).toBeLessThan(mostMs)
    const { code, at } = attack.expected[extension] ?? { code: 'none' }
    const isStandardInput = outcome.issues[0]?.file === '<stdin>'
    expectRefusal(outcome, { code, file: isStandardInput ? '<stdin>' : attacked.name, ...(at !== undefined && { at }) })
  })

  it.each(accepted.flatMap(({ name, only, bytes }) => (only ?? extensions).map((each) => [each, name, bytes] as const)))(
    'a .%s file is read with %s',
    async (extension, __, bytes) => {
      const startedAt = cpuMs()
      const outcome = await channel(target(extension, bytes(extension)))
      expect(cpuMs() - startedAt).toBeLessThan(2 * mostMs)
      expect(outcome).toMatchObject({ exitCode: 0, issues: [] })
      expectCleanPrototypes()
    },
  )
})

describe('a key written twice', () => {
  it.each([
    ['json', '{"a": 1,\n "a": 2}'],
    ['jsonc', '{"a": 1,\n "a": 2}'],
    ['json5', '{a: 1,\n a: 2}'],
    ['env', 'a=1\na=2\n'],
    ['properties', 'a=1\na=2\n'],
  ] as const)('is a warning that names both lines in .%s', async (extension, text) => {
    const { sandbox, name } = target(extension, text)
    const { code, stdout } = await sandbox.call(['validate', name, '--json'])
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({
      code: 0,
      ok: true,
      issues: [
        {
          code: 'FORMAT_DUPLICATE_KEY',
          severity: 'warning',
          line: 2,
          related: [{ file: name, line: 1 }],
          hint: expect.any(String),
        },
      ],
    })
    expect(JSON.parse((await sandbox.call(['get', 'a', '--file', name, '--json'])).stdout)).toEqual(
      extension.startsWith('json') ? 2 : '2',
    )
  })
})

describe('numbers', () => {
  it.each([
    ['json', '{"a": 9007199254740993, "b": 12345678901234567890, "c": -0, "d": 1e-9999999}'],
    ['jsonc', '{"a": 9007199254740993, "b": 12345678901234567890, "c": -0, "d": 1e-9999999}'],
    ['json5', '{a: 9007199254740993, b: 12345678901234567890, c: -0, d: 1e-9999999}'],
    ['yaml', 'a: 9007199254740993\nb: 12345678901234567890\nc: -0\nd: 1e-9999999\n'],
  ] as const)('are exact in .%s, however long', async (extension, text) => {
    const { sandbox, name } = target(extension, text)
    await using config = await createConfig({ sources: [file(name)] }, { cwd: sandbox.folder })
    expect(config.value).toMatchObject({ a: 9007199254740993n, b: 12345678901234567890n, d: 0 })
    expect((await sandbox.call(['get', 'b', '--file', name])).stdout).toBe('12345678901234567890\n')
    expect((await sandbox.call(['convert', name, '-', '--to', 'json'])).stdout).toContain('"a": 9007199254740993')
  })

  it('of TOML and infinities that say so are kept', async () => {
    const { sandbox, name } = target('toml', 'a = 9007199254740993\nb = -inf\nc = 0xff\nd = 0o17\n')
    await using config = await createConfig({ sources: [file(name)] }, { cwd: sandbox.folder })
    expect(config.value).toEqual({ a: 9007199254740993n, b: -Infinity, c: 255, d: 15 })
    const { code, stdout } = await sandbox.call(['export', '--file', name, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ b: '-Infinity' })
  })
})

describe('nothing at all', () => {
  it('has no explanation, and says so', async () => {
    const { code, stdout } = await target('yaml', '').sandbox.call(['explain', '', '--file', 'bad.yaml', '--json'])
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 1, ok: false, issues: [{ code: 'KEY_MISSING' }] })
  })
})

describe('encodings', () => {
  it.each(extensions)('of .%s files are UTF-16 by its mark, and Latin-1 by option', async (extension) => {
    for (const bytes of [
      Buffer.from(`\ufeff${good[extension]}`, 'utf16le'),
      Buffer.from(`\ufeff${good[extension]}`, 'utf16le').swap16(),
    ]) {
      const { sandbox, name } = target(extension, bytes)
      const expected = (await target(extension, good[extension]).sandbox.call(['export', '--file', name])).stdout
      expect(await sandbox.call(['export', '--file', name])).toMatchObject({ code: 0, stdout: expected })
    }
    const { sandbox, name } = target(extension, Buffer.from(good[extension].replace('c4n4ry', 'caf\u00e9'), 'latin1'))
    await using config = await createConfig({ sources: [file(name, { encoding: 'latin1' })] }, { cwd: sandbox.folder })
    expect(JSON.stringify(config.value)).toContain('café')
  })
})
